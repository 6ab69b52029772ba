"""Triggers: a published version never changes, the audit log is append-only."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from assessment.models import guards


def install(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    guards.install(schema_editor.connection)


def remove(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    guards.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("assessment", "0001_start")]
    operations = [migrations.RunPython(install, remove)]
