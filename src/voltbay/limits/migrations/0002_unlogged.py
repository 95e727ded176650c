"""Counting must not wait for a disk, and a count that a crash forgets is no loss."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("limits", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE limits_spent SET UNLOGGED", "ALTER TABLE limits_spent SET LOGGED"
        )
    ]
