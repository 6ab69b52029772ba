"""Snapshots of benchmarks; saved views, tags and notes of a portfolio; requests for access."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assessment', '0009_imported_versions'),
    ]

    operations = [
        migrations.CreateModel(
            name='ForeignSnapshot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('source', models.CharField(max_length=120, verbose_name='source')),
                ('content_hash', models.CharField(max_length=64, unique=True, verbose_name='hash of the file')),
                ('document', models.JSONField(verbose_name='document')),
                ('taken_at', models.DateTimeField(verbose_name='taken at')),
                ('imported_at', models.DateTimeField(auto_now_add=True, verbose_name='imported at')),
                ('imported_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='imported by')),
            ],
            options={
                'verbose_name': 'snapshot of another installation',
                'verbose_name_plural': 'snapshots of other installations',
                'ordering': ['source', '-taken_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Snapshot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('batch', models.PositiveIntegerField(verbose_name='batch')),
                ('synthetic', models.BooleanField(default=False, verbose_name='synthetic')),
                ('taken_at', models.DateTimeField(auto_now_add=True, verbose_name='taken at')),
                ('contributions', models.PositiveIntegerField(verbose_name='contributing organizations')),
                ('left_out', models.JSONField(blank=True, default=list, verbose_name='practices left out')),
                ('questionnaire', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='snapshots', to='assessment.questionnaire', verbose_name='questionnaire')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='snapshots', to='assessment.version', verbose_name='version')),
            ],
            options={
                'verbose_name': 'snapshot',
                'verbose_name_plural': 'snapshots',
                'ordering': ['-batch', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='SnapshotMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('member', models.CharField(max_length=64, verbose_name='member')),
                ('sector', models.CharField(choices=[('education', 'Education and research'), ('energy', 'Energy and utilities'), ('finance', 'Finance and insurance'), ('health', 'Health'), ('manufacturing', 'Manufacturing'), ('media', 'Media and telecommunications'), ('public', 'Public administration'), ('retail', 'Retail and consumer goods'), ('software', 'Software and IT services'), ('transport', 'Transport and logistics'), ('other', 'Other')], max_length=16, verbose_name='sector')),
                ('size', models.CharField(choices=[('1-9', '1–9 people'), ('10-49', '10–49 people'), ('50-249', '50–249 people'), ('250-999', '250–999 people'), ('1000+', '1000 people or more')], max_length=8, verbose_name='size')),
                ('mixes', models.JSONField(verbose_name='mixes')),
                ('organization', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='contributions', to='assessment.organization', verbose_name='organization')),
                ('snapshot', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='assessment.snapshot', verbose_name='snapshot')),
            ],
            options={
                'verbose_name': 'contribution to a snapshot',
                'verbose_name_plural': 'contributions to snapshots',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='SnapshotValue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('family', models.CharField(max_length=8, verbose_name='family of segments')),
                ('segment', models.CharField(blank=True, max_length=16, verbose_name='segment')),
                ('subject', models.SlugField(verbose_name='subject')),
                ('n', models.PositiveIntegerField(verbose_name='organizations')),
                ('practice', models.PositiveSmallIntegerField(verbose_name='practice')),
                ('explicitness', models.PositiveSmallIntegerField(verbose_name='explicitness')),
                ('explicit', models.PositiveSmallIntegerField(verbose_name='explicit')),
                ('lower', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='lower quartile')),
                ('median', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='median')),
                ('upper', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='upper quartile')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='withdrawn at')),
                ('made_in', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assessment.snapshot', verbose_name='made in')),
                ('snapshot', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='values', to='assessment.snapshot', verbose_name='snapshot')),
            ],
            options={
                'verbose_name': 'value of a snapshot',
                'verbose_name_plural': 'values of snapshots',
                'ordering': ['snapshot', 'subject', 'family', 'segment'],
            },
        ),
        migrations.CreateModel(
            name='Tag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('word', models.CharField(max_length=40, verbose_name='tag')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tags', to='assessment.organization', verbose_name='organization')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tags', to=settings.AUTH_USER_MODEL, verbose_name='user')),
            ],
            options={
                'verbose_name': 'tag',
                'verbose_name_plural': 'tags',
                'ordering': ['word', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='AccessRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('email', models.EmailField(max_length=254, verbose_name="the lead's e-mail address")),
                ('level', models.CharField(choices=[('read', 'read results'), ('run', 'read results and run assessments')], default='read', max_length=8, verbose_name='level')),
                ('message', models.CharField(blank=True, max_length=500, verbose_name='message')),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('granted', 'granted'), ('declined', 'declined'), ('taken-back', 'taken back')], default='waiting', max_length=16, verbose_name='state')),
                ('asked_at', models.DateTimeField(auto_now_add=True, verbose_name='asked at')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='answered at')),
                ('consultant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='access_requests', to=settings.AUTH_USER_MODEL, verbose_name='consultant')),
            ],
            options={
                'verbose_name': 'request for access',
                'verbose_name_plural': 'requests for access',
                'ordering': ['-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('consultant', 'email'), name='access_request_once_waiting_per_address'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('state', 'waiting')), models.Q(models.Q(('state', 'waiting'), _negated=True), ('answered_at__isnull', False)), _connector='OR'), name='access_request_answered_has_a_time')],
            },
        ),
        migrations.CreateModel(
            name='PortfolioNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(max_length=3000, verbose_name='note')),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='changed at')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='portfolio_notes', to='assessment.organization', verbose_name='organization')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='portfolio_notes', to=settings.AUTH_USER_MODEL, verbose_name='user')),
            ],
            options={
                'verbose_name': 'note of a portfolio',
                'verbose_name_plural': 'notes of portfolios',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('user', 'organization'), name='portfolio_note_once_per_organization'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='portfolio_note_has_a_text')],
            },
        ),
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('address', models.CharField(blank=True, max_length=4000, verbose_name='address')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_views', to=settings.AUTH_USER_MODEL, verbose_name='user')),
            ],
            options={
                'verbose_name': 'saved view',
                'verbose_name_plural': 'saved views',
                'ordering': ['name', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('user', 'name'), name='saved_view_once_per_name'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='saved_view_has_a_name')],
            },
        ),
        migrations.AddConstraint(
            model_name='snapshot',
            constraint=models.UniqueConstraint(fields=('questionnaire', 'synthetic', 'batch'), name='snapshot_batch_once'),
        ),
        migrations.AddConstraint(
            model_name='snapshotmember',
            constraint=models.UniqueConstraint(fields=('snapshot', 'member'), name='snapshot_member_once'),
        ),
        migrations.AddConstraint(
            model_name='snapshotvalue',
            constraint=models.UniqueConstraint(fields=('snapshot', 'family', 'segment', 'subject'), name='snapshot_value_once'),
        ),
        migrations.AddConstraint(
            model_name='snapshotvalue',
            constraint=models.CheckConstraint(condition=models.Q(('n__gte', 5)), name='snapshot_value_has_a_cohort'),
        ),
        migrations.AddConstraint(
            model_name='snapshotvalue',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('lower', None), ('median', None), ('upper', None)), models.Q(('lower__lte', models.F('median')), ('median__lte', models.F('upper')), ('n__gte', 20)), _connector='OR'), name='snapshot_value_quartiles_in_order'),
        ),
        migrations.AddConstraint(
            model_name='snapshotvalue',
            constraint=models.CheckConstraint(condition=models.Q(('explicitness__lte', 100), ('practice__lte', 100), ('explicit__lte', models.F('practice')), ('explicit__lte', models.F('explicitness'))), name='snapshot_value_is_a_mix'),
        ),
        migrations.AddConstraint(
            model_name='tag',
            constraint=models.UniqueConstraint(fields=('user', 'organization', 'word'), name='tag_once_per_organization'),
        ),
        migrations.AddConstraint(
            model_name='tag',
            constraint=models.CheckConstraint(condition=models.Q(('word', ''), _negated=True), name='tag_has_a_word'),
        ),
    ]
