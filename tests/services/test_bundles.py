"""A round comes to another installation with the same scores, and comes back byte for byte."""

import pytest

from assessment.models import (
    Assessment,
    AuditEvent,
    ConstructResult,
    Person,
    Response,
    Result,
    Target,
    Version,
)
from assessment.services.assessments import reopen_assessment
from assessment.services.bundle_files import BundleRefused, read_bundle
from assessment.services.bundles import export_bundle, import_bundle, preview_bundle
from assessment.services.errors import Refused
from assessment.services.questionnaires import adopt_version, load_questionnaire
from assessment.services.results import recompute
from assessment.services.verification import Outcome, verdicts
from tests.bundles import (
    Data,
    bundle_of,
    empty_the_database,
    everywhere,
    make_round,
    questionnaire,
    spoiled,
    without_timestamps,
)
from tests.factories import make_assessment, make_organization

pytestmark = pytest.mark.django_db
NOBODY = Person()


def values_of(assessment: Assessment) -> dict[str, object]:
    """Every number of a stored result, without keys of rows, times and the hash, which names the version by its uid."""
    result = Result.objects.get(assessment=assessment)
    left_out = {"id", "result_id", "assessment_id", "computed_at", "inputs_hash"}
    rows = [result, *result.dimensions.all(), *result.practices.all()]
    return {
        f"{type(row).__name__} {getattr(row, 'key', '')} {field.attname}": getattr(row, field.attname)
        for row in rows
        for field in row._meta.concrete_fields
        if field.attname not in left_out
    }


def test_a_round_comes_elsewhere_with_the_same_scores_and_back_byte_for_byte() -> None:
    original = make_round()
    text = bundle_of(original)
    elsewhere = make_organization("Halden")
    imported = import_bundle(NOBODY, elsewhere, read_bundle(text.encode()))
    assert values_of(imported) == values_of(original)
    assert without_timestamps(bundle_of(imported)) == without_timestamps(text)
    assert [verdict.outcome for verdict in verdicts()] == [Outcome.AGREES, Outcome.AGREES]
    assert Response.objects.filter(assessment=imported).count() == 0


def imported(text: str, name: str = "Elsewhere", **options: object) -> Assessment:
    return import_bundle(NOBODY, make_organization(name), read_bundle(text.encode()), **options)  # type: ignore[arg-type]  # title and usable


def test_nothing_in_a_bundle_is_anybodys_own() -> None:
    """SECURITY: no response, no note, nobody's name or address; and who exported it is written down."""
    original = make_round()
    writer = original.responses.get(pk=original.responses.order_by("pk")[0].pk)
    writer.answers.filter(question__key="d0-p0").update(note="A secret note", evidence="https://example.org/secret")
    lead = original.organization.memberships.get().user
    text = export_bundle(Person(lead), original)
    assert [word for word in ("secret", lead.email, str(writer.uid), str(original.uid)) if word in text] == []
    event = AuditEvent.objects.get(verb="bundle exported")
    assert (event.actor_number, event.object_uid) == (lead.pk, original.uid)


def test_an_open_round_has_no_bundle() -> None:
    with pytest.raises(Refused, match="once the assessment has been closed"):
        export_bundle(NOBODY, make_assessment())


def test_what_is_imported_says_so_and_keeps_its_days_facts_and_targets() -> None:
    original = make_round(sector="health", size="250-999", country="FI", uses_generative_models=True)
    Target.objects.create(assessment=original, dimension_key="d1", value=0.8)
    recompute(original)
    copy = imported(bundle_of(original), title="Brought along")
    assert (copy.title, copy.kind, copy.state, copy.opened_by, copy.closed_by) == (
        "Brought along", "team", "closed", None, None,
    )  # fmt: skip
    assert (copy.opened_at, copy.closed_at, copy.facts()) == (original.opened_at, original.closed_at, original.facts())
    assert copy.imported_at is not None
    assert dict(copy.targets.values_list("dimension_key", "value")) == {"d0": 0.5, "d1": 0.8, "d2": 0.5}
    assert AuditEvent.objects.get(verb="bundle imported").object_uid == copy.uid


def test_a_round_of_paper_keeps_the_day_on_which_it_was_held() -> None:
    original = make_round(kind="paper", held_on="2024-03-01", due_on="2024-03-31")
    copy = imported(bundle_of(original))
    copy.refresh_from_db()
    original.refresh_from_db()
    assert (copy.held_on, copy.due_on) == (original.held_on, original.due_on)


def test_targets_of_an_imported_round_are_changed_as_any_others() -> None:
    """Everything is computed anew from the tallies; what takes the responses stays as it came."""
    original = make_round()
    copy = imported(bundle_of(original))
    for assessment in (original, copy):
        Target.objects.update_or_create(assessment=assessment, dimension_key="d0", defaults={"value": 1.0})
        recompute(assessment)
    assert values_of(copy) == values_of(original)
    assert [verdict.outcome for verdict in verdicts()] == [Outcome.AGREES, Outcome.AGREES]
    assert without_timestamps(bundle_of(copy)).replace("Elsewhere", "Halden") == without_timestamps(bundle_of(original))


