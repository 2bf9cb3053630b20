from django.conf import settings
from django.db import models


class AuditEntry(models.Model):
    """One state change of one object: who, when, from, to, why. Written in the change's transaction."""

    at = models.DateTimeField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    target_type = models.CharField(max_length=60, help_text="app_label.model, in lower case")
    target_id = models.BigIntegerField()
    verb = models.CharField(max_length=40)
    was = models.CharField(max_length=60, blank=True)
    now = models.CharField(max_length=60, blank=True)
    why = models.CharField(max_length=500, blank=True)
    details = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["at", "id"]
        verbose_name_plural = "audit entries"
        indexes = [models.Index(fields=["target_type", "target_id", "at"], name="audit_by_target")]

    def __str__(self) -> str:
        return f"{self.at:%d %B %Y %H:%M} {self.verb} {self.target_type} {self.target_id}"
