"""Indexes that longer ones begin with: those find the same, and each is written for each row."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_fewer_indexes"),
        ("recognition", "0002_days"),
    ]

    operations = [
        migrations.AlterField(
            model_name="document",
            name="owner",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="documents",
                to="accounts.owner",
            ),
        ),
        migrations.AlterField(
            model_name="submission",
            name="owner",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="accounts.owner",
            ),
        ),
    ]
