import django.db.models.deletion
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
            name='MethodVersion',
            fields=[
                ('id', models.UUIDField(default=laeringslean.foundation.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('title', models.CharField(max_length=200)),
                ('published_on', models.DateField(null=True)),
                ('tenant', models.ForeignKey(db_index=False, default=laeringslean.foundation.tenancy.scope.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='foundation.tenant')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='BoardSection',
            fields=[
                ('id', models.UUIDField(default=laeringslean.foundation.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ('key', models.SlugField(db_index=False, max_length=40)),
                ('position', models.PositiveSmallIntegerField()),
                ('name_nb', models.CharField(max_length=120)),
                ('name_nn', models.CharField(max_length=120)),
                ('name_en', models.CharField(blank=True, max_length=120)),
                ('tenant', models.ForeignKey(db_index=False, default=laeringslean.foundation.tenancy.scope.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='foundation.tenant')),
                ('method_version', laeringslean.foundation.models.tenant_row.Link(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='method.methodversion')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='AgendaPoint',
            fields=[
                ('id', models.UUIDField(default=laeringslean.foundation.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ('key', models.SlugField(db_index=False, max_length=40)),
                ('position', models.PositiveSmallIntegerField()),
                ('name_nb', models.CharField(max_length=120)),
                ('name_nn', models.CharField(max_length=120)),
                ('name_en', models.CharField(blank=True, max_length=120)),
                ('minutes', models.PositiveSmallIntegerField()),
                ('prompt_nb', models.CharField(blank=True, max_length=300)),
                ('prompt_nn', models.CharField(blank=True, max_length=300)),
                ('prompt_en', models.CharField(blank=True, max_length=300)),
                ('tenant', models.ForeignKey(db_index=False, default=laeringslean.foundation.tenancy.scope.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='foundation.tenant')),
                ('method_version', laeringslean.foundation.models.tenant_row.Link(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='method.methodversion')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='WasteType',
            fields=[
                ('id', models.UUIDField(default=laeringslean.foundation.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ('key', models.SlugField(db_index=False, max_length=40)),
                ('position', models.PositiveSmallIntegerField()),
                ('name_nb', models.CharField(max_length=120)),
                ('name_nn', models.CharField(max_length=120)),
                ('name_en', models.CharField(blank=True, max_length=120)),
                ('method_version', laeringslean.foundation.models.tenant_row.Link(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='method.methodversion')),
                ('tenant', models.ForeignKey(db_index=False, default=laeringslean.foundation.tenancy.scope.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='foundation.tenant')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.AddConstraint(
            model_name='methodversion',
            constraint=models.UniqueConstraint(fields=('tenant', 'number'), name='method_version_number_once'),
        ),
        migrations.AddConstraint(
            model_name='boardsection',
            constraint=models.UniqueConstraint(fields=('tenant', 'method_version', 'key'), name='board_section_once'),
        ),
        migrations.AddConstraint(
            model_name='agendapoint',
            constraint=models.UniqueConstraint(fields=('tenant', 'method_version', 'key'), name='agenda_point_once'),
        ),
        migrations.AddConstraint(
            model_name='wastetype',
            constraint=models.UniqueConstraint(fields=('tenant', 'method_version', 'key'), name='waste_type_once'),
        ),
    ]
