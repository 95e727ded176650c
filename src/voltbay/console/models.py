"""What the staff pages note: who did what from where, who looked at what, what was sent once."""

from django.db import models
from django.db.models import Q

from voltbay.accounts.models import StaffUser


class AuditEntry(models.Model):
    """Something that staff did, or that changed in a table of master data. Written once.

    Triggers write the changes of tables, with the columns before and after, whoever makes them;
    the door writes each action of a member of staff. The database refuses to change an entry.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    staff = models.ForeignKey(StaffUser, models.PROTECT, null=True, related_name="+")
    address = models.CharField(max_length=45, blank=True)
    what = models.CharField(max_length=80)
    target = models.CharField(max_length=120, blank=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["-at"], name="audit_newest"),
            models.Index(fields=["staff", "-at"], name="audit_of_staff"),
            models.Index(fields=["what", "-at"], name="audit_of_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.target}"


class NumberView(models.Model):
    """That a member of staff looked at a full name or number, and why. Written once.

    Of a booking, or of an owner who may have none.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    staff = models.ForeignKey(StaffUser, models.PROTECT, related_name="+")
    booking_code = models.CharField(max_length=12, blank=True)
    outlet_id = models.UUIDField(null=True)
    owner_id = models.UUIDField(null=True)
    why = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(why=""), name="number_view_has_a_reason"),
            models.CheckConstraint(
                condition=~Q(booking_code="") | Q(owner_id__isnull=False),
                name="number_view_is_of_somebody",
            ),
        ]
        indexes = [models.Index(fields=["-at"], name="number_view_newest")]

    def __str__(self) -> str:
        return f"{self.booking_code} at {self.at:%Y-%m-%d %H:%M}Z"


class Sent(models.Model):
    """A form that was sent and done, by the key in it: sent again, it is answered the same."""

    key = models.UUIDField(primary_key=True)
    staff = models.ForeignKey(StaffUser, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_index=True)
    answer = models.CharField(max_length=300)

    def __str__(self) -> str:
        return str(self.key)
