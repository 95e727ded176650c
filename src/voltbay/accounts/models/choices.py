"""What owners want or do not want of us beyond the agreements, word by word."""

from django.db import models

from voltbay.accounts.models.owners import LONGEST_CLIENT, Owner
from voltbay.accounts.models.staff import StaffUser


class Choice(models.Model):
    """An owner's yes or no to one purpose that has no text of its own: written once.

    `staff` is who wrote it down at the desk, on the owner's word; empty where the owner did.
    """

    class Of(models.TextChoices):
        REMINDERS = "reminders"  # the message the day before; wanted until taken back
        WECHAT = "wechat"  # being known as a WeChat user, and messages there

    class Action(models.TextChoices):
        GIVEN = "given"
        WITHDRAWN = "withdrawn"

    id = models.BigAutoField(primary_key=True)
    owner = models.ForeignKey(Owner, models.PROTECT, related_name="choices")
    of = models.CharField(max_length=10, choices=Of)
    action = models.CharField(max_length=9, choices=Action)
    at = models.DateTimeField()
    client = models.CharField(max_length=LONGEST_CLIENT, blank=True)
    staff = models.ForeignKey(StaffUser, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(of__in=["reminders", "wechat"]), name="choice_of_known_purpose"
            )
        ]
        indexes = [models.Index(fields=["owner", "of", "-id"], name="choice_of_owner")]

    def __str__(self) -> str:
        return f"{self.of} {self.action}"
