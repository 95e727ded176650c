"""Files that were refused before anything of them was kept count as tried."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("recognition", "0003_fewer_indexes")]

    operations = [
        migrations.AddField(
            model_name="submission",
            name="refused",
            field=models.CharField(blank=True, db_default="", default="", max_length=16),
        ),
    ]
