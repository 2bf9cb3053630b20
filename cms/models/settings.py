from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting


@register_setting(icon="mail")
class SiteDetails(BaseSiteSetting):
    """How to reach a board's training team, beside the e-mail address and telephone of the board."""

    contact_name = models.CharField(max_length=100, default="Training team")
    contact_hours = models.CharField(
        max_length=200, blank=True, help_text="For example: Monday to Friday, 9am to 4:30pm."
    )
    postal_address = models.TextField(blank=True)

    panels = [
        FieldPanel("contact_name"),
        FieldPanel("contact_hours"),
        FieldPanel("postal_address"),
    ]

    class Meta:
        verbose_name = "site details"

    def __str__(self) -> str:
        return f"Details of {self.site}"
