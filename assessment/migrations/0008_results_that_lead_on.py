"""Action plans, shares, verified ratings and comments, logos, targets by default, opinions stored, bundles imported."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assessment', '0007_people_of_results'),
    ]

    operations = [
        migrations.AddField(
            model_name='answer',
            name='hidden',
            field=models.BooleanField(db_default=False, default=False, verbose_name='hidden'),
        ),
        migrations.AddField(
            model_name='assessment',
            name='imported_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='imported at'),
        ),
        migrations.CreateModel(
            name='Share',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token_hash', models.CharField(editable=False, max_length=64, unique=True)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('expires_at', models.DateTimeField(blank=True, null=True, verbose_name='expires at')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='revoked at')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('scope', models.CharField(choices=[('summary', 'the summary'), ('all', 'the whole result')], default='summary', max_length=8, verbose_name='shows')),
                ('label', models.CharField(blank=True, max_length=120, verbose_name='for whom')),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shares', to='assessment.assessment', verbose_name='assessment')),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='created by')),
            ],
            options={
                'verbose_name': 'share',
                'verbose_name_plural': 'shares',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='ActionItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('practice_key', models.SlugField(verbose_name='practice')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('action', models.CharField(max_length=16, verbose_name='action')),
                ('owner', models.CharField(blank=True, max_length=120, verbose_name='owner')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='due on')),
                ('status', models.CharField(choices=[('planned', 'planned'), ('doing', 'under way'), ('done', 'done'), ('dropped', 'dropped')], default='planned', max_length=8, verbose_name='status')),
                ('note', models.TextField(blank=True, max_length=2000, verbose_name='note')),
                ('number', models.PositiveIntegerField(default=1, verbose_name='number')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='finished at')),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='created by')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='action_items', to='assessment.organization', verbose_name='organization')),
                ('planned_from', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='action_items', to='assessment.assessment', verbose_name='planned from')),
            ],
            options={
                'verbose_name': 'action',
                'verbose_name_plural': 'actions',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('status__in', ['planned', 'doing'])), fields=('organization', 'practice_key'), name='action_item_once_unfinished_per_practice'), models.CheckConstraint(condition=models.Q(models.Q(('finished_at', None), ('status__in', ['planned', 'doing'])), models.Q(('finished_at__isnull', False), ('status__in', ['done', 'dropped'])), _connector='OR'), name='action_item_finished_has_a_time')],
            },
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('dimension_key', models.SlugField(verbose_name='dimension')),
                ('text', models.TextField(max_length=3000, verbose_name='comment')),
                ('made_at', models.DateTimeField(auto_now=True, verbose_name='made at')),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='assessment.assessment', verbose_name='assessment')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='made by')),
            ],
            options={
                'verbose_name': 'comment',
                'verbose_name_plural': 'comments',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('assessment', 'dimension_key'), name='comment_once_per_dimension'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='comment_has_a_text')],
            },
        ),
        migrations.CreateModel(
            name='ConstructResult',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(verbose_name='key')),
                ('position', models.PositiveSmallIntegerField(verbose_name='position')),
                ('respondents', models.PositiveIntegerField(verbose_name='respondents')),
                ('mean', models.FloatField(blank=True, null=True, verbose_name='mean')),
                ('counts', models.JSONField(default=dict, verbose_name='counts')),
                ('result', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='constructs', to='assessment.result', verbose_name='result')),
            ],
            options={
                'verbose_name': 'result of a construct',
                'verbose_name_plural': 'results of constructs',
                'ordering': ['result', 'position'],
                'constraints': [models.UniqueConstraint(fields=('result', 'key'), name='construct_result_once'), models.CheckConstraint(condition=models.Q(('mean', None), models.Q(('mean__gte', 1), ('mean__lte', 5)), _connector='OR'), name='construct_result_mean_is_1_to_5')],
            },
        ),
        migrations.CreateModel(
            name='DefaultTarget',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('dimension_key', models.SlugField(verbose_name='dimension')),
                ('value', models.FloatField(verbose_name='target')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='default_targets', to='assessment.organization', verbose_name='organization')),
            ],
            options={
                'verbose_name': 'default target',
                'verbose_name_plural': 'default targets',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('organization', 'dimension_key'), name='default_target_once_per_dimension'), models.CheckConstraint(condition=models.Q(('value__gte', 0), ('value__lte', 1)), name='default_target_is_0_to_1')],
            },
        ),
        migrations.CreateModel(
            name='Logo',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('image', models.BinaryField(verbose_name='image')),
                ('media_type', models.CharField(max_length=32, verbose_name='media type')),
                ('width', models.PositiveSmallIntegerField(verbose_name='width')),
                ('height', models.PositiveSmallIntegerField(verbose_name='height')),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='changed at')),
                ('organization', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='logo', to='assessment.organization', verbose_name='organization')),
                ('user', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='logo', to=settings.AUTH_USER_MODEL, verbose_name='consultant')),
            ],
            options={
                'verbose_name': 'logo',
                'verbose_name_plural': 'logos',
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('organization', None), ('user__isnull', False)), models.Q(('organization__isnull', False), ('user', None)), _connector='OR'), name='logo_has_one_owner'), models.CheckConstraint(condition=models.Q(('media_type__in', ['image/png', 'image/jpeg'])), name='logo_is_a_picture')],
            },
        ),
        migrations.CreateModel(
            name='VerifiedRating',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('practice_key', models.SlugField(verbose_name='practice')),
                ('x', models.FloatField(verbose_name='practice, verified')),
                ('e', models.FloatField(blank=True, null=True, verbose_name='recognition, verified')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='what was seen')),
                ('made_at', models.DateTimeField(auto_now=True, verbose_name='made at')),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='verified_ratings', to='assessment.assessment', verbose_name='assessment')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='made by')),
            ],
            options={
                'verbose_name': 'verified rating',
                'verbose_name_plural': 'verified ratings',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('assessment', 'practice_key'), name='verified_rating_once_per_practice'), models.CheckConstraint(condition=models.Q(('x__gte', 0), ('x__lte', 1), models.Q(('e', None), models.Q(('e__gte', 0), ('e__lte', 1)), _connector='OR')), name='verified_rating_is_0_to_1')],
            },
        ),
    ]
