"""What the clean-up did, day by day."""

from django.db import models
from django.db.models import Q


class Run(models.Model):
    """What one rule ended on one day, and what it left. Names nobody.

    `held` is kept by legal holds though its time is over; `failed` could not be ended. `oldest_at`
    is from when the oldest row is that still has something to end: `since` of the rule.
    """

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=40)
    day = models.DateField()
    ended = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    overdue = models.PositiveIntegerField(default=0)
    held = models.PositiveIntegerField(default=0)
    left = models.PositiveIntegerField(default=0)
    oldest_at = models.DateTimeField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "day"], name="retention_run_once_a_day"),
            models.CheckConstraint(
                condition=Q(overdue__lte=models.F("left")), name="retention_overdue_is_left"
            ),
        ]
        indexes = [models.Index(fields=["-day"], name="retention_run_newest")]

    def __str__(self) -> str:
        return f"{self.kind} {self.day}: {self.ended}"
