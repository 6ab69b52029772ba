"""The verbs of questionnaires: load, start a draft, publish, retire; and the library."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessment.models import AuditEvent, OptionSet, Person, Practice, Questionnaire, Version
from assessment.services.errors import Refused
from assessment.services.questionnaire_problems import FileRefused
from assessment.services.questionnaires import (
    NotPublishable,
    Outcome,
    library,
    load_questionnaire,
    newest_published,
    publish,
    questionnaire_file,
    read_questionnaire,
    retire,
    start_draft,
)
from tests.factories import make_assessment, make_editor, make_organization, make_person, make_user, make_version
from tests.services.example import TEXT, example, make_example

pytestmark = pytest.mark.django_db

EDITOR = Person()


def changed(title: str = "Other") -> dict[str, object]:
    return example() | {"title": title}


def states() -> list[tuple[int | None, str]]:
    return list(Version.objects.order_by("pk").values_list("number", "state"))


def verbs() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))


# --- Reading -------------------------------------------------------------------------------------


def test_a_file_is_refused_with_every_line() -> None:
    spoilt = (
        TEXT.replace("effort: 2", "effort: 5").replace("needs: []", "needs: [nothing]").replace("minutes: 2 ", "x: 2 ")
    )
    with pytest.raises(FileRefused) as refused:
        read_questionnaire((spoilt + "minutes: .nan\n").encode())
    lines = spoilt.split("\n")
    effort = next(number for number, line in enumerate(lines, start=1) if "effort: 5" in line)
    needs = next(number for number, line in enumerate(lines, start=1) if "needs: [nothing]" in line)
    assert [str(complaint) for complaint in refused.value.complaints] == [
        "line 5: x: This entry is not known here.",
        f"line {effort}: sections[1].practices[0].effort: “5” is not one of: 1, 2, 3.",
        f"line {needs}: sections[1].practices[0].needs[0]: There is no practice “nothing”.",
        f"line {len(lines)}: minutes: This is not a finite number.",
    ]


# --- Loading -------------------------------------------------------------------------------------


def test_loading_publishes_the_next_number() -> None:
    first = load_questionnaire(EDITOR, example())
    second = load_questionnaire(EDITOR, changed())
    assert (first.outcome, second.outcome) == (Outcome.PUBLISHED, Outcome.PUBLISHED)
    assert states() == [(1, "published"), (2, "published")]
    assert newest_published("first-steps") == second.version
    assert verbs() == ["version published", "version published"]


def test_loading_the_same_again_changes_nothing() -> None:
    first = load_questionnaire(EDITOR, example())
    again = load_questionnaire(EDITOR, example() | {"notes": "Other notes."})
    assert (again.outcome, again.version) == (Outcome.UNCHANGED, first.version)
    assert states() == [(1, "published")]


def test_loading_what_an_older_version_said_makes_a_new_one() -> None:
    for document in (example(), changed(), example()):
        load_questionnaire(EDITOR, document)
    assert states() == [(1, "published"), (2, "published"), (3, "published")]


def test_a_draft_is_loaded_once_and_then_in_the_way() -> None:
    first = load_questionnaire(EDITOR, example(), publish=False)
    again = load_questionnaire(EDITOR, example(), publish=False)
    assert (first.outcome, again.outcome, again.version) == (Outcome.DRAFT, Outcome.UNCHANGED, first.version)
    for publishes in (True, False):
        with pytest.raises(Refused, match="has a first draft already") as refused:
            load_questionnaire(EDITOR, changed(), publish=publishes)
        assert refused.value.status == 409
    assert states() == [(None, "draft")]


def test_a_draft_that_an_editor_started_is_not_in_the_way() -> None:
    start_draft(EDITOR, make_example())
    assert load_questionnaire(EDITOR, changed()).outcome == Outcome.PUBLISHED
    assert states() == [(1, "published"), (None, "draft"), (2, "published")]


def test_without_a_published_version_there_is_no_newest() -> None:
    make_example(publish=False)
    with pytest.raises(Refused, match="has no published version") as refused:
        newest_published("first-steps")
    assert refused.value.status == 404


# --- Drafts, publishing, retiring ----------------------------------------------------------------


def test_a_draft_starts_as_a_copy_once() -> None:
    base = make_example()
    base.refresh_from_db()  # PostgreSQL keeps JSON in an order of its own
    draft = start_draft(EDITOR, base)
    assert (draft.based_on, draft.number, draft.state, draft.notes) == (base, None, "draft", "Based on version 1.")
    assert questionnaire_file(draft) == questionnaire_file(base).replace("First published version.", draft.notes)
    assert start_draft(EDITOR, base) == draft
    assert verbs() == ["version published", "draft started"]


def test_a_draft_starts_from_any_version_but_a_draft() -> None:
    base = make_version(dimensions=1, practices=1)
    retire(EDITOR, base)
    draft = start_draft(EDITOR, base)
    with pytest.raises(Refused, match="draft already"):
        start_draft(EDITOR, draft)


def test_publishing_gives_number_hash_and_name() -> None:
    base, editor = make_example(), make_editor()
    draft = start_draft(make_person(editor), base)
    Practice.objects.filter(version=draft).update(name="Going back")
    published = publish(make_person(editor), draft)
    assert (published.number, published.state, published.published_by) == (2, "published", editor)
    assert published.content_hash != base.content_hash
    assert load_questionnaire(EDITOR, read_questionnaire(questionnaire_file(published).encode())).outcome == "unchanged"
    base.refresh_from_db()
    assert (base.state, base.practices.get().name) == ("published", "Going back is quick and rehearsed")


def test_a_version_with_errors_is_not_published() -> None:
    draft = make_example(publish=False)
    Practice.objects.update(why="")
    with pytest.raises(NotPublishable, match="1 error has to be mended first") as refused:
        publish(EDITOR, draft)
    assert [str(finding) for finding in refused.value.findings] == [
        "Release › Going back is quick and rehearsed › why: This entry is missing."
    ]
    assert states() == [(None, "draft")]


def test_warnings_do_not_keep_from_publishing() -> None:
    draft = make_example(publish=False)
    Practice.objects.update(essential=False)
    assert publish(EDITOR, draft).number == 1


def test_a_published_version_is_not_published_again() -> None:
    with pytest.raises(Refused, match="never changes") as refused:
        publish(EDITOR, make_example())
    assert refused.value.status == 409


def test_a_retired_version_is_no_longer_the_newest() -> None:
    first = make_example()
    second = load_questionnaire(EDITOR, changed()).version
    assert retire(EDITOR, second).state == "retired"
    assert newest_published("first-steps") == first
    with pytest.raises(Refused, match="Only a published version"):
        retire(EDITOR, second)
    assert load_questionnaire(EDITOR, changed()).version.number == 3


# --- The library ---------------------------------------------------------------------------------


def shown(person: Person) -> list[tuple[str, list[tuple[str, int]]]]:
    return [
        (shelf.title, [(str(version), version.number_of_assessments) for version in shelf.versions])  # type: ignore[attr-defined]  # an annotation
        for shelf in library(person)
    ]


def test_accounts_see_what_is_published_and_count_their_own() -> None:
    version = make_example()
    start_draft(EDITOR, version)
    lead = make_user()
    make_assessment(make_organization(lead=lead), version)
    make_assessment(make_organization(), version)
    assert shown(make_person(lead)) == [("First steps", [("First steps 1", 1)])]
    assert shown(make_person(make_user())) == [("First steps", [("First steps 1", 0)])]


def test_editors_see_drafts_and_count_all() -> None:
    version = make_example()
    start_draft(EDITOR, version)
    make_assessment(make_organization(), version)
    make_assessment(make_organization(), version)
    expected = [("First steps", [("First steps (draft)", 0), ("First steps 1", 2)])]
    assert shown(make_person(make_editor())) == expected


def test_the_library_takes_a_fixed_number_of_queries() -> None:
    counts = []
    for _round in range(3):
        make_version(dimensions=1, practices=1)
        person = make_person(make_user())
        with CaptureQueriesContext(connection) as queries:
            library(person)
        counts.append(len(queries))
    assert counts[0] == counts[2]


def test_nothing_is_left_of_a_draft_that_is_deleted() -> None:
    make_example(publish=False).delete()
    assert (OptionSet.objects.count(), Questionnaire.objects.count()) == (0, 1)
