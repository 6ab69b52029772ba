"""Who took which file of a result along."""

from django.db import transaction

from assessment.models import Assessment, Person
from assessment.services import audit


@transaction.atomic
def note_export(person: Person, assessment: Assessment, what: str) -> None:
    """Write into the audit log that the person took this file ("report") of the result of the assessment."""
    audit.record(person, f"{what} exported", assessment, assessment.organization)
