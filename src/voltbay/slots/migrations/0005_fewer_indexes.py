"""Indexes that longer ones begin with: those find the same, and each is written for each row."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0001_initial"),
        ("slots", "0004_days"),
    ]

    operations = [
        migrations.AlterField(
            model_name="slot",
            name="outlet",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="slots",
                to="directory.outlet",
                verbose_name="outlet",
            ),
        ),
    ]
