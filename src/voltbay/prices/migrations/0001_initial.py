import datetime
import uuid
from decimal import Decimal

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations, models

import voltbay.prices.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("directory", "0001_initial"),
    ]

    operations = [
        # Lets the exclusion constraint compare companies and chemistries as well as ranges.
        BtreeGistExtension(),
        migrations.CreateModel(
            name="PriceRange",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("chemistry", models.CharField(blank=True, max_length=1)),
                ("mass_from_kg", models.DecimalField(decimal_places=1, max_digits=6)),
                ("mass_below_kg", models.DecimalField(decimal_places=1, max_digits=6)),
                ("unit", models.CharField(choices=[("kg", "Kg"), ("pack", "Pack")], max_length=4)),
                ("low_yuan", models.DecimalField(decimal_places=2, max_digits=9)),
                ("high_yuan", models.DecimalField(decimal_places=2, max_digits=9)),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField()),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="price_ranges",
                        to="directory.company",
                    ),
                ),
                (
                    "outlet",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="price_ranges",
                        to="directory.outlet",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("high_yuan__lte", Decimal(1000000)),
                            ("low_yuan__gte", 0),
                            ("low_yuan__lte", models.F("high_yuan")),
                        ),
                        name="price_range_is_possible",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("mass_below_kg__lte", Decimal(3000)),
                            ("mass_from_kg__gte", 0),
                            ("mass_from_kg__lt", models.F("mass_below_kg")),
                        ),
                        name="price_range_is_of_some_mass",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until__gte", models.F("valid_from")),
                            (
                                "valid_until__lt",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("valid_from"),
                                    "+",
                                    models.Value(datetime.timedelta(days=92)),
                                ),
                            ),
                        ),
                        name="price_range_grows_stale",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("chemistry__regex", "^[A-GZ]?$")),
                        name="price_range_chemistry_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("unit__in", ["kg", "pack"])),
                        name="price_range_unit_is_known",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (
                                django.db.models.functions.comparison.Coalesce("outlet", "company"),
                                "=",
                            ),
                            ("chemistry", "="),
                            (
                                voltbay.prices.models.NumRange(
                                    "mass_from_kg",
                                    "mass_below_kg",
                                    django.contrib.postgres.fields.ranges.RangeBoundary(),
                                ),
                                "&&",
                            ),
                            (
                                voltbay.prices.models.DateRange(
                                    "valid_from",
                                    "valid_until",
                                    django.contrib.postgres.fields.ranges.RangeBoundary(
                                        inclusive_upper=True
                                    ),
                                ),
                                "&&",
                            ),
                        ],
                        name="price_ranges_do_not_overlap",
                    ),
                ],
            },
        ),
    ]
