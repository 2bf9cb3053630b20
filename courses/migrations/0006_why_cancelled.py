"""Why an event was cancelled: events cancelled before now keep the words of their history, and no reason."""

from typing import Any

from django.db import migrations, models
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce, Substr

WHY = [
    ('too_few', 'Too few bookings'),
    ('trainer', 'Trainer not available'),
    ('venue', 'Venue not available'),
    ('emergency', 'Weather or emergency'),
    ('change_of_plan', 'Change of plan or duplicate'),
    ('other', 'Other'),
    ('not_recorded', 'Not recorded'),
]


def keep_the_words(apps: Any, schema_editor: Any) -> None:
    """No code is guessed from words: a report would count what nobody said."""
    event, entry = apps.get_model('courses', 'Event'), apps.get_model('people', 'AuditEntry')
    cancelled = entry.objects.filter(
        target_type='courses.event', target_id=OuterRef('pk'), now='cancelled'
    ).order_by('-at', '-pk')
    event.objects.filter(state='cancelled').update(
        cancelled_because='not_recorded',
        cancelled_words=Coalesce(
            Subquery(cancelled.annotate(said=Substr('why', 1, 300)).values('said')[:1]),
            models.Value(''),
        ),
    )


class Migration(migrations.Migration):

    dependencies = [
        ('courses', '0005_past_events'),
        ('people', '0005_drop_waiting_list_stops'),
    ]

    operations = [
        migrations.AddField(
            model_name='event',
            name='cancelled_because',
            field=models.CharField(blank=True, choices=WHY, editable=False, max_length=20),
        ),
        migrations.AddField(
            model_name='event',
            name='cancelled_words',
            field=models.CharField(blank=True, editable=False, max_length=300),
        ),
        migrations.RunPython(keep_the_words, migrations.RunPython.noop),
    ]