def test_recomputing_an_imported_round_changes_nothing() -> None:
    copy = imported(bundle_of(make_round()))
    before = Result.objects.get(assessment=copy)
    assert recompute(copy).pk == before.pk


def test_an_imported_round_is_not_reopened() -> None:
    copy = imported(bundle_of(make_round()))
    with pytest.raises(Refused, match="Its answers are not here") as refusal:
        reopen_assessment(NOBODY, copy)
    assert refusal.value.status == 409
    copy.refresh_from_db()
    assert not copy.is_open


def test_nobody_and_one_alone_come_along_too() -> None:
    """A result without a stage, and one that nobody could contest."""
    blank = make_round({}, title="Blank")
    alone = make_round(everywhere("4", "agreed"), title="Alone", version=blank.version)
    for original in (blank, alone):
        assert values_of(imported(bundle_of(original), original.title)) == values_of(original)


# --- The questionnaire -----------------------------------------------------------------------------


def test_a_version_that_is_here_is_used() -> None:
    original = make_round()
    assert imported(bundle_of(original)).version == original.version
    assert Version.objects.count() == 1


@pytest.mark.parametrize(("usable", "state"), [(False, "retired"), (True, "published")])
def test_a_version_that_is_missing_comes_along_under_its_number(usable: bool, state: str) -> None:
    """SECURITY: retired at once where a lead brings it, so that it is not what everybody is asked next."""
    text = bundle_of(make_round())
    empty_the_database()
    copy = imported(text, "Halden", usable=usable)
    version = Version.objects.get()
    assert (str(version), version.state, version.questionnaire.key) == ("Portable 1", state, "portable")
    assert copy.version == version
    assert without_timestamps(bundle_of(copy)) == without_timestamps(text)


def test_a_number_that_is_taken_by_other_questions_is_refused() -> None:
    text = bundle_of(make_round())
    empty_the_database()
    load_questionnaire(NOBODY, questionnaire() | {"title": "Another one"})
    with pytest.raises(Refused, match="Version 1 of “portable” is another one here") as refusal:
        imported(text)
    assert (refusal.value.status, Assessment.objects.count(), Version.objects.count()) == (409, 0, 1)


def test_the_next_version_is_published_after_the_one_that_came_along() -> None:
    def spoil(document: Data) -> None:
        document["questionnaire"]["number"] = 7

    text = bundle_of(make_round())
    empty_the_database()
    with pytest.raises(BundleRefused, match="hash of the inputs"):
        imported(spoiled(text, spoil).decode())
    assert Version.objects.count() == 0
    version, made = adopt_version(NOBODY, questionnaire(), 7, usable=True)
    assert (version.number, made) == (7, True)
    changed = load_questionnaire(NOBODY, questionnaire() | {"title": "Portable, again"}).version
    assert changed.number == 8


# --- Refused, previewed ------------------------------------------------------------------------------


def test_a_title_that_is_taken_is_refused() -> None:
    original = make_round()
    text = bundle_of(original)
    with pytest.raises(Refused, match="already an assessment with this title"):
        import_bundle(NOBODY, original.organization, read_bundle(text.encode()))
    renamed = import_bundle(NOBODY, original.organization, read_bundle(text.encode()), title="A copy")
    assert renamed.title == "A copy"


def test_real_rounds_stay_out_of_invented_organizations() -> None:
    text = bundle_of(make_round())
    invented = make_organization("Invented", synthetic=True)
    with pytest.raises(Refused, match="of a real organization, and this one is invented"):
        import_bundle(NOBODY, invented, read_bundle(text.encode()))


def test_a_preview_says_what_would_be_added_and_adds_nothing() -> None:
    text = bundle_of(make_round(title="Q4"))
    empty_the_database()
    preview = preview_bundle(NOBODY, make_organization("Halden"), read_bundle(text.encode()))
    assert (preview.result.assessment.title, preview.result.result.stage, preview.brings_version) == ("Q4", 2, True)
    assert (Assessment.objects.count(), Version.objects.count(), Result.objects.count()) == (0, 0, 0)
    assert not AuditEvent.objects.filter(verb="bundle imported").exists()


def test_opinions_come_along_as_far_as_they_may_be_shown() -> None:
    """SECURITY: below five respondents no distribution leaves the installation, below three no mean."""
    many = make_round(*[everywhere("4", "habit")] * 5)
    result = Result.objects.get(assessment=many)
    ConstructResult.objects.filter(result=result).delete()
    row = {"key": "benefits", "position": 0, "counts": {"benefits-sleep": [0, 1, 1, 1, 2]}}
    for respondents, mean, counts in ((5, 3.8, row["counts"]), (4, 3.8, {}), (2, None, {})):
        ConstructResult.objects.update_or_create(
            result=result, key="benefits", defaults=row | {"respondents": respondents, "mean": 3.8}
        )
        text = bundle_of(many)
        copy = imported(text, f"With {respondents}")
        (stored,) = Result.objects.get(assessment=copy).constructs.all()
        assert (stored.respondents, stored.mean, stored.counts) == (respondents, mean, counts)
        assert without_timestamps(bundle_of(copy)).replace(f"With {respondents}", "Halden") == without_timestamps(text)
