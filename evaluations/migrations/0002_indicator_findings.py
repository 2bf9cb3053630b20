import datetime as dt

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0001_evaluations")]

    operations = [
        migrations.AddField(
            model_name="indicator",
            name="training_from",
            field=models.DateField(
                default=dt.date(2000, 1, 1),
                help_text=(
                    "The first day of the month in which the training began that should move it."
                ),
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="indicator",
            name="findings",
            field=models.JSONField(
                blank=True,
                editable=False,
                help_text="What the statistics say; null: not worked out.",
                null=True,
            ),
        ),
        migrations.AlterField(
            model_name="indicator",
            name="declared_on",
            field=models.DateField(help_text="When all of this was fixed."),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(("training_from__day", 1)), name="training_began_with_a_month"
            ),
        ),
    ]
