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
            name='ReadMark',
            fields=[
                ('id', models.UUIDField(default=laeringslean.foundation.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ('up_to', models.BigIntegerField(default=0)),
                ('person', laeringslean.foundation.models.tenant_row.Link(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.person')),
                ('tenant', models.ForeignKey(db_index=False, default=laeringslean.foundation.tenancy.scope.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='foundation.tenant')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('tenant', 'person'), name='read_mark_once')],
            },
        ),
    ]
