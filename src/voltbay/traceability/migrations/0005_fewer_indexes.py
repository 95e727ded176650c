"""Indexes that longer ones begin with: those find the same, and each is written for each row."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0001_initial"),
        ("removals", "0005_fewer_indexes"),
        ("traceability", "0004_owed_so_far"),
    ]

    operations = [
        migrations.AlterField(
            model_name="formercode",
            name="pack",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="former_codes",
                to="removals.batterypack",
            ),
        ),
        migrations.AlterField(
            model_name="reportrow",
            name="company",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="directory.company",
            ),
        ),
        migrations.AlterField(
            model_name="reportrow",
            name="pack",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="report_rows",
                to="removals.batterypack",
            ),
        ),
    ]
