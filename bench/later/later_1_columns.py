"""Columns: one with a default that the database knows, and two that are empty at first."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("bookings", "0005_count_what_waits")]

    operations = [
        migrations.AddField("booking", "shade", models.TextField(db_default="grey")),
        migrations.AddField("booking", "day", models.DateField(null=True)),
        migrations.AddField("booking", "weight", models.IntegerField(null=True, db_default=0)),
    ]
