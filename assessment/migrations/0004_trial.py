"""Quick checks on secret links, and where an answer was carried over from one."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assessment', '0003_groups'),
    ]

    operations = [
        migrations.AddField(
            model_name='answer',
            name='carried_over',
            field=models.BooleanField(db_default=False, default=False, verbose_name='carried over from the quick check'),
        ),
        migrations.CreateModel(
            name='Trial',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token_hash', models.CharField(editable=False, max_length=64, unique=True)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('expires_at', models.DateTimeField(blank=True, null=True, verbose_name='expires at')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='revoked at')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('answers', models.JSONField(default=dict, verbose_name='answers')),
                ('claimed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='trials', to=settings.AUTH_USER_MODEL, verbose_name='kept by')),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='created by')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='trials', to='assessment.version', verbose_name='version')),
            ],
            options={
                'verbose_name': 'quick check',
                'verbose_name_plural': 'quick checks',
                'ordering': ['-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('claimed_by', None), ('expires_at__isnull', False)), models.Q(('claimed_by__isnull', False), ('expires_at', None)), _connector='OR'), name='trial_expires_until_it_is_kept')],
            },
        ),
    ]
