import django.db.models.deletion
import laeringslean.foundation.keys
import laeringslean.foundation.tenancy.scope
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Tenant',
            fields=[
                ('id', models.AutoField(primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=200)),
                ('organisation_version', models.PositiveIntegerField(default=1)),
            ],
        ),
        migrations.CreateModel(
            name='Placement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('host', models.CharField(max_length=253, unique=True)),
                ('tenant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='placements', to='foundation.tenant')),
            ],
        ),
        migrations.CreateModel(
            name='RequestKey',
            fields=[
                ('id', models.UUIDField(default=laeringslean.foundation.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ('key', models.UUIDField()),
                ('route', models.CharField(max_length=120)),
                ('location', models.CharField(blank=True, max_length=500)),
                ('used_on', models.DateField()),
                ('tenant', models.ForeignKey(db_index=False, default=laeringslean.foundation.tenancy.scope.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='foundation.tenant')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('tenant', 'key', 'route'), name='request_key_once')],
            },
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('sequence', models.BigAutoField(primary_key=True, serialize=False)),
                ('transaction_id', models.BigIntegerField(default=0)),
                ('kind', models.CharField(max_length=80)),
                ('happened_on', models.DateField()),
                ('happened_at', models.DateTimeField(null=True)),
                ('actor_id', models.UUIDField(null=True)),
                ('subject_id', models.UUIDField()),
                ('unit_id', models.UUIDField(null=True)),
                ('details', models.JSONField(default=dict)),
                ('tenant', models.ForeignKey(db_index=False, default=laeringslean.foundation.tenancy.scope.current_tenant_id, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='foundation.tenant')),
            ],
            options={
                'base_manager_name': 'objects',
                'indexes': [models.Index(fields=['tenant', 'subject_id', 'sequence'], name='event_subject'), models.Index(fields=['tenant', 'unit_id', 'sequence'], name='event_unit'), models.Index(fields=['tenant', 'sequence'], name='event_tenant')],
            },
        ),
    ]
