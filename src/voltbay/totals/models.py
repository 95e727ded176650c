"""Totals of days, and which days have changed since."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class DayTotal(models.Model):
    """What was counted of one day that is over: `counts` by `keys`, side by side.

    It counts only while no change of its day is noted. A day without a row has not been counted,
    or had nothing to count.
    """

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=20)
    day = models.DateField()
    keys = ArrayField(models.CharField(max_length=60))
    counts = ArrayField(models.BigIntegerField())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "day"], name="total_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.day}"


class DayChange(models.Model):
    """That a transaction changed something of a day that was over: written by triggers alone."""

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=20)
    day = models.DateField()
    transaction = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["kind", "day", "transaction"], name="change_of_day")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.day}"
