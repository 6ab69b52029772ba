"""The demonstration, loaded once for all tests of a module; what a test changes is undone."""

from collections.abc import Iterator
from io import StringIO

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from assessment.models.user import ADMINISTRATORS, EDITORS
from assessment.services.demo.loading import load_demo

LIBRARY = settings.BASE_DIR / "assessment" / "library"


def loaded(blocker: DjangoDbBlocker) -> Iterator[None]:
    """Load it, and undo all of that at the end; for a fixture of the scope of a module."""
    with blocker.unblock(), override_settings(DEMO=True), transaction.atomic():
        for name in (EDITORS, ADMINISTRATORS):
            # A transactional test that came before has emptied this table too.
            Group.objects.get_or_create(name=name)
        call_command("load_questionnaire", str(LIBRARY / "mlops-adoption.yaml"), stdout=StringIO())
        load_demo()
        yield
        transaction.set_rollback(True)
