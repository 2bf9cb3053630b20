"""Annual reports call the measure “Events held” by the key that it has in every other report."""

from django.db import migrations

OLD, NEW = "events_held", "events"


def _renaming(was, now):
    def rename(apps, schema_editor):
        for report in apps.get_model("reports", "AnnualReport").objects.only("structure"):
            for section in report.structure:
                for block in section["blocks"]:
                    if block.get("of") == was:
                        block["of"] = now
            report.save(update_fields=["structure"])
        apps.get_model("reports", "StatedFigure").objects.filter(own=was).update(own=now)

    return rename


class Migration(migrations.Migration):
    dependencies = [("reports", "0004_editions_made_anew")]

    operations = [migrations.RunPython(_renaming(OLD, NEW), _renaming(NEW, OLD))]
