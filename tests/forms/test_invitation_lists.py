"""A list that can't be sent says why, line by line."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from assessment.forms.invitation_lists import InvitationListForm
from assessment.models import Assessment
from tests.factories import make_assessment, make_organization, make_user

pytestmark = pytest.mark.django_db


def form(addresses: str, assessment: Assessment | None = None, **fields: list[str]) -> InvitationListForm:
    last_day = timezone.localdate() + timedelta(days=30)
    sent = MultiValueDict({"addresses": [addresses], "last_day": [last_day.isoformat()], **fields})
    return InvitationListForm(assessment or make_assessment(), sent)


def test_gives_the_addresses_and_those_that_came_again() -> None:
    filled = form("Ana <ana@x.org>\nben@x.org; ana@x.org")
    assert filled.is_valid()
    assert (filled.cleaned_data["addresses"], filled.read.repeated) == (["ana@x.org", "ben@x.org"], ["ana@x.org"])


def test_suggests_a_day_after_the_due_date() -> None:
    due_on = timezone.localdate() + timedelta(days=90)
    assert InvitationListForm(make_assessment(due_on=due_on))["last_day"].initial == due_on


def test_at_most_two_hundred_at_a_time() -> None:
    assert form("\n".join(f"p{number}@x.org" for number in range(200))).is_valid()
    assert form("\n".join(f"p{number}@x.org" for number in range(201))).errors == {
        "addresses": ["These are 201 addresses. At most 200 can be invited at a time."]
    }


@pytest.mark.parametrize(
    ("addresses", "sentence"),
    [
        ("", "This field is required."),
        (";,", "There is no e-mail address in the list."),
        ("ana@x.org\x00", "Null characters are not allowed."),
        (f"a{'b' * 100}", f"Line 1: “a{'b' * 58}…” is not an e-mail address."),
    ],
)
def test_says_why_not(addresses: str, sentence: str) -> None:
    assert form(addresses).errors == {"addresses": [sentence]}


def test_a_text_that_is_no_list_is_refused_before_it_is_read() -> None:
    (sentence,) = form("x" * 100_000).errors["addresses"]
    assert sentence == "Ensure this value has at most 80000 characters (it has 100000)."


def test_of_many_wrong_lines_ten_are_named() -> None:
    sentences = form("\n".join(["nobody"] * 12)).errors["addresses"]
    assert (len(sentences), sentences[0], sentences[-1]) == (
        11,
        "Line 1: “nobody” is not an e-mail address.",
        "2 more are none, either.",
    )


class TestDoubts:
    """As long as somebody could be counted twice and nobody was asked, nothing is sent."""

    @pytest.fixture
    def assessment(self) -> Assessment:
        return make_assessment(make_organization(lead=make_user(), practitioners=[make_user()]))

    @pytest.fixture
    def members(self, assessment: Assessment) -> list[str]:
        return list(assessment.organization.memberships.order_by("pk").values_list("user__email", flat=True))

    def test_nobody_in_doubt_is_nothing_to_ask(self, assessment: Assessment) -> None:
        filled = form("ana@x.org", assessment)
        assert filled.is_valid()
        assert (filled.asks, filled.chosen, filled.left_out) == (False, ["ana@x.org"], [])

    def test_asks_until_everybody_in_doubt_was_shown(self, assessment: Assessment, members: list[str]) -> None:
        addresses = "\n".join([*members, "ana@x.org"])
        for shown, asks in (([], True), (members[:1], True), (members, False)):
            filled = form(addresses, assessment, shown=shown)
            assert filled.is_valid()
            assert filled.asks is asks

    def test_those_not_ticked_are_left_out(self, assessment: Assessment, members: list[str]) -> None:
        addresses = "\n".join([*members, "ana@x.org"])
        filled = form(addresses, assessment, shown=members, ticked=[members[1], "somebody@else.org", "\x00"])
        assert filled.is_valid()
        assert (filled.chosen, filled.left_out) == ([members[1], "ana@x.org"], [members[0]])

    def test_one_tick_invites_them_all(self, assessment: Assessment, members: list[str]) -> None:
        filled = form("\n".join(members), assessment, shown=members, all_the_same=["on"])
        assert filled.is_valid()
        assert (filled.chosen, filled.left_out) == (members, [])

    def test_a_list_that_cannot_be_read_has_no_doubts(self, assessment: Assessment, members: list[str]) -> None:
        filled = form(f"{members[0]}\nnobody", assessment)
        assert (filled.is_valid(), filled.doubts) == (False, [])
