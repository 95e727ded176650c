"""What a battery may fetch: a company's price ranges by chemistry and mass, for some weeks each."""

import uuid
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import (
    DateRangeField,
    DecimalRangeField,
    RangeBoundary,
    RangeOperators,
)
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Coalesce

from voltbay.directory.models import Company, Outlet

DEAREST = Decimal(1_000_000)  # yuan
HEAVIEST = Decimal(3000)  # kg: the pack of a heavy lorry
VALID_DAYS = 92  # prices of cells move within a quarter; an older range would mislead


class NumRange(Func):
    """The masses that a range is for, half-open, for the exclusion constraint."""

    function = "NUMRANGE"
    output_field = DecimalRangeField()


class DateRange(Func):
    """The days that a range is valid on, both ends included, for the exclusion constraint."""

    function = "DATERANGE"
    output_field = DateRangeField()


class PriceRange(models.Model):
    """What a company pays for batteries of a chemistry and mass: from `low_yuan` to `high_yuan`.

    Per kilogram or per pack; `chemistry` is a letter of GB/T 34014, empty if it is unknown. With
    an `outlet` it holds there in place of the company's. It is shown from `valid_from` to the end
    of `valid_until`, which is 92 days at most: what nobody renews is shown to nobody.
    """

    class Unit(models.TextChoices):
        KG = "kg"
        PACK = "pack"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="price_ranges")
    outlet = models.ForeignKey(Outlet, models.PROTECT, null=True, related_name="price_ranges")
    chemistry = models.CharField(max_length=1, blank=True)
    mass_from_kg = models.DecimalField(max_digits=6, decimal_places=1)
    mass_below_kg = models.DecimalField(max_digits=6, decimal_places=1)
    unit = models.CharField(max_length=4, choices=Unit)
    low_yuan = models.DecimalField(max_digits=9, decimal_places=2)
    high_yuan = models.DecimalField(max_digits=9, decimal_places=2)
    valid_from = models.DateField()
    valid_until = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(low_yuan__gte=0, low_yuan__lte=F("high_yuan"), high_yuan__lte=DEAREST),
                name="price_range_is_possible",
            ),
            models.CheckConstraint(
                condition=Q(
                    mass_from_kg__gte=0,
                    mass_from_kg__lt=F("mass_below_kg"),
                    mass_below_kg__lte=HEAVIEST,
                ),
                name="price_range_is_of_some_mass",
            ),
            models.CheckConstraint(
                condition=Q(
                    valid_until__gte=F("valid_from"),
                    valid_until__lt=F("valid_from") + timedelta(days=VALID_DAYS),
                ),
                name="price_range_grows_stale",
            ),
            models.CheckConstraint(
                condition=Q(chemistry__regex="^[A-GZ]?$"), name="price_range_chemistry_is_known"
            ),
            models.CheckConstraint(
                condition=Q(unit__in=["kg", "pack"]), name="price_range_unit_is_known"
            ),
            ExclusionConstraint(
                name="price_ranges_do_not_overlap",
                expressions=[
                    (Coalesce("outlet", "company"), RangeOperators.EQUAL),
                    ("chemistry", RangeOperators.EQUAL),
                    (
                        NumRange("mass_from_kg", "mass_below_kg", RangeBoundary()),
                        RangeOperators.OVERLAPS,
                    ),
                    (
                        DateRange("valid_from", "valid_until", RangeBoundary(inclusive_upper=True)),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.low_yuan}-{self.high_yuan} / {self.unit}"

    def holds_on(self, day: Any) -> bool:
        """Tell whether it is shown to owners on a day."""
        return bool(self.valid_from <= day <= self.valid_until)
