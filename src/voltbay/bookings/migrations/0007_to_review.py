"""The review queue is found without reading an outlet's whole past."""

from django.db import migrations, models

import voltbay.bookings.lifecycle


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_wechat"),
        ("bookings", "0006_figures"),
        ("directory", "0004_storage"),
        ("recognition", "0002_photo_views_are_written_once"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="booking",
            index=models.Index(
                condition=models.Q(("state", voltbay.bookings.lifecycle.State["IN_REVIEW"])),
                fields=["outlet", "starts_at"],
                name="booking_to_review",
            ),
        ),
    ]
