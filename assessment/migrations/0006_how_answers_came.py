"""Workshops and paper beside one's own answers, asking to reopen, remarks on questions, handing over, roles of invitations."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assessment', '0005_campaigns'),
    ]

    operations = [
        migrations.CreateModel(
            name='Remark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(blank=True, max_length=1000, verbose_name='what is unclear')),
                ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='made at')),
                ('settled_at', models.DateTimeField(blank=True, null=True, verbose_name='settled at')),
            ],
            options={
                'verbose_name': 'remark',
                'verbose_name_plural': 'remarks',
                'ordering': ['pk'],
            },
        ),
        migrations.AddField(
            model_name='assessment',
            name='held_on',
            field=models.DateField(blank=True, null=True, verbose_name='held on'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='role',
            field=models.SlugField(blank=True, verbose_name='for people in this role'),
        ),
        migrations.AddField(
            model_name='offer',
            name='hands_over',
            field=models.BooleanField(db_default=False, default=False, verbose_name='hands the organization over'),
        ),
        migrations.AddField(
            model_name='response',
            name='entered_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='entered_responses', to=settings.AUTH_USER_MODEL, verbose_name='entered by'),
        ),
        migrations.AddField(
            model_name='response',
            name='kind',
            field=models.CharField(choices=[('personal', "one person's own"), ('workshop', 'a workshop'), ('paper', 'entered from paper')], db_default='personal', default='personal', max_length=8, verbose_name='kind'),
        ),
        migrations.AddField(
            model_name='response',
            name='label',
            field=models.CharField(blank=True, db_default='', default='', max_length=80, verbose_name='label'),
        ),
        migrations.AddField(
            model_name='response',
            name='people',
            field=models.PositiveSmallIntegerField(db_default=1, default=1, verbose_name='people'),
        ),
        migrations.AddField(
            model_name='response',
            name='reopening_asked_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='reopening asked at'),
        ),
        migrations.AddField(
            model_name='result',
            name='people',
            field=models.PositiveIntegerField(default=0, verbose_name='people'),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name='assessment',
            name='kind',
            field=models.CharField(choices=[('team', 'a team'), ('just-me', 'just me'), ('paper', 'on paper')], default='team', max_length=8, verbose_name='who answers'),
        ),
        migrations.AddConstraint(
            model_name='assessment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('held_on__isnull', False), ('kind', 'paper')), models.Q(models.Q(('kind', 'paper'), _negated=True), ('held_on', None)), _connector='OR'), name='assessment_on_paper_has_a_day'),
        ),
        migrations.AddConstraint(
            model_name='offer',
            constraint=models.CheckConstraint(condition=models.Q(('hands_over', False), ('place', 'lead'), _connector='OR'), name='offer_that_hands_over_makes_a_lead'),
        ),
        migrations.AddConstraint(
            model_name='response',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('entered_by', None), ('kind', 'personal')), models.Q(('guest_hash', ''), ('kind__in', ['workshop', 'paper']), ('user', None)), _connector='OR'), name='response_is_entered_or_ones_own'),
        ),
        migrations.AddConstraint(
            model_name='response',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'workshop'), ('people__gte', 2)), models.Q(models.Q(('kind', 'workshop'), _negated=True), ('people', 1)), _connector='OR'), name='response_of_a_workshop_is_of_several'),
        ),
        migrations.AddConstraint(
            model_name='response',
            constraint=models.CheckConstraint(condition=models.Q(('reopening_asked_at', None), ('state', 'submitted'), _connector='OR'), name='response_to_reopen_is_submitted'),
        ),
        migrations.AddField(
            model_name='remark',
            name='question',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='remarks', to='assessment.question', verbose_name='question'),
        ),
        migrations.AddField(
            model_name='remark',
            name='response',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='remarks', to='assessment.response', verbose_name='response'),
        ),
        migrations.AddConstraint(
            model_name='remark',
            constraint=models.UniqueConstraint(fields=('response', 'question'), name='remark_once_per_response_and_question'),
        ),
    ]
