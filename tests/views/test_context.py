"""What every page knows of the installation."""

import pytest
from django.test import RequestFactory, override_settings

from assessment.services.demo.accounts import demo_accounts
from assessment.views.context import installation


@pytest.mark.parametrize("demo", [True, False])
def test_the_sign_ins_are_shown_in_a_demo_alone(rf: RequestFactory, demo: bool) -> None:
    with override_settings(DEMO=demo, EMAIL_URL=""):
        known = installation(rf.get("/"))["installation"]
    assert known == {"demo": demo, "demo_accounts": demo_accounts() if demo else [], "sends_mail": False}
    assert len(demo_accounts()) == 5


def test_where_mail_can_be_sent_pages_know(rf: RequestFactory) -> None:
    with override_settings(DEMO=False, EMAIL_URL="smtp://mail.example.org"):
        assert installation(rf.get("/")) == {"installation": {"demo": False, "demo_accounts": [], "sends_mail": True}}
