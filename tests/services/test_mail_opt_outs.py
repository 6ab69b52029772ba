"""An address ends its own mail by a link nobody else can make."""

import pytest
from django.core import signing

from assessment.models import MailOptOut, address_hash_of
from assessment.services.errors import Refused
from assessment.services.mail_opt_outs import is_opted_out, opt_in, opt_out, unsubscribe_link, without_mail

pytestmark = pytest.mark.django_db


def token_of(address: str) -> str:
    return unsubscribe_link(address, str).split("/")[2]


def test_ends_mail_to_one_address_however_it_is_written() -> None:
    opt_out(token_of("Ana@x.org"))
    opt_out(token_of("ana@x.org "))
    assert list(MailOptOut.objects.values_list("address_hash", flat=True)) == [address_hash_of("ana@x.org")]
    assert without_mail(["ANA@x.org", "ben@x.org"]) == {"ANA@x.org"}
    assert (is_opted_out(token_of("ana@x.org")), is_opted_out(token_of("ben@x.org"))) == (True, False)


def test_lets_mail_come_again() -> None:
    opt_out(token_of("ana@x.org"))
    opt_in(token_of("ana@x.org"))
    opt_in(token_of("ana@x.org"))
    assert without_mail(["ana@x.org"]) == set()


def test_the_link_is_a_whole_address_without_the_mail_address_in_it() -> None:
    link = unsubscribe_link("ana@x.org", lambda path: f"https://tacit.example{path}")
    assert link.startswith("https://tacit.example/unsubscribe/")
    assert link.split("/")[4].split(":")[0] == address_hash_of("ana@x.org")


@pytest.mark.parametrize("token", ["", "x", signing.Signer(salt="something else").sign(address_hash_of("ana@x.org"))])
def test_a_link_that_is_none_of_ours_ends_nothing(token: str) -> None:
    for verb in (opt_out, opt_in, is_opted_out):
        with pytest.raises(Refused) as refusal:
            verb(token)
        assert refusal.value.status == 404
    assert MailOptOut.objects.count() == 0
