"""The first three in one: what they made is made at once, in a third of the time."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('bookings', '0001_initial'),
        ('bookings', '0002_initial'),
        ('bookings', '0003_booking_rules'),
    ]

    dependencies = [
        ('courses', '0004_booking_rules'),
        ('people', '0004_booking_rules'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AcceptedEvidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('taken_on', models.DateField(help_text='When the person did the equivalent.')),
                ('evidence', models.CharField(help_text='What was seen: certificate, letter.', max_length=300)),
                ('accepted_at', models.DateTimeField()),
                ('accepted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='accepted_evidence', to='courses.course')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='accepted_evidence', to='people.person')),
            ],
            options={
                'verbose_name_plural': 'accepted evidence',
                'ordering': ['-taken_on'],
            },
        ),
        migrations.CreateModel(
            name='Booking',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(max_length=12, unique=True)),
                ('state', models.CharField(choices=[('applied', 'Applied'), ('waiting', 'On the waiting list'), ('offered', 'Offered a place'), ('awaiting', "Waiting for the manager's approval"), ('booked', 'Booked'), ('cancelled', 'Cancelled'), ('substituted', 'Passed to a colleague'), ('transferred', 'Moved to another event'), ('withdrawn', 'Withdrawn'), ('refused', 'Not approved'), ('lapsed', 'Not taken up in time')], max_length=12)),
                ('origin', models.CharField(choices=[('online', 'Booked online'), ('staff', 'Booked by staff'), ('walk_in', 'Walked in'), ('imported', 'Loaded from an older system')], default='online', max_length=12)),
                ('outcome', models.CharField(blank=True, choices=[('', 'Not known yet'), ('attended', 'Attended'), ('no_show', 'Did not attend')], default='', max_length=12)),
                ('made_at', models.DateTimeField()),
                ('cancelled_at', models.DateTimeField(blank=True, null=True)),
                ('cancelled_by', models.CharField(blank=True, choices=[('delegate', 'The delegate'), ('agency', 'The agency'), ('board', 'The board'), ('unconfirmed', 'Nobody confirmed in time')], max_length=12)),
                ('cancel_reason', models.CharField(blank=True, max_length=300)),
                ('request_key', models.UUIDField(blank=True, help_text='The form that made it: one form, one booking.', null=True, unique=True)),
                ('board_change', models.CharField(blank=True, choices=[('moved', 'moved to another date or time'), ('became_webinar', 'changed to a webinar'), ('venue_changed', 'moved to another venue'), ('cancelled', 'cancelled')], help_text='What the board did to the event, where that lets this person leave free of charge.', max_length=20)),
                ('cancelled_late', models.BooleanField(default=False, help_text='After the last moment to cancel free of charge.')),
                ('category', models.CharField(choices=[('partner', 'Statutory partner (contributes)'), ('school', 'School or college'), ('commissioned', 'Commissioned service'), ('voluntary_local', 'Local voluntary, community or faith group'), ('voluntary_national', 'National voluntary organisation'), ('private', 'Private or profit-making organisation'), ('other', 'Other'), ('unverified', 'Not verified yet')], default='unverified', max_length=30)),
                ('confirm_asked_at', models.DateTimeField(blank=True, null=True)),
                ('confirm_by', models.DateTimeField(blank=True, null=True)),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                ('group', models.UUIDField(blank=True, db_index=True, help_text='Bookings that one form made together.', null=True)),
                ('in_area', models.BooleanField(default=True)),
                ('moved_by_days', models.PositiveSmallIntegerField(blank=True, help_text='How far the board moved the event then.', null=True)),
                ('offer_expires_at', models.DateTimeField(blank=True, null=True)),
                ('price_is_provisional', models.BooleanField(default=False, help_text="Until staff have verified the agency's category.")),
                ('price_pence', models.PositiveIntegerField(default=0)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bookings', to='people.agency')),
                ('booked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bookings', to='courses.event')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bookings', to='people.person')),
                ('replaces', models.OneToOneField(blank=True, help_text="The booking whose place this one took over: a colleague's, or another event's.", null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='bookings.booking')),
                ('role_group', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='people.rolegroup')),
                ('sector', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bookings', to='people.sector')),
            ],
            options={
                'ordering': ['made_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='AccessNeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=500)),
                ('booking', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='access_need', to='bookings.booking')),
            ],
        ),
        migrations.CreateModel(
            name='EventRules',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.JSONField(blank=True, null=True)),
                ('mix', models.JSONField(blank=True, null=True)),
                ('price_pence', models.PositiveIntegerField(blank=True, help_text='Where the policy leaves the price to the event.', null=True)),
                ('charge_group', models.CharField(blank=True, help_text="The policy's name for how this event is priced.", max_length=40)),
                ('event', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='rules', to='courses.event')),
            ],
            options={
                'verbose_name_plural': 'event rules',
            },
        ),
        migrations.CreateModel(
            name='PolicyVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('starts_on', models.DateField(help_text='Bookings made from this day on follow it.')),
                ('document', models.JSONField()),
                ('note', models.CharField(blank=True, help_text='What changed, and who decided.', max_length=300)),
                ('made_at', models.DateTimeField()),
                ('board', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='policy_versions', to='people.board')),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['board', '-starts_on', '-number'],
            },
        ),
        migrations.CreateModel(
            name='Charge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('place', 'Place'), ('late_cancellation', 'Late cancellation'), ('no_show', 'Did not attend'), ('substitution', 'Passing the place on')], max_length=20)),
                ('amount_pence', models.PositiveIntegerField()),
                ('currency', models.CharField(default='GBP', max_length=3)),
                ('reason', models.CharField(max_length=300)),
                ('reasons', models.JSONField(default=list)),
                ('state', models.CharField(choices=[('owed', 'Owed'), ('waived', 'Waived'), ('void', 'No longer owed')], default='owed', max_length=10)),
                ('made_at', models.DateTimeField()),
                ('waiver_code', models.CharField(blank=True, max_length=40)),
                ('waiver_reason', models.CharField(blank=True, max_length=300)),
                ('waiver_evidence', models.CharField(blank=True, max_length=300)),
                ('waived_at', models.DateTimeField(blank=True, null=True)),
                ('booking', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='charges', to='bookings.booking')),
                ('waived_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('policy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='charges', to='bookings.policyversion')),
            ],
            options={
                'ordering': ['-made_at', '-id'],
            },
        ),
        migrations.AddField(
            model_name='booking',
            name='policy',
            field=models.ForeignKey(blank=True, help_text='The rules it was made under; none: the board had none.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='bookings', to='bookings.policyversion'),
        ),
        migrations.CreateModel(
            name='ReservedPlace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('made_at', models.DateTimeField()),
                ('name_by', models.DateTimeField(help_text='Released to everybody unless named by then.')),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('request_key', models.UUIDField(blank=True, db_index=True, null=True)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reserved_places', to='people.agency')),
                ('booking', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reserved_place', to='bookings.booking')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reserved_places', to='courses.event')),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['made_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='RestrictionLifted',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('why', models.CharField(max_length=300)),
                ('lifted_at', models.DateTimeField()),
                ('board', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.board')),
                ('lifted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='restrictions_lifted', to='people.person')),
            ],
            options={
                'verbose_name_plural': 'restrictions lifted',
                'ordering': ['-lifted_at'],
            },
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mark', models.CharField(choices=[('present', 'Present'), ('late', 'Late'), ('left_early', 'Left early'), ('absent', 'Absent')], max_length=12)),
                ('marked_at', models.DateTimeField()),
                ('marked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendances', to='courses.session')),
                ('booking', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attendances', to='bookings.booking')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('booking', 'session'), name='one_mark_a_session'), models.CheckConstraint(condition=models.Q(('mark__in', ['present', 'late', 'left_early', 'absent'])), name='mark_is_known')],
            },
        ),
        migrations.CreateModel(
            name='Approval',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('manager_name', models.CharField(blank=True, max_length=200)),
                ('manager_email', models.EmailField(blank=True, help_text='Empty: none is known, staff answer.', max_length=254)),
                ('deputy_email', models.EmailField(blank=True, help_text='To whom the manager passed the question on.', max_length=254)),
                ('asked_at', models.DateTimeField()),
                ('remind_at', models.DateTimeField(blank=True, null=True)),
                ('reminded_at', models.DateTimeField(blank=True, null=True)),
                ('times_out_at', models.DateTimeField()),
                ('answer', models.CharField(blank=True, choices=[('approved', 'Approved'), ('refused', 'Not approved'), ('timed_out', 'Not answered in time')], max_length=10)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('answered_by', models.CharField(blank=True, help_text='The address whose link was used, or a member of staff.', max_length=254)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('booking', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='approval', to='bookings.booking')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('answer', '')), fields=['times_out_at'], name='approval_timing_out')],
                'constraints': [models.CheckConstraint(condition=models.Q(('answer__in', ['', 'approved', 'refused', 'timed_out'])), name='approval_answer_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at__isnull', True)), models.Q(models.Q(('answer', ''), _negated=True), ('answered_at__isnull', False)), _connector='OR'), name='an_answer_says_when')],
            },
        ),
        migrations.AddConstraint(
            model_name='policyversion',
            constraint=models.UniqueConstraint(fields=('board', 'number'), name='policy_number_once_a_board'),
        ),
        migrations.AddConstraint(
            model_name='charge',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'void'), _negated=True), fields=('booking', 'kind'), name='one_charge_of_a_kind_a_booking'),
        ),
        migrations.AddConstraint(
            model_name='charge',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['place', 'late_cancellation', 'no_show', 'substitution'])), name='charge_kind_is_known'),
        ),
        migrations.AddConstraint(
            model_name='charge',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['owed', 'waived', 'void'])), name='charge_state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='charge',
            constraint=models.CheckConstraint(condition=models.Q(('amount_pence__gt', 0)), name='charge_is_not_nothing'),
        ),
        migrations.AddConstraint(
            model_name='charge',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'waived'), ('waived_at__isnull', False), models.Q(('waiver_reason', ''), _negated=True)), models.Q(('state', 'waived'), _negated=True), _connector='OR'), name='a_waived_charge_says_why'),
        ),
        migrations.AddIndex(
            model_name='booking',
            index=models.Index(fields=['event', 'state', 'made_at'], name='booking_by_event'),
        ),
        migrations.AddIndex(
            model_name='booking',
            index=models.Index(fields=['person', 'state'], name='booking_by_person'),
        ),
        migrations.AddIndex(
            model_name='booking',
            index=models.Index(fields=['agency', 'event'], name='booking_by_agency'),
        ),
        migrations.AddIndex(
            model_name='booking',
            index=models.Index(condition=models.Q(('state', 'offered')), fields=['offer_expires_at'], name='offer_expiring'),
        ),
        migrations.AddIndex(
            model_name='booking',
            index=models.Index(condition=models.Q(('confirmed_at__isnull', True), ('state', 'booked')), fields=['confirm_by'], name='confirmation_due'),
        ),
        migrations.AddConstraint(
            model_name='booking',
            constraint=models.CheckConstraint(condition=models.Q(('origin__in', ['online', 'staff', 'walk_in', 'imported'])), name='booking_origin_is_known'),
        ),
        migrations.AddConstraint(
            model_name='booking',
            constraint=models.CheckConstraint(condition=models.Q(('outcome', ''), ('state', 'booked'), _connector='OR'), name='only_a_booked_place_has_an_outcome'),
        ),
        migrations.AddConstraint(
            model_name='booking',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('origin', 'walk_in'), _negated=True), ('state', 'booked'), _connector='OR'), name='a_walk_in_is_booked'),
        ),
        migrations.AddConstraint(
            model_name='booking',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('applied', 'waiting', 'offered', 'awaiting', 'booked'))), fields=('person', 'event'), name='one_live_booking_per_person_and_event'),
        ),
        migrations.AddConstraint(
            model_name='booking',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['applied', 'waiting', 'offered', 'awaiting', 'booked', 'cancelled', 'substituted', 'transferred', 'withdrawn', 'refused', 'lapsed'])), name='booking_state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='booking',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('cancelled_at__isnull', False), ('state', 'cancelled')), ('state__in', ('substituted', 'transferred')), models.Q(models.Q(('state__in', ['cancelled', 'substituted', 'transferred']), _negated=True), ('cancelled_at__isnull', True)), _connector='OR'), name='cancelled_bookings_say_when'),
        ),
        migrations.AddConstraint(
            model_name='booking',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('offer_expires_at__isnull', False), ('state', 'offered')), models.Q(models.Q(('state', 'offered'), _negated=True), ('offer_expires_at__isnull', True)), _connector='OR'), name='an_offer_expires'),
        ),
        migrations.AddConstraint(
            model_name='booking',
            constraint=models.CheckConstraint(condition=models.Q(('category__in', ['partner', 'school', 'commissioned', 'voluntary_local', 'voluntary_national', 'private', 'other', 'unverified'])), name='booking_category_is_known'),
        ),
        migrations.AddIndex(
            model_name='reservedplace',
            index=models.Index(condition=models.Q(('closed_at__isnull', True)), fields=['name_by'], name='reserved_unnamed'),
        ),
        migrations.AddIndex(
            model_name='reservedplace',
            index=models.Index(fields=['event', 'closed_at'], name='reserved_by_event'),
        ),
        migrations.AddConstraint(
            model_name='reservedplace',
            constraint=models.CheckConstraint(condition=models.Q(('booking__isnull', True), ('closed_at__isnull', False), _connector='OR'), name='a_named_place_is_closed'),
        ),
    ]
