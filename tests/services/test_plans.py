"""The plan is filled from the roadmap, changed under a number, and kept."""

from datetime import date
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from assessment.models import ActionItem, Assessment, AuditEvent, Person
from assessment.services.errors import Refused
from assessment.services.plans import change_action, put_into_plan
from tests.factories import make_action, make_organization, make_person, make_user
from tests.views.test_results import everywhere, lead_of, make_closed

pytestmark = pytest.mark.django_db
NOTHING = {"owner": "", "due_on": None, "status": "planned", "note": ""}


@pytest.fixture
def assessment() -> Assessment:
    return make_closed(everywhere("2", "habit", d2_p1=("5", "guideline")))


@pytest.fixture
def lead(assessment: Assessment) -> Person:
    return make_person(lead_of(assessment))


def test_steps_of_the_roadmap_become_actions(assessment: Assessment, lead: Person) -> None:
    items = put_into_plan(lead, assessment, ["d1-p0", "d0-p0"])
    stored = ActionItem.objects.values_list("practice_key", "name", "action", "status", "owner", "number")
    assert set(stored) == {
        ("d0-p0", "Practice d0-p0", "adopt", "planned", "", 1),
        ("d1-p0", "Practice d1-p0", "adopt", "planned", "", 1),
    }
    assert {(item.planned_from, item.organization, item.created_by) for item in items} == {
        (assessment, assessment.organization, lead.user)
    }
    events = AuditEvent.objects.filter(verb="action planned").values_list("object_uid", flat=True)
    assert set(events) == {item.uid for item in items}


def test_what_is_planned_already_stays_as_it_is(assessment: Assessment, lead: Person) -> None:
    (first,) = put_into_plan(lead, assessment, ["d0-p0"])
    change_action(lead, first, number=1, owner="Ana", due_on=None, status="doing", note="")
    assert [item.practice_key for item in put_into_plan(lead, assessment, ["d0-p0", "d0-p1"])] == ["d0-p1"]
    assert put_into_plan(lead, assessment, ["d0-p0", "d0-p0"]) == []
    first.refresh_from_db()
    assert (first.owner, ActionItem.objects.count()) == ("Ana", 2)


def test_what_is_finished_can_be_planned_again(assessment: Assessment, lead: Person) -> None:
    make_action(assessment.organization, status="done", finished_at=timezone.now())
    assert len(put_into_plan(lead, assessment, ["d0-p0"])) == 1
    assert ActionItem.objects.count() == 2


@pytest.mark.parametrize("keys", [[], ["nothing"], ["d0-p0", "nothing"], ["d2-p1"]])
def test_only_what_is_on_the_roadmap_can_be_planned(assessment: Assessment, lead: Person, keys: list[str]) -> None:
    """There is nothing to do about d2-p1 but to sustain it."""
    with pytest.raises(Refused) as refusal:
        put_into_plan(lead, assessment, keys)
    assert (refusal.value.status, ActionItem.objects.count()) == (422, 0)


def test_an_open_round_has_no_roadmap(assessment: Assessment, lead: Person) -> None:
    Assessment.objects.filter(pk=assessment.pk).update(state="open", closed_at=None)
    with pytest.raises(Refused) as refusal:
        put_into_plan(lead, assessment, ["d0-p0"])
    assert (refusal.value.status, ActionItem.objects.count()) == (404, 0)


def test_another_organization_has_a_plan_of_its_own(assessment: Assessment, lead: Person) -> None:
    make_action(make_organization())
    assert len(put_into_plan(lead, assessment, ["d0-p0"])) == 1


def test_a_change_raises_the_number_and_is_written_down(assessment: Assessment, lead: Person) -> None:
    item = make_action(assessment.organization)
    given = {"owner": "Ana", "due_on": date(2026, 12, 31), "status": "doing", "note": "First the oldest model."}
    changed = change_action(lead, item, number=1, **given)  # type: ignore[arg-type]  # values of several types
    item.refresh_from_db()
    assert (item.owner, item.due_on, item.status, item.note) == tuple(given.values())
    assert (item.number, changed.number, item.finished_at) == (2, 2, None)
    event = AuditEvent.objects.get()
    assert (event.verb, event.object_uid) == ("action changed", item.uid)


def test_nothing_changed_is_nothing_done(assessment: Assessment, lead: Person) -> None:
    item = make_action(assessment.organization)
    assert change_action(lead, item, number=1, **NOTHING).number == 1  # type: ignore[arg-type]  # values of several types
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize("number", [0, 1, 3])
def test_an_older_or_invented_number_is_refused(assessment: Assessment, lead: Person, number: int) -> None:
    item = make_action(assessment.organization)
    change_action(lead, item, number=1, owner="Ana", due_on=None, status="planned", note="")
    with pytest.raises(Refused) as refusal:
        change_action(lead, item, number=number, owner="Bo", due_on=None, status="planned", note="")
    item.refresh_from_db()
    assert (refusal.value.status, item.owner) == (409, "Ana")


@pytest.mark.parametrize("status", ["done", "dropped"])
def test_what_is_finished_has_a_time_and_is_kept(assessment: Assessment, lead: Person, status: str) -> None:
    item = make_action(assessment.organization)
    ended = change_action(lead, item, number=1, owner="", due_on=None, status=status, note="").finished_at
    assert ended is not None
    later = change_action(
        lead, item, number=2, owner="", due_on=None, status=status, note="Said so in the retrospective."
    )
    assert later.finished_at == ended
    again = change_action(lead, item, number=3, owner="", due_on=None, status="doing", note="")
    assert again.finished_at is None


def test_a_practice_is_not_to_do_twice(assessment: Assessment, lead: Person) -> None:
    done = make_action(assessment.organization, status="done", finished_at=timezone.now())
    make_action(assessment.organization)
    with pytest.raises(Refused) as refusal:
        change_action(lead, done, number=1, owner="", due_on=None, status="planned", note="")
    assert refusal.value.status == 422
    assert change_action(lead, done, number=1, owner="", due_on=None, status="dropped", note="").status == "dropped"


def test_the_database_keeps_it_so(assessment: Assessment) -> None:
    make_action(assessment.organization)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_action(assessment.organization)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_action(assessment.organization, "d0-p1", status="done")


@pytest.mark.django_db(transaction=True)
def test_two_leads_who_plan_the_same_at_once_plan_it_once() -> None:
    assessment = make_closed(everywhere("2", "habit"))
    first = make_person(lead_of(assessment))
    second = make_person(make_user())
    together, planned = Barrier(2), {}

    def plan(lead: Person, keys: list[str]) -> None:
        together.wait()
        try:
            planned[lead] = {item.practice_key for item in put_into_plan(lead, assessment, keys)}
        finally:
            connection.close()

    threads = [
        Thread(target=plan, args=[lead, keys])
        for lead, keys in ((first, ["d0-p0", "d0-p1"]), (second, ["d0-p1", "d0-p0", "d1-p0"]))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (planned[first], planned[second]) in [
        ({"d0-p0", "d0-p1"}, {"d1-p0"}),
        (set(), {"d0-p0", "d0-p1", "d1-p0"}),
    ]
    stored = ActionItem.objects.values_list("practice_key", "created_by")
    assert set(stored) == {(key, lead.user.pk) for lead, keys in planned.items() for key in keys if lead.user}
    assert ActionItem.objects.count() == 3
