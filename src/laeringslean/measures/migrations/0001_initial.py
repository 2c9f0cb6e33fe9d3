import django.db.models.deletion
import laeringslean.foundation.keys
import laeringslean.foundation.models.tenant_row
import laeringslean.foundation.tenancy.scope
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('foundation', '0001_initial'),
        ('organisation', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Goal',
            fields=[
                ('id', models.UUIDField(default=laeringslean.foundation.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('kind', models.CharField(choices=[('quality', 'Quality goal'), ('wellbeing', 'Wellbeing indicator')], default='quality', max_length=20)),
                ('name', models.CharField(max_length=200)),
                ('user_effect', models.CharField(blank=True, max_length=300)),
                ('measurement_unit', models.CharField(blank=True, max_length=40)),
                ('target', models.DecimalField(decimal_places=2, max_digits=12, null=True)),
                ('higher_is_better', models.BooleanField(default=True)),
                ('current_value', models.DecimalField(decimal_places=2, max_digits=12, null=True)),
                ('current_on', models.DateField(null=True)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('is_active', models.BooleanField(default=True)),
                ('tenant', models.ForeignKey(db_index=False, default=laeringslean.foundation.tenancy.scope.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='foundation.tenant')),
                ('unit', laeringslean.foundation.models.tenant_row.Link(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.unit')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'indexes': [models.Index(fields=['tenant', 'unit'], name='goal_unit')],
            },
        ),
    ]
