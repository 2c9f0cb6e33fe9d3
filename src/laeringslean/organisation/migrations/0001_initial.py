import django.db.models.deletion
import django.db.models.functions.text
import laeringslean.foundation.keys
import laeringslean.foundation.models.tenant_row
import laeringslean.foundation.tenancy.scope
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('foundation', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.UUIDField(default=laeringslean.foundation.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('external_id', models.CharField(max_length=64, null=True)),
                ('name', models.CharField(max_length=200)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('password', models.CharField(blank=True, editable=False, max_length=200)),
                ('language', models.CharField(blank=True, max_length=5)),
                ('is_active', models.BooleanField(default=True)),
                ('access_version', models.PositiveIntegerField(default=1, editable=False)),
                ('tenant', models.ForeignKey(db_index=False, default=laeringslean.foundation.tenancy.scope.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='foundation.tenant')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='ImportDraft',
            fields=[
                ('id', models.UUIDField(default=laeringslean.foundation.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ('units_file', models.BinaryField()),
                ('people_file', models.BinaryField()),
                ('made_on', models.DateField()),
                ('tenant', models.ForeignKey(db_index=False, default=laeringslean.foundation.tenancy.scope.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='foundation.tenant')),
                ('made_by', laeringslean.foundation.models.tenant_row.Link(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.person')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='ResetCode',
            fields=[
                ('id', models.UUIDField(default=laeringslean.foundation.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ('code_hash', models.CharField(max_length=64)),
                ('expires_at', models.DateTimeField()),
                ('tries_left', models.PositiveSmallIntegerField()),
                ('person', laeringslean.foundation.models.tenant_row.Link(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.person')),
                ('tenant', models.ForeignKey(db_index=False, default=laeringslean.foundation.tenancy.scope.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='foundation.tenant')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Session',
            fields=[
                ('id', models.UUIDField(default=laeringslean.foundation.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ('token_hash', models.CharField(max_length=64)),
                ('started_on', models.DateField()),
                ('expires_on', models.DateField()),
                ('device', models.CharField(blank=True, max_length=120)),
                ('person', laeringslean.foundation.models.tenant_row.Link(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to='organisation.person')),
                ('tenant', models.ForeignKey(db_index=False, default=laeringslean.foundation.tenancy.scope.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='foundation.tenant')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='SignInCounter',
            fields=[
                ('id', models.UUIDField(default=laeringslean.foundation.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ('key_hash', models.CharField(max_length=64)),
                ('count', models.PositiveIntegerField()),
                ('ends_at', models.DateTimeField()),
                ('tenant', models.ForeignKey(db_index=False, default=laeringslean.foundation.tenancy.scope.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='foundation.tenant')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.UUIDField(default=laeringslean.foundation.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('external_id', models.CharField(max_length=64, null=True)),
                ('name', models.CharField(max_length=200)),
                ('kind', models.CharField(choices=[('service_area', 'Service area'), ('unit', 'Unit'), ('department', 'Department')], default='unit', max_length=20)),
                ('is_active', models.BooleanField(default=True)),
                ('parent', laeringslean.foundation.models.tenant_row.Link(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='organisation.unit')),
                ('tenant', models.ForeignKey(db_index=False, default=laeringslean.foundation.tenancy.scope.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='foundation.tenant')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='RoleGrant',
            fields=[
                ('id', models.UUIDField(default=laeringslean.foundation.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ('role', models.CharField(choices=[('employee', 'Employee'), ('facilitator', 'Facilitator'), ('department_manager', 'Department manager'), ('unit_manager', 'Unit manager'), ('service_director', 'Service director'), ('chief_executive', 'Chief executive'), ('hr_manager', 'HR manager'), ('lean_guide', 'Lean guide'), ('lean_coordinator', 'Lean coordinator'), ('union_rep', 'Union representative'), ('safety_rep', 'Safety representative'), ('chief_union_rep', 'Chief union representative'), ('politician', 'Politician'), ('external_consultant', 'External consultant'), ('administrator', 'Administrator')], max_length=40)),
                ('valid_from', models.DateField()),
                ('valid_until', models.DateField(null=True)),
                ('person', laeringslean.foundation.models.tenant_row.Link(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='role_grants', to='organisation.person')),
                ('tenant', models.ForeignKey(db_index=False, default=laeringslean.foundation.tenancy.scope.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='foundation.tenant')),
                ('unit', laeringslean.foundation.models.tenant_row.Link(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='role_grants', to='organisation.unit')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.UUIDField(default=laeringslean.foundation.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('position_percent', models.DecimalField(decimal_places=2, default=100, max_digits=5)),
                ('staff_group', models.CharField(blank=True, max_length=100)),
                ('shift', models.CharField(blank=True, choices=[('day', 'Day'), ('evening', 'Evening'), ('night', 'Night'), ('rotating', 'Rotating')], max_length=20)),
                ('valid_from', models.DateField()),
                ('valid_until', models.DateField(null=True)),
                ('tenant', models.ForeignKey(db_index=False, default=laeringslean.foundation.tenancy.scope.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='foundation.tenant')),
                ('person', laeringslean.foundation.models.tenant_row.Link(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='organisation.person')),
                ('unit', laeringslean.foundation.models.tenant_row.Link(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='organisation.unit')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.UniqueConstraint(fields=('tenant', 'external_id'), name='person_external_id_once'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.UniqueConstraint(models.F('tenant'), django.db.models.functions.text.Lower('email'), condition=models.Q(('email', ''), _negated=True), name='person_email_once'),
        ),
        migrations.AddConstraint(
            model_name='importdraft',
            constraint=models.UniqueConstraint(fields=('tenant', 'made_by'), name='import_draft_person_once'),
        ),
        migrations.AddConstraint(
            model_name='resetcode',
            constraint=models.UniqueConstraint(fields=('tenant', 'person'), name='reset_code_person_once'),
        ),
        migrations.AddIndex(
            model_name='session',
            index=models.Index(fields=['tenant', 'person'], name='session_person'),
        ),
        migrations.AddConstraint(
            model_name='session',
            constraint=models.UniqueConstraint(fields=('tenant', 'token_hash'), name='session_token_once'),
        ),
        migrations.AddIndex(
            model_name='signincounter',
            index=models.Index(fields=['tenant', 'ends_at'], name='sign_in_counter_ends_at'),
        ),
        migrations.AddConstraint(
            model_name='signincounter',
            constraint=models.UniqueConstraint(fields=('tenant', 'key_hash'), name='sign_in_counter_once'),
        ),
        migrations.AddIndex(
            model_name='unit',
            index=models.Index(fields=['tenant', 'parent'], name='unit_parent'),
        ),
        migrations.AddConstraint(
            model_name='unit',
            constraint=models.UniqueConstraint(fields=('tenant', 'external_id'), name='unit_external_id_once'),
        ),
        migrations.AddConstraint(
            model_name='unit',
            constraint=models.CheckConstraint(condition=models.Q(('parent', models.F('id')), _negated=True), name='unit_not_its_own_parent'),
        ),
        migrations.AddIndex(
            model_name='rolegrant',
            index=models.Index(fields=['tenant', 'unit', 'role'], name='role_grant_unit'),
        ),
        migrations.AddConstraint(
            model_name='rolegrant',
            constraint=models.UniqueConstraint(fields=('tenant', 'person', 'role', 'unit'), name='role_grant_once'),
        ),
        migrations.AddConstraint(
            model_name='rolegrant',
            constraint=models.UniqueConstraint(condition=models.Q(('unit', None)), fields=('tenant', 'person', 'role'), name='role_grant_everywhere_once'),
        ),
        migrations.AddIndex(
            model_name='membership',
            index=models.Index(fields=['tenant', 'unit'], name='membership_unit'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.UniqueConstraint(fields=('tenant', 'person', 'unit'), name='membership_once'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('position_percent__gte', 0), ('position_percent__lte', 100)), name='membership_percent'),
        ),
    ]
