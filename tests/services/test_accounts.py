"""An account chooses its own name and mail, and lets mail come again that its address had stopped."""

import pytest

from assessment.models import AuditEvent, MailOptOut, User, address_hash_of
from assessment.services.accounts import change_account, gets_no_mail, let_mail_come_again
from assessment.services.errors import Refused
from tests.factories import make_person, make_user

pytestmark = pytest.mark.django_db


def test_changes_what_is_given_of_the_account_itself() -> None:
    user, other = make_user("Ana"), make_user("Ben")
    change_account(make_person(user), name="Ana Ahonen", wants_reminders=False)
    assert list(User.objects.order_by("pk").values_list("name", "wants_reminders", "email")) == [
        ("Ana Ahonen", False, user.email),
        ("Ben", True, other.email),
    ]
    assert list(AuditEvent.objects.values_list("verb", "actor_number")) == [("account changed", user.pk)]


def test_mail_that_was_stopped_by_a_link_comes_again() -> None:
    user, other = make_user(), make_user()
    for address in (user.email.upper(), other.email):
        MailOptOut.objects.create(address_hash=address_hash_of(address))
    person = make_person(user)
    assert gets_no_mail(person)
    for _ in range(2):
        let_mail_come_again(person)
    assert not gets_no_mail(person)
    assert gets_no_mail(make_person(other))
    assert list(AuditEvent.objects.values_list("verb", "actor_number")) == [("mail let come again", user.pk)]


def test_needs_an_account() -> None:
    for verb in (change_account, gets_no_mail, let_mail_come_again):
        with pytest.raises(Refused) as refusal:
            verb(make_person(None, "a"))
        assert refusal.value.status == 403
