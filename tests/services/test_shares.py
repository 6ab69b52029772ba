"""A link to a closed result: its secret exists once, it ends by time or at once, and shows one round alone."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessment.models import Assessment, AuditEvent, Person, Share, hash_of, new_token
from assessment.services.assessment_deletion import delete_assessment
from assessment.services.assessments import reopen_assessment
from assessment.services.errors import Refused
from assessment.services.memberships import remove_member
from assessment.services.shares import MOST, State, revoke_share, share_by, share_result, shared_result, shares_of
from assessment.services.stored_results import read_result
from tests.factories import make_assessment, make_person, make_share, make_user
from tests.views.test_results import everywhere, lead_of, make_closed

pytestmark = pytest.mark.django_db
TOKEN = "a-token-of-a-shared-result"


@pytest.fixture
def assessment() -> Assessment:
    return make_closed(everywhere("4", "habit"))


def make(assessment: Assessment, token: str = "", **other: object) -> tuple[Share, str]:
    """A link made by a lead: to the summary, for the board, for 30 days, or otherwise where something is said."""
    asked = {"label": "The board", "scope": "summary", "days": 30, **other}
    return share_result(Person(lead_of(assessment)), assessment, token or new_token(), **asked)  # type: ignore[arg-type]  # of several types


def refusal(token: str) -> tuple[int, str]:
    with pytest.raises(Refused) as refused:
        share_by(token)
    return refused.value.status, refused.value.sentence


# --- Making ----------------------------------------------------------------------------------------


def test_keeps_the_hash_alone_and_is_written_down(assessment: Assessment) -> None:
    with time_machine.travel(timezone.now(), tick=False):
        share, token = make(assessment, TOKEN)
        expected = timezone.now() + timedelta(days=30)
    assert token == TOKEN
    stored = Share.objects.values("token_hash", "label", "scope", "expires_at", "revoked_at", "created_by").get()
    assert stored == {
        "token_hash": hash_of(TOKEN),
        "label": "The board",
        "scope": "summary",
        "expires_at": expected,
        "revoked_at": None,
        "created_by": lead_of(assessment).pk,
    }
    event = AuditEvent.objects.get(object_type="share")
    found = (event.verb, event.object_uid, event.organization_uid, event.actor_number)
    assert found == ("result shared: summary", share.uid, assessment.organization.uid, lead_of(assessment).pk)


def test_the_same_secret_for_the_same_makes_one_link(assessment: Assessment) -> None:
    assert make(assessment, TOKEN) == make(assessment, TOKEN)
    assert (Share.objects.count(), AuditEvent.objects.filter(object_type="share").count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_the_same_secret_at_once_makes_one_link() -> None:
    assessment, begin = make_closed(everywhere("4", "habit")), Barrier(3)
    made: list[tuple[Share, str]] = []

    def press() -> None:
        begin.wait()
        made.append(make(assessment, TOKEN))
        connection.close()

    threads = [Thread(target=press) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [(Share.objects.get(), TOKEN)] * 3


@pytest.mark.parametrize("other", [{"label": "The auditor"}, {"scope": "all"}, {"days": 31}])
def test_the_same_secret_for_something_else_makes_another_link(
    assessment: Assessment, other: dict[str, object]
) -> None:
    """Such as after going back in the browser: neither link shows what the other was made for."""
    first, second = make(assessment, TOKEN), make(assessment, TOKEN, **other)
    assert (first[1], second[1] != TOKEN, Share.objects.count()) == (TOKEN, True, 2)
    assert [share_by(token) for _share, token in (first, second)] == [first[0], second[0]]


def test_the_secret_of_a_link_that_was_revoked_makes_none(assessment: Assessment) -> None:
    revoke_share(Person(lead_of(assessment)), make(assessment, TOKEN)[0])
    with pytest.raises(Refused) as refused:
        make(assessment, TOKEN)
    assert (refused.value.status, Share.objects.count()) == (409, 1)


@pytest.mark.parametrize("days", [-1, 0, 366, 10**9])
def test_lasts_a_day_at_least_and_a_year_at_most(assessment: Assessment, days: int) -> None:
    with pytest.raises(Refused) as refused:
        make(assessment, days=days)
    assert (refused.value.status, refused.value.sentence) == (422, "A link works for 1 to 365 days.")
    assert [make(assessment, days=possible)[0].scope for possible in (1, 365)] == ["summary", "summary"]


def test_an_open_round_has_nothing_to_share() -> None:
    assessment = make_assessment()
    with pytest.raises(Refused) as refused:
        make(assessment)
    assert (refused.value.status, Share.objects.count()) == (403, 0)


def test_as_many_work_at_a_time_as_may(assessment: Assessment) -> None:
    """Those that ended count no longer, nor those of another round."""
    shares = [make(assessment)[0] for _ in range(MOST)]
    assert shares_of(assessment).are_full
    with pytest.raises(Refused) as refused:
        make(assessment)
    assert (refused.value.status, Share.objects.count()) == (422, MOST)
    make(make_closed(everywhere("4", "habit")))
    revoke_share(Person(lead_of(assessment)), shares[0])
    Share.objects.filter(pk=shares[1].pk).update(expires_at=timezone.now())
    assert not shares_of(assessment).are_full
    assert len([make(assessment) for _ in range(2)]) == 2


# --- The list --------------------------------------------------------------------------------------


def test_lists_each_with_what_it_is_good_for_in_two_queries(assessment: Assessment) -> None:
    works, expired, revoked = (make(assessment)[0] for _ in range(3))
    Share.objects.filter(pk=expired.pk).update(expires_at=timezone.now())
    revoke_share(Person(lead_of(assessment)), revoked)
    make(make_closed(everywhere("4", "habit")))
    with CaptureQueriesContext(connection) as queries:
        shares = shares_of(assessment)
        names = {str(each.share.created_by) for each in shares.listed}
    assert (len(queries), names, shares.respondents) == (2, {str(lead_of(assessment))}, 1)
    found = [(each.share, each.state, each.works) for each in shares.listed]
    assert found == [(revoked, State.REVOKED, False), (expired, State.EXPIRED, False), (works, State.WORKS, True)]


def test_before_there_is_a_result_nobody_is_counted() -> None:
    assert (shares_of(make_assessment()).listed, shares_of(make_assessment()).respondents) == ([], 0)


# --- Ending ----------------------------------------------------------------------------------------


def test_revoking_ends_it_at_once_and_twice_changes_nothing(assessment: Assessment) -> None:
    share, token = make(assessment)
    for _ in range(2):
        revoke_share(Person(lead_of(assessment)), share)
    assert refusal(token) == (410, "It has been revoked. Ask whoever gave it to you.")
    assert AuditEvent.objects.filter(verb="share revoked", object_uid=share.uid).count() == 1


def test_what_has_expired_is_not_revoked(assessment: Assessment) -> None:
    share = make_share(assessment, TOKEN, expires_at=timezone.now())
    revoke_share(Person(lead_of(assessment)), share)
    share.refresh_from_db()
    assert (share.revoked_at, AuditEvent.objects.filter(verb="share revoked").count()) == (None, 0)


def test_expires_to_the_second(assessment: Assessment) -> None:
    share, token = make(assessment, days=2)
    assert share.expires_at is not None
    with time_machine.travel(share.expires_at - timedelta(seconds=1), tick=False):
        assert share_by(token) == share
    with time_machine.travel(share.expires_at, tick=False):
        assert refusal(token) == (410, "It has expired. Ask whoever gave it to you for a new one.")


@pytest.mark.parametrize("token", ["", "nothing", "a" * 5000, "\x00", "é"])
def test_an_unknown_secret_opens_nothing(assessment: Assessment, token: str) -> None:
    make(assessment)
    assert refusal(token) == (404, "Please check that the link was copied completely.")


def test_the_hash_is_no_secret(assessment: Assessment) -> None:
    share, _token = make(assessment)
    assert refusal(share.token_hash)[0] == 404


def test_goes_with_its_round(assessment: Assessment) -> None:
    token = make(assessment)[1]
    delete_assessment(Person(lead_of(assessment)), assessment, typed_title=assessment.title)
    assert (refusal(token)[0], Share.objects.count()) == (404, 0)


def test_stays_when_its_round_is_reopened_and_when_its_maker_goes(assessment: Assessment) -> None:
    maker, second = lead_of(assessment), make_user("Noor")
    share, token = make(assessment)
    assessment.organization.memberships.create(user=second, role="lead")
    remove_member(Person(second), assessment.organization.memberships.get(user=maker))
    maker.delete()
    reopen_assessment(Person(second), assessment)
    assert share_by(token).assessment.is_open
    (listed,) = shares_of(assessment).listed
    assert (listed.share, listed.share.created_by, listed.works) == (share, None, True)
    revoke_share(make_person(second), listed.share)
    assert refusal(token)[0] == 410


# --- What it shows ---------------------------------------------------------------------------------


def test_shows_the_result_of_its_round_without_the_round_before() -> None:
    before = make_closed(everywhere("2", "habit"))
    Assessment.objects.filter(pk=before.pk).update(closed_at=timezone.now() - timedelta(days=90))
    now = make_closed(everywhere("4", "habit"), organization=before.organization, version=before.version)
    now.refresh_from_db()
    whole, shared = read_result(now), shared_result(share_by(make(now)[1]))
    assert (whole.previous_title, [each.previous for each in whole.dimensions]) == (before.title, [0.25] * 3)
    assert (shared.previous_title, shared.previous_uid) == ("", None)
    assert [each.previous for each in shared.dimensions] == [None] * 3
    assert [each.score for each in shared.dimensions] == [each.score for each in whole.dimensions] == [0.75] * 3
