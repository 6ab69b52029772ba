"""Organizations created for a client, and what their leads see who lead the organization above."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("assessment", "0010_comparing"),
    ]

    operations = [
        migrations.AddField(
            model_name="organization",
            name="in_handover",
            field=models.BooleanField(db_default=False, default=False, verbose_name="waits to be handed over"),
        ),
        migrations.AddField(
            model_name="grant",
            name="through_parent",
            field=models.BooleanField(
                db_default=False, default=False, verbose_name="as a lead of the organization above"
            ),
        ),
        migrations.AlterField(
            model_name="offer",
            name="place",
            field=models.CharField(
                choices=[
                    ("practitioner", "practitioner"),
                    ("lead", "lead"),
                    ("read", "consultant: read results"),
                    ("run", "consultant: read results and run assessments"),
                    ("parent", "the organization that this one is a part of"),
                ],
                max_length=16,
                verbose_name="place",
            ),
        ),
    ]
