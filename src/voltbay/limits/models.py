"""What of each limit is used up."""

from django.db import models

from voltbay.core.fields import FingerprintField


class Spent(models.Model):
    """How far somebody has used up a limit: empty again at `free_at`, which comes by itself.

    The fingerprint holds the limit's kind, and who is counted: an address, a name, an owner.
    The table is UNLOGGED (see 0002): a crash of PostgreSQL forgets it, nothing waits for a disk.
    """

    who = FingerprintField(primary_key=True)
    free_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["free_at"], name="spent_to_forget")]

    def __str__(self) -> str:
        return f"until {self.free_at:%Y-%m-%d %H:%M}Z"
