"""The two groups that come with the product: editors and administrators."""

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

QUESTIONNAIRE = ["questionnaire", "version", "section", "practice", "prerequisite", "optionset", "option", "question", "rule"]
EDITOR = [f"{verb}_{model}" for model in QUESTIONNAIRE for verb in ("add", "change", "delete", "view")]
ADMINISTRATOR = [
    "add_user", "change_user", "view_user", "change_organization", "view_organization", "view_membership", "view_grant",
    "view_consent", "view_offer", "view_assessment", "view_invitation", "view_auditevent",
]


def create_groups(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    config = apps.get_app_config("assessment")
    # Permissions are otherwise made only after the last migration.
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    group, permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for name, codenames in (("editors", EDITOR), ("administrators", ADMINISTRATOR)):
        made, _ = group.objects.get_or_create(name=name)
        made.permissions.set(permission.objects.filter(content_type__app_label="assessment", codename__in=codenames))


class Migration(migrations.Migration):
    dependencies = [("assessment", "0002_guards"), ("auth", "0012_alter_user_first_name_max_length"), ("contenttypes", "0002_remove_content_type_name")]
    operations = [migrations.RunPython(create_groups, migrations.RunPython.noop)]
