"""Which forms of the staff pages were sent and done."""

from django.db import models

from voltbay.accounts.models import StaffUser


class IdempotencyKey(models.Model):
    """A form that was sent and done, by the key in it: sent again, it is answered the same."""

    key = models.UUIDField(primary_key=True)
    staff = models.ForeignKey(StaffUser, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_index=True)
    answer = models.CharField(max_length=300)

    def __str__(self) -> str:
        return str(self.key)
