"""When somebody's bundle brought a version; the guards learn of the new column."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from assessment.models import guards


def install(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    guards.install(schema_editor.connection)


def remove(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    guards.remove(schema_editor.connection)


class Migration(migrations.Migration):

    dependencies = [
        ("assessment", "0008_results_that_lead_on"),
    ]

    operations = [
        # Backwards: guards away, column away, guards back without it.
        migrations.RunPython(migrations.RunPython.noop, install),
        migrations.AddField(
            model_name="version",
            name="imported_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="imported at"),
        ),
        migrations.RunPython(install, remove),
    ]
