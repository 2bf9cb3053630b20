from django.db import models

from people.models import Agency, Board, Person


class Trainer(models.Model):
    """A person in a board's training pool, lent by an agency or commissioned."""

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="trainers")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="trainer_entries")
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.SET_NULL)
    is_commissioned = models.BooleanField(
        default=False, help_text="Paid from outside, not lent by a partner agency."
    )
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["person__full_name"]
        constraints = [
            models.UniqueConstraint(fields=["board", "person"], name="trainer_once_a_board"),
        ]

    def __str__(self) -> str:
        return self.person.full_name
