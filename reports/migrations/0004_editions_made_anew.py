"""An edition now keeps the figure at which each cell was first hidden. Those made before do not know it: the next
rounds make them anew, and until then protected pages show no figures. Nothing else is lost: an edition is worked out
from the registers."""

from django.db import migrations


def drop_editions(apps, schema_editor):
    apps.get_model("reports", "ProtectedEdition").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("reports", "0003_small_numbers")]

    operations = [migrations.RunPython(drop_editions, migrations.RunPython.noop)]
