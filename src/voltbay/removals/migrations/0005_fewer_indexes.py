"""Indexes that longer ones begin with: those find the same, and each is written for each row."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0001_initial"),
        ("removals", "0004_pack_by_day"),
    ]

    operations = [
        migrations.AlterField(
            model_name="batterypack",
            name="removal",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="packs",
                to="removals.removal",
            ),
        ),
        migrations.AlterField(
            model_name="handover",
            name="outlet",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="handovers",
                to="directory.outlet",
            ),
        ),
        migrations.AlterField(
            model_name="receipt",
            name="removal",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="receipts",
                to="removals.removal",
            ),
        ),
        migrations.AlterField(
            model_name="removalevent",
            name="removal",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="events",
                to="removals.removal",
            ),
        ),
        migrations.AlterField(
            model_name="removalphoto",
            name="removal",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="photos",
                to="removals.removal",
            ),
        ),
        migrations.AlterField(
            model_name="removalstep",
            name="removal",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="steps",
                to="removals.removal",
            ),
        ),
    ]
