"""The verbs of questionnaires: load, start a draft, publish, retire; and the library of all."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import Any

from django.db import transaction
from django.db.models import Count, Max, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.models import Assessment, Person, Questionnaire, Version
from assessment.services import audit
from assessment.services.errors import Refused
from assessment.services.questionnaire_checks import document_problems
from assessment.services.questionnaire_copies import copy_contents
from assessment.services.questionnaire_export import Data, as_yaml, content_hash, export_version
from assessment.services.questionnaire_files import read_document
from assessment.services.questionnaire_findings import Finding, Level, check_version
from assessment.services.questionnaire_problems import FileRefused, spelled
from assessment.services.questionnaire_rows import version_fields, write_document


class NotPublishable(Refused):
    """A version has errors; `findings` holds them."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings
        number = len(findings)
        super().__init__(
            ngettext("%d error has to be mended first.", "%d errors have to be mended first.", number) % number
        )


class Outcome(StrEnum):
    UNCHANGED = "unchanged"
    PUBLISHED = "published"
    DRAFT = "draft"


@dataclass(frozen=True)
class Loaded:
    """What loading a document came to."""

    version: Version
    outcome: Outcome


def newest_published(key: str) -> Version:
    """The published version with the highest number: what new assessments use. Raises Refused (404) without one."""
    versions = Version.objects.published().filter(questionnaire__key=key)
    found = versions.select_related("questionnaire").order_by("-number").first()
    if found is None:
        raise Refused(_("The questionnaire “%s” has no published version.") % key, status=404)
    return found


# --- Loading -------------------------------------------------------------------------------------


def read_questionnaire(content: bytes) -> Data:
    """The document in a YAML file, checked; raises FileRefused with every problem, its line and path."""
    document = read_document(content)
    unread = {complaint.path for complaint in document.complaints}
    found = [problem for problem in document_problems(document.data) if spelled(problem.path) not in unread]
    complaints = [*document.complaints, *map(document.complaint, found)]
    if complaints or not isinstance(document.data, dict):
        raise FileRefused(complaints)
    return document.data


@transaction.atomic
def load_questionnaire(person: Person, document: Data, *, publish: bool = True) -> Loaded:
    """Make a checked document a version of its questionnaire: published, or a draft.

    Nothing changes where the newest published version (or, for a draft, the first draft) says the same.
    Raises Refused (409) where the questionnaire has a draft of its own that is based on no version.
    """
    questionnaire, _made = Questionnaire.objects.get_or_create(key=document["questionnaire"])
    Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
    same = _same_version(questionnaire, document, publish=publish)
    if same is not None:
        return Loaded(same, Outcome.UNCHANGED)
    if _first_draft(questionnaire):
        raise Refused(_("“%s” has a first draft already. Publish or delete it.") % questionnaire, status=409)
    version = Version.objects.create(questionnaire=questionnaire, **version_fields(document))
    write_document(version, document)
    if not publish:
        audit.record(person, "draft loaded", version)
        return Loaded(version, Outcome.DRAFT)
    _publish(person, version, content_hash(document))
    return Loaded(version, Outcome.PUBLISHED)


@transaction.atomic
def adopt_version(person: Person, document: Data, number: int, *, usable: bool) -> tuple[Version, bool]:
    """Return the version of this number with the content of a checked document, and whether it was made here.

    Where the installation does not have it yet, it is published under its own number; where it is not
    to be `usable` for new assessments, it is retired at once, and shown to those alone who see a round
    on it. Raises Refused (409) where the number is that of another content.
    """
    questionnaire, _made = Questionnaire.objects.get_or_create(key=document["questionnaire"])
    Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
    known = questionnaire.versions.filter(number=number).first()
    if known is None:
        return _adopted(person, questionnaire, document, number, usable=usable), True
    if content_hash(export_version(known)) != content_hash(document):
        said = {"key": questionnaire.key, "number": number}
        raise Refused(
            _("Version %(number)d of “%(key)s” is another one here, with other questions.") % said, status=409
        )
    return known, False


def _adopted(person: Person, questionnaire: Questionnaire, document: Data, number: int, *, usable: bool) -> Version:
    imported_at = None if usable else timezone.now()
    version = Version.objects.create(questionnaire=questionnaire, imported_at=imported_at, **version_fields(document))
    write_document(version, document)
    _publish(person, version, content_hash(export_version(version)), number)
    if not usable:
        # SECURITY: what somebody uploaded must not become what everybody is asked next.
        retire(person, version)
        version.refresh_from_db(fields=["state"])
    return version


