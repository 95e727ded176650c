"""Indexes that longer ones begin with: those find the same, and each is written for each row."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_fewer_indexes"),
        ("bookings", "0003_days"),
        ("directory", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="booking",
            name="outlet",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="bookings",
                to="directory.outlet",
            ),
        ),
        migrations.AlterField(
            model_name="booking",
            name="owner",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="bookings",
                to="accounts.owner",
            ),
        ),
        migrations.AlterField(
            model_name="bookingevent",
            name="booking",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="events",
                to="bookings.booking",
            ),
        ),
        migrations.AlterField(
            model_name="originallook",
            name="booking",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="looks",
                to="bookings.booking",
            ),
        ),
    ]
