from django.db import models
from django.db.models import Q

from bookings.models import Booking
from courses.models import Event
from evaluations.choices import Review, Wave


class Run(models.Model):
    """The evaluation of one event. Its key, which alone links answers to bookings, is kept outside the database.

    `key_until` is when the key is destroyed; `key_destroyed_at` when it was: from then on nobody can link.
    """

    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="evaluation")
    opened_at = models.DateTimeField()
    key_until = models.DateTimeField()
    key_destroyed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-opened_at"]
        indexes = [
            models.Index(
                fields=["key_until"],
                condition=Q(key_destroyed_at__isnull=True),
                name="key_to_destroy",
            ),
        ]

    def __str__(self) -> str:
        return f"Evaluation of {self.event}"


class RunWave(models.Model):
    """One wave of a run: the questionnaire as it was asked there, and from when to when.

    `document` is the questionnaires of the plan put together, with the course's objectives written in.
    `invited` and `answered` are final once the key is destroyed and the invitations are gone.
    """

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="waves")
    wave = models.CharField(max_length=12, choices=Wave)
    versions = models.JSONField(help_text="Ids of the instruments' versions, in order.")
    document = models.JSONField()
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    reminders = models.JSONField(default=list)
    invited = models.PositiveIntegerField(default=0)
    answered = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["run", "wave"]
        constraints = [
            models.UniqueConstraint(fields=["run", "wave"], name="one_wave_of_a_kind_a_run"),
            models.CheckConstraint(condition=Q(wave__in=Wave.values), name="wave_is_known"),
            models.CheckConstraint(
                condition=Q(closes_at__gt=models.F("opens_at")), name="wave_closes_after_it_opens"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run}: {self.get_wave_display()}"


class Invitation(models.Model):
    """Somebody who is asked in one wave, and whether they have answered: for reminders and certificates only.

    It says nothing of what was answered, nor when. It goes with the key.
    """

    wave = models.ForeignKey(RunWave, on_delete=models.CASCADE, related_name="invitations")
    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="evaluations")
    is_answered = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["wave", "booking"], name="invited_once_a_wave"),
        ]

    def __str__(self) -> str:
        return f"{self.booking.reference}: {self.wave.get_wave_display()}"


class Interview(models.Model):
    """Somebody who agreed, at three months, to be asked more, and to be known for how far they got.

    The one place where an answer and a name stand together, and only because the person said so there.
    """

    booking = models.OneToOneField(Booking, on_delete=models.CASCADE, related_name="interview")
    review = models.CharField(max_length=10, choices=Review)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(review__in=Review.values), name="interview_review_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.booking.reference}: {self.get_review_display()}"
