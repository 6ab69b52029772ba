"""A published version never changes and the audit log is only added to, whoever tries by whatever way."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet

from assessment.models import AuditEvent, Option, Practice, Question, Section, Version, guards
from tests.factories import make_practice, make_version

pytestmark = pytest.mark.django_db


def refused(rows: QuerySet[Any], **values: object) -> bool:
    """Whether the database refuses to update these rows in bulk, and to delete them."""
    changes: list[Callable[[], object]] = [lambda: rows.update(**values), lambda: rows._raw_delete(rows.db)]
    for change in changes:
        try:
            with transaction.atomic():
                change()
        except IntegrityError:
            continue
        return False
    return True


def test_every_guard_is_installed_after_all_migrations() -> None:
    expected = {guard.name for guard in guards.guards([])}
    assert expected <= guards.installed(connection)


def test_bulk_changes_of_a_published_version_are_refused() -> None:
    version = make_version()
    assert refused(Version.objects.filter(pk=version.pk), title="Other")
    assert refused(version.sections.all(), title="Other")
    assert refused(version.practices.all(), name="Other")
    assert refused(version.questions.all(), text="Other")
    assert refused(version.option_sets.all(), key="other")
    assert refused(Option.objects.filter(option_set__version=version), text="Other")


def test_every_threshold_of_a_published_version_is_guarded() -> None:
    version = make_version()
    for name in version.thresholds().__dataclass_fields__:
        with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
            Version.objects.filter(pk=version.pk).update(**{name: getattr(version, name) / 2})


def test_nothing_is_added_to_a_published_version() -> None:
    version = make_version()
    section = version.sections.get(key="d0")
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        Section.objects.create(version=version, key="more", kind="dimension", title="More")
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        make_practice(section, version.option_sets.get(key="recognition"), 9)


def test_a_row_is_not_moved_into_a_published_version() -> None:
    published, draft = make_version(), make_version(publish=False)
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        Section.objects.filter(version=draft).update(version=published, key="moved")


def test_a_published_version_can_be_retired_and_never_comes_back() -> None:
    version = make_version()
    Version.objects.filter(pk=version.pk).update(state=Version.State.RETIRED)
    for state in (Version.State.PUBLISHED, Version.State.DRAFT):
        with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
            Version.objects.filter(pk=version.pk).update(state=state)


def test_a_draft_changes_freely_and_is_deleted_whole() -> None:
    draft = make_version(publish=False)
    Practice.objects.filter(version=draft).update(name="Other")
    Question.objects.filter(version=draft).update(text="Other?")
    draft.delete()
    assert (Section.objects.count(), Practice.objects.count(), Option.objects.count()) == (0, 0, 0)


def test_audit_events_are_neither_changed_nor_deleted() -> None:
    AuditEvent.objects.create(verb="signed in")
    assert refused(AuditEvent.objects.all(), verb="other")
