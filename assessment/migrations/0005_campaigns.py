"""Campaigns, reminders sent once, addresses that want no mail, and when an invitation was mailed."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assessment', '0004_trial'),
    ]

    operations = [
        migrations.CreateModel(
            name='MailOptOut',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address_hash', models.CharField(max_length=64, unique=True, verbose_name='fingerprint of the address')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
            ],
            options={
                'verbose_name': 'address without mail',
                'verbose_name_plural': 'addresses without mail',
                'ordering': ['pk'],
            },
        ),
        migrations.AddField(
            model_name='invitation',
            name='mailed_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='mailed at'),
        ),
        migrations.CreateModel(
            name='Campaign',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('title', models.CharField(max_length=80, verbose_name='title')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='due on')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='created by')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='campaigns', to='assessment.version', verbose_name='version')),
            ],
            options={
                'verbose_name': 'campaign',
                'verbose_name_plural': 'campaigns',
                'ordering': ['-created_at', '-pk'],
            },
        ),
        migrations.AddField(
            model_name='assessment',
            name='campaign',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='assessments', to='assessment.campaign', verbose_name='campaign'),
        ),
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(choices=[('answer', 'to answer'), ('summary', 'summary for a lead')], max_length=8, verbose_name='purpose')),
                ('step', models.PositiveSmallIntegerField(verbose_name='days before the due date')),
                ('address_hash', models.CharField(max_length=64, verbose_name='fingerprint of the address')),
                ('sent_at', models.DateTimeField(auto_now_add=True, verbose_name='sent at')),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='assessment.assessment', verbose_name='assessment')),
            ],
            options={
                'verbose_name': 'reminder',
                'verbose_name_plural': 'reminders',
                'ordering': ['pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='campaign',
            constraint=models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='campaign_has_a_title'),
        ),
        migrations.AddConstraint(
            model_name='reminder',
            constraint=models.UniqueConstraint(fields=('assessment', 'purpose', 'step', 'address_hash'), name='reminder_once_per_step_and_address'),
        ),
    ]
