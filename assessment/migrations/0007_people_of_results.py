"""The n shown of results stored before workshops: one person a response."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F


def count_people(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("assessment", "Result").objects.update(people=F("respondents"))


class Migration(migrations.Migration):
    dependencies = [("assessment", "0006_how_answers_came")]
    operations = [migrations.RunPython(count_people, migrations.RunPython.noop)]
