"""Indexes that longer ones begin with: those find the same, and each is written for each row."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_guard"),
    ]

    operations = [
        migrations.AlterField(
            model_name="consent",
            name="owner",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="consents",
                to="accounts.owner",
            ),
        ),
        migrations.AlterField(
            model_name="vehicle",
            name="owner",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="vehicles",
                to="accounts.owner",
            ),
        ),
    ]
