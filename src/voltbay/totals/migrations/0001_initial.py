"""Totals of days that are over, and the functions by which triggers note what changes of them."""

import django.contrib.postgres.fields
from django.db import migrations, models

from voltbay.totals.watch import install


class Migration(migrations.Migration):
    initial = True
    reasons = {"run-sql": "makes functions that nothing calls yet, so nobody waits"}

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="DayChange",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=20)),
                ("day", models.DateField()),
                ("transaction", models.BigIntegerField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["kind", "day", "transaction"], name="change_of_day")
                ],
            },
        ),
        migrations.CreateModel(
            name="DayTotal",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=20)),
                ("day", models.DateField()),
                (
                    "keys",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), size=None
                    ),
                ),
                (
                    "counts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), size=None
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "day"), name="total_once_a_day")
                ],
            },
        ),
        install(),
    ]