def _same_version(questionnaire: Questionnaire, document: Data, *, publish: bool) -> Version | None:
    wanted = content_hash(document)
    newest = questionnaire.versions.published().order_by("-number").first()
    if newest and newest.content_hash == wanted:
        return newest
    draft = None if publish else _first_draft(questionnaire)
    return draft if draft and content_hash(export_version(draft)) == wanted else None


def _first_draft(questionnaire: Questionnaire) -> Version | None:
    return questionnaire.versions.filter(state=Version.State.DRAFT, based_on=None).first()


# --- Drafts and publishing -----------------------------------------------------------------------


@transaction.atomic
def start_draft(person: Person, version: Version) -> Version:
    """A draft that begins as a copy of the version; the same one again while it is not published.

    Raises Refused (409) for a version that is a draft itself.
    """
    base = Version.objects.select_for_update().get(pk=version.pk)
    if base.is_draft:
        raise Refused(_("This is a draft already."), status=409)
    draft = base.successors.filter(state=Version.State.DRAFT).first()
    if draft is not None:
        return draft
    draft = Version.objects.create(
        questionnaire=base.questionnaire,
        based_on=base,
        notes=_("Based on version %d.") % base.number,
        **_copied_columns(base),
    )
    copy_contents(base, draft)
    audit.record(person, "draft started", draft)
    return draft


def _copied_columns(base: Version) -> dict[str, Any]:
    names = ("title", "description", "language", "minutes", "sources", "constructs", *vars(base.thresholds()))
    return {name: getattr(base, name) for name in names}


@transaction.atomic
def publish(person: Person, version: Version) -> Version:
    """Publish a draft under the questionnaire's next number, for good.

    Raises NotPublishable with the errors found, and Refused (409) for a version that is no draft.
    """
    Questionnaire.objects.select_for_update().get(pk=version.questionnaire_id)
    draft = Version.objects.select_for_update().get(pk=version.pk)
    if not draft.is_draft:
        raise Refused(_("A published version never changes. Start a draft from it."), status=409)
    errors = [finding for finding in check_version(draft) if finding.level == Level.ERROR]
    if errors:
        raise NotPublishable(errors)
    return _publish(person, draft, content_hash(export_version(draft)))


def _publish(person: Person, draft: Version, content: str, number: int | None = None) -> Version:
    """Publish a draft under this number, or else under the next one."""
    numbers = Version.objects.filter(questionnaire=draft.questionnaire_id).aggregate(highest=Max("number"))
    draft.state = Version.State.PUBLISHED
    draft.number = number or (numbers["highest"] or 0) + 1
    draft.content_hash = content
    draft.published_at = timezone.now()
    draft.published_by = person.user
    draft.save(update_fields=["state", "number", "content_hash", "published_at", "published_by"])
    audit.record(person, "version published", draft)
    return draft


@transaction.atomic
def retire(person: Person, version: Version) -> Version:
    """Take a published version out of use for new assessments; those on it go on. Raises Refused (409) otherwise."""
    published = Version.objects.select_for_update().get(pk=version.pk)
    if published.state != Version.State.PUBLISHED:
        raise Refused(_("Only a published version can be retired."), status=409)
    published.state = Version.State.RETIRED
    published.save(update_fields=["state"])
    audit.record(person, "version retired", published)
    return published


# --- The library ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Shelf:
    """A questionnaire with the versions that a person may see, newest first."""

    questionnaire: Questionnaire
    versions: tuple[Version, ...]

    @property
    def title(self) -> str:
        return self.versions[0].title


def library(person: Person) -> list[Shelf]:
    """Every questionnaire of which the person sees a version, in two queries or fewer.

    Each version carries `number_of_assessments`: all of them for editors, for others those visible to them.
    """
    edits = person.user is not None and person.user.has_perm("assessment.change_version")
    counted = Assessment.objects.all() if edits else Assessment.objects.visible_to(person)
    number = counted.filter(version=OuterRef("pk")).order_by().values("version").annotate(n=Count("pk")).values("n")
    versions: Iterable[Version] = (
        Version.objects.visible_to(person)
        .select_related("questionnaire")
        .annotate(number_of_assessments=Coalesce(Subquery(number), 0))
        .order_by("questionnaire__key", "state", "-number", "-pk")
    )
    return [Shelf(key, tuple(held)) for key, held in groupby(versions, key=lambda version: version.questionnaire)]


def questionnaire_file(version: Version) -> str:
    """The version as the text of a YAML file that can be loaded again."""
    return as_yaml(export_version(version))
