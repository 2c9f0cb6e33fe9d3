import django.core.validators
import django.db.models.deletion
import laeringslean.foundation.keys
import laeringslean.foundation.models.tenant_row
import laeringslean.foundation.tenancy.scope
from decimal import Decimal
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('foundation', '0001_initial'),
        ('improvement', '0001_initial'),
        ('organisation', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Benefit',
            fields=[
                ('id', models.UUIDField(default=laeringslean.foundation.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('minutes', models.DecimalField(decimal_places=2, max_digits=8, validators=[django.core.validators.MinValueValidator(Decimal('0.01'))])),
                ('persons', models.PositiveIntegerField(validators=[django.core.validators.MinValueValidator(1)])),
                ('times_per_week', models.DecimalField(decimal_places=3, max_digits=8, validators=[django.core.validators.MinValueValidator(Decimal('0.001'))])),
                ('active_weeks', models.PositiveSmallIntegerField(default=52, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(53)])),
                ('staff_group', models.CharField(blank=True, max_length=100)),
                ('basis', models.CharField(choices=[('weekly', 'Hours per week'), ('yearly', 'Hours per year')], max_length=10)),
                ('divisor_hours', models.DecimalField(decimal_places=2, max_digits=8)),
                ('state', models.CharField(choices=[('identified', 'Identified'), ('agreed', 'Agreed'), ('realised', 'Realised'), ('lost', 'Lost')], default='identified', editable=False, max_length=20)),
                ('identified_on', models.DateField()),
                ('agreed_on', models.DateField(null=True)),
                ('realised_on', models.DateField(null=True)),
                ('lost_on', models.DateField(null=True)),
                ('lost_reason', models.TextField(blank=True, max_length=2000)),
                ('evidence', models.TextField(blank=True, max_length=2000)),
                ('idea', laeringslean.foundation.models.tenant_row.Link(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='improvement.idea')),
                ('identified_by', laeringslean.foundation.models.tenant_row.Link(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person')),
                ('lost_by', laeringslean.foundation.models.tenant_row.Link(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person')),
                ('owner', laeringslean.foundation.models.tenant_row.Link(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person')),
                ('realised_by', laeringslean.foundation.models.tenant_row.Link(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person')),
                ('tenant', models.ForeignKey(db_index=False, default=laeringslean.foundation.tenancy.scope.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='foundation.tenant')),
                ('unit', laeringslean.foundation.models.tenant_row.Link(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.unit')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='BenefitAgreement',
            fields=[
                ('id', models.UUIDField(default=laeringslean.foundation.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('use_of_time', models.TextField(max_length=1000)),
                ('use_kind', models.CharField(choices=[('quality', 'Better quality'), ('capacity', 'More capacity'), ('saving', 'Saving')], max_length=10)),
                ('takes_effect_on', models.DateField()),
                ('follow_up_on', models.DateField()),
                ('leader_signed_on', models.DateField(null=True)),
                ('staff_signed_on', models.DateField(null=True)),
                ('benefit', laeringslean.foundation.models.tenant_row.Link(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='agreements', to='benefits.benefit')),
                ('leader', laeringslean.foundation.models.tenant_row.Link(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person')),
                ('staff_representative', laeringslean.foundation.models.tenant_row.Link(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person')),
                ('tenant', models.ForeignKey(db_index=False, default=laeringslean.foundation.tenancy.scope.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='foundation.tenant')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='FteDivisor',
            fields=[
                ('id', models.UUIDField(default=laeringslean.foundation.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ('valid_from', models.DateField()),
                ('staff_group', models.CharField(blank=True, max_length=100)),
                ('basis', models.CharField(choices=[('weekly', 'Hours per week'), ('yearly', 'Hours per year')], max_length=10)),
                ('hours', models.DecimalField(decimal_places=2, max_digits=8, validators=[django.core.validators.MinValueValidator(Decimal('0.01'))])),
                ('tenant', models.ForeignKey(db_index=False, default=laeringslean.foundation.tenancy.scope.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='foundation.tenant')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.AddIndex(
            model_name='benefit',
            index=models.Index(fields=['tenant', 'unit', 'state'], name='benefit_unit_state'),
        ),
        migrations.AddConstraint(
            model_name='benefit',
            constraint=models.UniqueConstraint(fields=('tenant', 'idea'), name='benefit_idea_once'),
        ),
        migrations.AddConstraint(
            model_name='benefit',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'realised'), _negated=True), models.Q(('evidence', ''), _negated=True), _connector='OR'), name='benefit_realised_has_evidence'),
        ),
        migrations.AddConstraint(
            model_name='benefit',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['agreed', 'realised']), _negated=True), ('agreed_on__isnull', False), _connector='OR'), name='benefit_agreed_first'),
        ),
        migrations.AddConstraint(
            model_name='benefit',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'lost'), _negated=True), models.Q(('lost_reason', ''), _negated=True), _connector='OR'), name='benefit_lost_has_reason'),
        ),
        migrations.AddConstraint(
            model_name='benefit',
            constraint=models.CheckConstraint(condition=models.Q(('divisor_hours__gt', 0), ('minutes__gt', 0), ('persons__gt', 0), ('times_per_week__gt', 0), ('active_weeks__gte', 1), ('active_weeks__lte', 53)), name='benefit_facts_can_be'),
        ),
        migrations.AddIndex(
            model_name='benefitagreement',
            index=models.Index(fields=['tenant', 'leader'], name='benefit_agreement_leader'),
        ),
        migrations.AddIndex(
            model_name='benefitagreement',
            index=models.Index(fields=['tenant', 'staff_representative'], name='benefit_agreement_staff'),
        ),
        migrations.AddConstraint(
            model_name='benefitagreement',
            constraint=models.UniqueConstraint(fields=('tenant', 'benefit'), name='benefit_agreement_once'),
        ),
        migrations.AddConstraint(
            model_name='benefitagreement',
            constraint=models.CheckConstraint(condition=models.Q(('leader', models.F('staff_representative')), _negated=True), name='benefit_agreement_two_people'),
        ),
        migrations.AddConstraint(
            model_name='ftedivisor',
            constraint=models.UniqueConstraint(fields=('tenant', 'staff_group', 'valid_from'), name='fte_divisor_once'),
        ),
        migrations.AddConstraint(
            model_name='ftedivisor',
            constraint=models.CheckConstraint(condition=models.Q(('hours__gt', 0)), name='fte_divisor_positive'),
        ),
    ]
