"""Bundles: a closed assessment taken along as one file, and brought to another installation with the same scores."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.models import (
    Assessment,
    DimensionResult,
    Organization,
    Person,
    PracticeResult,
    Result,
    Target,
    Version,
)
from assessment.services import audit
from assessment.services.assessments import save_under_its_title
from assessment.services.bundle_checks import checked_rows
from assessment.services.bundle_documents import Data, as_json, bundle_document
from assessment.services.bundle_files import BundleRefused
from assessment.services.errors import Refused
from assessment.services.questionnaires import adopt_version
from assessment.services.result_rows import ResultRows
from assessment.services.results import store, tally_inputs
from assessment.services.stored_results import ResultView, read_result
from assessment.services.versions import forget


@transaction.atomic
def export_bundle(person: Person, assessment: Assessment) -> str:
    """Return a closed assessment as the text of a bundle; writes down who took it.

    Raises Refused (404) for an open one.
    """
    if assessment.is_open:
        raise Refused(_("The result is there once the assessment has been closed."), status=404)
    result = Result.objects.get(assessment=assessment)
    dimensions = list(DimensionResult.objects.filter(result=result))
    rows = ResultRows(result, dimensions, list(PracticeResult.objects.filter(result=result)))
    document = bundle_document(assessment, rows, tally_inputs(assessment).shown())
    audit.record(person, "bundle exported", assessment, assessment.organization)
    return as_json(document)


# --- Importing -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Preview:
    """What importing a bundle would add: the result as it would be shown, and whether it brings its version along."""

    result: ResultView
    brings_version: bool
    usable: bool


def preview_bundle(
    person: Person, organization: Organization, document: Data, *, title: str = "", usable: bool = False
) -> Preview:
    """Return what `import_bundle` would add, and add nothing; raises Refused as it does."""
    with transaction.atomic():
        assessment, made = _imported(person, organization, document, title=title, usable=usable)
        preview = Preview(read_result(assessment), made, usable)
        transaction.set_rollback(True)
    if made:
        forget(assessment.version)
    return preview


@transaction.atomic
def import_bundle(
    person: Person, organization: Organization, document: Data, *, title: str = "", usable: bool = False
) -> Assessment:
    """Add the assessment of a bundle that `read_bundle` has read to the organization, with its scores.

    `title`, where given, stands for that of the bundle; `usable`: a version of the questionnaire that
    comes with it may be used for new assessments. Everything that follows from the tallies is computed anew.
    Raises Refused: 422 where that is not what the bundle says (BundleRefused), where its organization
    is invented and this one is not, or where the title is taken; 409 where the version of its
    questionnaire is another one here. Then nothing is kept.
    """
    assessment, _made = _imported(person, organization, document, title=title, usable=usable)
    return assessment


def _imported(
    person: Person, organization: Organization, document: Data, *, title: str, usable: bool
) -> tuple[Assessment, bool]:
    _refuse_mixing(organization, document)
    questionnaire = document["questionnaire"]
    version, made = adopt_version(person, questionnaire["document"], questionnaire["number"], usable=usable)
    try:
        assessment = _assessment(organization, version, document, title)
        rows = checked_rows(assessment, document)
        save_under_its_title(assessment)
        targets = document["inputs"]["targets"].items()
        Target.objects.bulk_create(
            Target(assessment=assessment, dimension_key=key, value=value) for key, value in targets
        )
        store(rows)
    except Refused:
        if made:
            forget(version)
        raise
    audit.record(person, "bundle imported", assessment, organization)
    return assessment, made


def _refuse_mixing(organization: Organization, document: Data) -> None:
    if document["organization"]["synthetic"] and not organization.synthetic:
        raise Refused(_("The bundle is of an invented organization, and this one is real. They are kept apart."))
    if organization.synthetic and not document["organization"]["synthetic"]:
        raise Refused(_("The bundle is of a real organization, and this one is invented. They are kept apart."))


def _assessment(organization: Organization, version: Version, document: Data, title: str) -> Assessment:
    about = document["round"]
    now = timezone.now()
    try:
        opened_at, closed_at = (datetime.fromisoformat(about[name]) for name in ("opened_at", "closed_at"))
        due_on, held_on = (about[name] and date.fromisoformat(about[name]) for name in ("due_on", "held_on"))
    except ValueError as error:
        raise BundleRefused([_("The bundle gives a day that is not in the calendar.")]) from error
    if not opened_at <= closed_at <= now:
        raise BundleRefused([_("The bundle’s round was closed before it was opened, or will be closed in the future.")])
    if (held_on is not None) != (about["kind"] == Assessment.Kind.PAPER):
        raise BundleRefused(
            [_("The bundle gives a day of answering on paper, and its round was not, or the other way.")]
        )
    return Assessment(
        organization=organization,
        version=version,
        title=title or about["title"],
        kind=about["kind"],
        state=Assessment.State.CLOSED,
        opened_at=opened_at,
        closed_at=closed_at,
        due_on=due_on,
        held_on=held_on,
        imported_at=now,
        **document["facts"],
    )
