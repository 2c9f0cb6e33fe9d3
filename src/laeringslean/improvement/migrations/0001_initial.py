import django.db.models.deletion
import laeringslean.foundation.keys
import laeringslean.foundation.models.tenant_row
import laeringslean.foundation.tenancy.scope
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('foundation', '0001_initial'),
        ('method', '0001_initial'),
        ('organisation', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Idea',
            fields=[
                ('id', models.UUIDField(default=laeringslean.foundation.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('client_key', models.UUIDField(editable=False, null=True)),
                ('kind', models.CharField(choices=[('suggestion', 'Suggestion'), ('deviation', 'Deviation'), ('wish', 'Wish')], default='suggestion', max_length=20)),
                ('problem', models.TextField(max_length=2000)),
                ('proposal', models.TextField(blank=True, max_length=2000)),
                ('expected_effect', models.TextField(blank=True, max_length=2000)),
                ('photo', models.CharField(blank=True, editable=False, max_length=80)),
                ('is_anonymous', models.BooleanField(default=False, editable=False)),
                ('raised_on', models.DateField()),
                ('external_id', models.CharField(max_length=64, null=True)),
                ('state', models.CharField(choices=[('raised', 'Raised'), ('discussed', 'Discussed'), ('accepted', 'Accepted'), ('parked', 'Parked'), ('escalated', 'Escalated'), ('declined', 'Declined'), ('planned', 'Planned'), ('testing', 'Being tried'), ('measured', 'Measured'), ('evaluated', 'Evaluated'), ('standardised', 'New standard'), ('dropped', 'Dropped'), ('done', 'Done'), ('closed', 'Closed')], default='raised', editable=False, max_length=20)),
                ('state_since', models.DateField()),
                ('decided_on', models.DateField(null=True)),
                ('done_on', models.DateField(null=True)),
                ('due_on', models.DateField(null=True)),
                ('reason', models.TextField(blank=True, max_length=2000)),
                ('parked_until', models.DateField(null=True)),
                ('search_text', models.TextField(blank=True, editable=False)),
                ('escalated_to', laeringslean.foundation.models.tenant_row.Link(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.unit')),
                ('owner', laeringslean.foundation.models.tenant_row.Link(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person')),
                ('raised_by', laeringslean.foundation.models.tenant_row.Link(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person')),
                ('tenant', models.ForeignKey(db_index=False, default=laeringslean.foundation.tenancy.scope.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='foundation.tenant')),
                ('unit', laeringslean.foundation.models.tenant_row.Link(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.unit')),
                ('waste_type', laeringslean.foundation.models.tenant_row.Link(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='method.wastetype')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Escalation',
            fields=[
                ('id', models.UUIDField(default=laeringslean.foundation.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('reason', models.TextField(max_length=2000)),
                ('escalated_on', models.DateField()),
                ('answer_due_on', models.DateField()),
                ('reply', models.TextField(blank=True, max_length=2000)),
                ('replied_on', models.DateField(null=True)),
                ('escalated_by', laeringslean.foundation.models.tenant_row.Link(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person')),
                ('replied_by', laeringslean.foundation.models.tenant_row.Link(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person')),
                ('tenant', models.ForeignKey(db_index=False, default=laeringslean.foundation.tenancy.scope.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='foundation.tenant')),
                ('to_unit', laeringslean.foundation.models.tenant_row.Link(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.unit')),
                ('idea', laeringslean.foundation.models.tenant_row.Link(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='escalations', to='improvement.idea')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.UUIDField(default=laeringslean.foundation.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('client_key', models.UUIDField(editable=False, null=True)),
                ('body', models.TextField(max_length=2000)),
                ('written_at', models.DateTimeField()),
                ('author', laeringslean.foundation.models.tenant_row.Link(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person')),
                ('tenant', models.ForeignKey(db_index=False, default=laeringslean.foundation.tenancy.scope.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='foundation.tenant')),
                ('idea', laeringslean.foundation.models.tenant_row.Link(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='improvement.idea')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='BoardMeeting',
            fields=[
                ('id', models.UUIDField(default=laeringslean.foundation.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('planned_on', models.DateField()),
                ('planned_time', models.TimeField(null=True)),
                ('state', models.CharField(choices=[('draft', 'Planned'), ('in_progress', 'In progress'), ('closed', 'Held')], default='draft', editable=False, max_length=20)),
                ('started_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('head_count', models.PositiveSmallIntegerField(null=True)),
                ('shifts_present', models.JSONField(default=list)),
                ('current_position', models.PositiveSmallIntegerField(default=1)),
                ('remarks', models.TextField(blank=True, max_length=4000)),
                ('facilitator', laeringslean.foundation.models.tenant_row.Link(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person')),
                ('next_facilitator', laeringslean.foundation.models.tenant_row.Link(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person')),
                ('tenant', models.ForeignKey(db_index=False, default=laeringslean.foundation.tenancy.scope.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='foundation.tenant')),
                ('unit', laeringslean.foundation.models.tenant_row.Link(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.unit')),
                ('current_idea', laeringslean.foundation.models.tenant_row.Link(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='improvement.idea')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='MeetingItem',
            fields=[
                ('id', models.UUIDField(default=laeringslean.foundation.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ('key', models.SlugField(db_index=False, max_length=40)),
                ('position', models.PositiveSmallIntegerField()),
                ('minutes', models.PositiveSmallIntegerField()),
                ('name_nb', models.CharField(max_length=120)),
                ('name_nn', models.CharField(max_length=120)),
                ('name_en', models.CharField(blank=True, max_length=120)),
                ('prompt_nb', models.CharField(blank=True, max_length=300)),
                ('prompt_nn', models.CharField(blank=True, max_length=300)),
                ('prompt_en', models.CharField(blank=True, max_length=300)),
                ('opened_at', models.DateTimeField(null=True)),
                ('seconds_used', models.PositiveIntegerField(default=0)),
                ('meeting', laeringslean.foundation.models.tenant_row.Link(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='items', to='improvement.boardmeeting')),
                ('tenant', models.ForeignKey(db_index=False, default=laeringslean.foundation.tenancy.scope.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='foundation.tenant')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Outcome',
            fields=[
                ('id', models.UUIDField(default=laeringslean.foundation.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('kind', models.CharField(choices=[('decision', 'Decision'), ('task', 'Task'), ('trial', 'Trial')], max_length=20)),
                ('text', models.CharField(max_length=500)),
                ('move', models.CharField(blank=True, max_length=40)),
                ('due_on', models.DateField(null=True)),
                ('done_on', models.DateField(null=True)),
                ('idea', laeringslean.foundation.models.tenant_row.Link(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='improvement.idea')),
                ('item', laeringslean.foundation.models.tenant_row.Link(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='outcomes', to='improvement.meetingitem')),
                ('meeting', laeringslean.foundation.models.tenant_row.Link(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='outcomes', to='improvement.boardmeeting')),
                ('owner', laeringslean.foundation.models.tenant_row.Link(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person')),
                ('tenant', models.ForeignKey(db_index=False, default=laeringslean.foundation.tenancy.scope.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='foundation.tenant')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Recognition',
            fields=[
                ('id', models.UUIDField(default=laeringslean.foundation.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ('text', models.CharField(max_length=500)),
                ('given_on', models.DateField()),
                ('meeting', laeringslean.foundation.models.tenant_row.Link(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='improvement.boardmeeting')),
                ('tenant', models.ForeignKey(db_index=False, default=laeringslean.foundation.tenancy.scope.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='foundation.tenant')),
                ('unit', laeringslean.foundation.models.tenant_row.Link(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.unit')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Trial',
            fields=[
                ('id', models.UUIDField(default=laeringslean.foundation.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('cycle', models.PositiveSmallIntegerField(default=1)),
                ('plan', models.TextField(max_length=2000)),
                ('look_at', models.CharField(blank=True, max_length=300)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('result', models.TextField(blank=True, max_length=2000)),
                ('measured_on', models.DateField(null=True)),
                ('idea', laeringslean.foundation.models.tenant_row.Link(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='trials', to='improvement.idea')),
                ('tenant', models.ForeignKey(db_index=False, default=laeringslean.foundation.tenancy.scope.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='foundation.tenant')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Evaluation',
            fields=[
                ('id', models.UUIDField(default=laeringslean.foundation.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ('worked', models.CharField(choices=[('yes', 'Yes'), ('partly', 'Partly'), ('no', 'No')], max_length=10)),
                ('learned', models.TextField(max_length=2000)),
                ('decision', models.CharField(choices=[('keep', 'Keep it'), ('adjust', 'Adjust and try again'), ('drop', 'Drop it')], max_length=10)),
                ('evaluated_on', models.DateField()),
                ('evaluated_by', laeringslean.foundation.models.tenant_row.Link(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person')),
                ('tenant', models.ForeignKey(db_index=False, default=laeringslean.foundation.tenancy.scope.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='foundation.tenant')),
                ('idea', laeringslean.foundation.models.tenant_row.Link(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='evaluations', to='improvement.idea')),
                ('trial', laeringslean.foundation.models.tenant_row.Link(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='improvement.trial')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='AnonymousSubmission',
            fields=[
                ('id', models.UUIDField(default=laeringslean.foundation.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ('client_key', models.UUIDField()),
                ('kind', models.CharField(choices=[('suggestion', 'Suggestion'), ('deviation', 'Deviation'), ('wish', 'Wish')], max_length=20)),
                ('problem', models.TextField(max_length=2000)),
                ('proposal', models.TextField(blank=True, max_length=2000)),
                ('expected_effect', models.TextField(blank=True, max_length=2000)),
                ('photo', models.CharField(blank=True, max_length=80)),
                ('submitted_on', models.DateField()),
                ('tenant', models.ForeignKey(db_index=False, default=laeringslean.foundation.tenancy.scope.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='foundation.tenant')),
                ('unit', laeringslean.foundation.models.tenant_row.Link(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.unit')),
                ('waste_type', laeringslean.foundation.models.tenant_row.Link(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='method.wastetype')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('tenant', 'client_key'), name='anonymous_client_key_once')],
            },
        ),
        migrations.CreateModel(
            name='Board',
            fields=[
                ('id', models.UUIDField(default=laeringslean.foundation.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('vision', models.TextField(blank=True, max_length=1000)),
                ('values', models.TextField(blank=True, max_length=1000)),
                ('cards_version', models.PositiveBigIntegerField(default=1, editable=False)),
                ('method_version', laeringslean.foundation.models.tenant_row.Link(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='method.methodversion')),
                ('tenant', models.ForeignKey(db_index=False, default=laeringslean.foundation.tenancy.scope.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='foundation.tenant')),
                ('unit', laeringslean.foundation.models.tenant_row.Link(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.unit')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('tenant', 'unit'), name='board_unit_once')],
            },
        ),
        migrations.AddIndex(
            model_name='idea',
            index=models.Index(fields=['tenant', 'unit', 'state'], name='idea_unit_state'),
        ),
        migrations.AddIndex(
            model_name='idea',
            index=models.Index(fields=['tenant', 'raised_by'], name='idea_raised_by'),
        ),
        migrations.AddIndex(
            model_name='idea',
            index=models.Index(fields=['tenant', 'owner'], name='idea_owner'),
        ),
        migrations.AddIndex(
            model_name='idea',
            index=models.Index(fields=['tenant', 'escalated_to'], name='idea_escalated_to'),
        ),
        migrations.AddConstraint(
            model_name='idea',
            constraint=models.UniqueConstraint(fields=('tenant', 'client_key'), name='idea_client_key_once'),
        ),
        migrations.AddConstraint(
            model_name='idea',
            constraint=models.UniqueConstraint(fields=('tenant', 'external_id'), name='idea_external_id_once'),
        ),
        migrations.AddConstraint(
            model_name='idea',
            constraint=models.CheckConstraint(condition=models.Q(('is_anonymous', False), ('raised_by__isnull', True), _connector='OR'), name='idea_anonymous_has_no_author'),
        ),
        migrations.AddConstraint(
            model_name='idea',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'planned'), _negated=True), models.Q(('owner__isnull', False), ('due_on__isnull', False)), _connector='OR'), name='idea_planned_has_owner_and_date'),
        ),
        migrations.AddConstraint(
            model_name='idea',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'declined'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='idea_declined_has_reason'),
        ),
        migrations.AddIndex(
            model_name='escalation',
            index=models.Index(fields=['tenant', 'idea'], name='escalation_idea'),
        ),
        migrations.AddIndex(
            model_name='escalation',
            index=models.Index(fields=['tenant', 'to_unit', 'replied_on'], name='escalation_to_unit'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(fields=['tenant', 'idea', 'written_at'], name='comment_idea'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.UniqueConstraint(fields=('tenant', 'client_key'), name='comment_client_key_once'),
        ),
        migrations.AddIndex(
            model_name='boardmeeting',
            index=models.Index(fields=['tenant', 'unit', 'state', 'planned_on'], name='meeting_unit'),
        ),
        migrations.AddConstraint(
            model_name='boardmeeting',
            constraint=models.UniqueConstraint(fields=('tenant', 'unit', 'planned_on'), name='meeting_day_once'),
        ),
        migrations.AddConstraint(
            model_name='boardmeeting',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'in_progress')), fields=('tenant', 'unit'), name='meeting_one_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='meetingitem',
            constraint=models.UniqueConstraint(fields=('tenant', 'meeting', 'position'), name='meeting_item_position_once'),
        ),
        migrations.AddIndex(
            model_name='outcome',
            index=models.Index(fields=['tenant', 'meeting'], name='outcome_meeting'),
        ),
        migrations.AddIndex(
            model_name='outcome',
            index=models.Index(fields=['tenant', 'owner'], name='outcome_owner'),
        ),
        migrations.AddIndex(
            model_name='recognition',
            index=models.Index(fields=['tenant', 'unit', 'given_on'], name='recognition_unit'),
        ),
        migrations.AddConstraint(
            model_name='trial',
            constraint=models.UniqueConstraint(fields=('tenant', 'idea', 'cycle'), name='trial_cycle_once'),
        ),
        migrations.AddConstraint(
            model_name='trial',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='trial_ends_after'),
        ),
        migrations.AddIndex(
            model_name='evaluation',
            index=models.Index(fields=['tenant', 'idea'], name='evaluation_idea'),
        ),
        migrations.AddConstraint(
            model_name='evaluation',
            constraint=models.CheckConstraint(condition=models.Q(('learned', ''), _negated=True), name='evaluation_says_what_we_learned'),
        ),
    ]
