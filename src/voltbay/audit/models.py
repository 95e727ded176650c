"""Who did what, from where, and who looked at what: written once, and kept by the database."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from voltbay.accounts.models import Role, StaffUser


class Purpose(models.TextChoices):
    """Why somebody looks at personal data: a closed list, whose words its owner reads too.

    What staff write beside it is for the platform alone, as it may name others.
    """

    VISIT = "visit", _("preparing or receiving the visit")
    CONTACT = "contact", _("contact about the booking")
    REVIEW = "review", _("check of the papers")
    CALL_OUT = "call_out", _("answer to the request to come")
    PAYOUT = "payout", _("payment to the owner")
    ACCOUNT = "account", _("restoring or correcting the account")
    FLEET = "fleet", _("check of a company's account")
    QUESTION = "question", _("question or complaint of the owner")
    REPORT = "report", _("battery report that the law demands")
    LAW = "law", _("another duty by law")
    SEARCH = "search", _("search for a booking")
    OTHER = "other", _("another reason, kept in words")


class AuditEntry(models.Model):
    """Something that staff did, or that changed in a table of master data. Written once.

    Triggers write the changes of tables, with the columns before and after, whoever makes them;
    the doors write each action of a member of staff. The database refuses to change an entry.
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


class View(models.Model):
    """That a member of staff looked at personal data in full, and why; or searched for a person.

    Written once.

    It outlives what was looked at, so it names booking, owner and document by their ids.
    """

    class Of(models.TextChoices):
        BOOKING = "booking"  # name and numbers of a booking
        OWNER = "owner"  # name and phone of an owner, who may have no booking
        PHOTO = "photo"  # the photo of a document
        CALL_OUT = "call_out"  # phone, place and photo of who asked an outlet to come
        SEARCH = "search"  # bookings by somebody's number; never which number

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    staff = models.ForeignKey(StaffUser, models.PROTECT, related_name="+")
    # As it was then: who looked as outlet staff may be a manager by now.
    role = models.CharField(max_length=16, choices=Role, blank=True)
    of = models.CharField(max_length=8, choices=Of)
    booking_code = models.CharField(max_length=12, blank=True)
    outlet_id = models.UUIDField(null=True)
    owner_id = models.UUIDField(null=True)
    document_id = models.UUIDField(null=True)
    call_out_id = models.UUIDField(null=True)
    document_kind = models.CharField(max_length=16, blank=True)
    searched_by = models.CharField(max_length=9, blank=True)
    found = models.PositiveSmallIntegerField(null=True)
    purpose = models.CharField(max_length=8, choices=Purpose)
    why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(why="") | ~Q(purpose="other"), name="view_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(purpose__in=Purpose.values), name="view_of_known_purpose"
            ),
            models.CheckConstraint(
                condition=Q(of="booking") & ~Q(booking_code="")
                | Q(of="owner", owner_id__isnull=False)
                | Q(of="photo", owner_id__isnull=False, document_id__isnull=False)
                & ~Q(document_kind="")
                | Q(of="call_out", call_out_id__isnull=False, outlet_id__isnull=False)
                | Q(of="search", outlet_id__isnull=False, found__isnull=False) & ~Q(searched_by=""),
                name="view_is_of_something",
            ),
        ]
        indexes = [
            models.Index(fields=["-at"], name="view_newest"),
            models.Index(fields=["owner_id"], name="view_of_owner"),
            models.Index(fields=["document_id"], name="view_of_document"),
            models.Index(fields=["booking_code"], name="view_of_booking"),
            models.Index(fields=["call_out_id"], name="view_of_call_out"),
        ]

    def __str__(self) -> str:
        return f"{self.of} at {self.at:%Y-%m-%d %H:%M}Z"
