"""What owners, and who acts for them, ask of what is known: and what became of it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from voltbay.accounts.models import Owner
from voltbay.bookings.models import Booking
from voltbay.core.fields import SealedTextField
from voltbay.directory.models import Outlet
from voltbay.removals.models import Receipt


class Field(models.TextChoices):
    """What of a booking may be corrected."""

    NAME = "name"
    PHONE = "phone"
    PLATE = "plate"
    VIN = "vin"


class Paper(models.TextChoices):
    """What somebody at a desk looked at; nothing of it is kept but that."""

    IDENTITY_CARD = "identity_card"
    VEHICLE_LICENCE = "vehicle_licence"
    HOUSEHOLD_REGISTER = "household_register"
    BIRTH_CERTIFICATE = "birth_certificate"
    POWER_OF_ATTORNEY = "power_of_attorney"
    DEATH_CERTIFICATE = "death_certificate"
    KINSHIP_CERTIFICATE = "kinship_certificate"
    COURT_PAPER = "court_paper"
    OTHER = "other"


class Correction(models.Model):
    """That something of a booking was wrong: what it was, what it is, on whose word and why.

    An owner's word waits for staff, who compare it with a paper; the phone is the owner's own to
    say. The four texts go with the booking's column, by a trigger: see `migrations/0002_guard`.
    """

    class State(models.TextChoices):
        ASKED = "asked"
        DONE = "done"
        REFUSED = "refused"

    id = models.BigAutoField(primary_key=True)
    booking = models.ForeignKey(Booking, models.PROTECT, related_name="corrections")
    field = models.CharField(max_length=5, choices=Field)
    state = models.CharField(max_length=7, choices=State)
    was = SealedTextField(null=True)
    wanted = SealedTextField(null=True)
    why = SealedTextField(null=True)
    answer = SealedTextField(null=True)  # why it was refused, for the owner to read
    by_owner = models.BooleanField()
    paper = models.CharField(max_length=20, choices=Paper, blank=True, default="")
    asked_at = models.DateTimeField()
    answer_by = models.DateField()
    answered_at = models.DateTimeField(null=True)
    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    receipt = models.ForeignKey(Receipt, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(field__in=["name", "phone", "plate", "vin"]),
                name="correction_of_known_field",
            ),
            models.CheckConstraint(
                condition=Q(state="asked", answered_at__isnull=True)
                | Q(state__in=["done", "refused"], answered_at__isnull=False),
                name="correction_is_answered_once",
            ),
            # What nobody but its owner can know needs no paper; everything else does.
            models.CheckConstraint(
                condition=~Q(state="done")
                | Q(field="phone")
                | Q(staff__isnull=False) & ~Q(paper=""),
                name="correction_was_compared",
            ),
            models.UniqueConstraint(
                fields=["booking", "field"],
                condition=Q(state="asked"),
                name="correction_asked_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["answer_by"], condition=Q(state="asked"), name="correction_to_answer"
            )
        ]

    def __str__(self) -> str:
        return f"{self.field} {self.state}"


class RightsRequest(models.Model):
    """What somebody asked at a desk in an owner's place, and how it was decided."""

    class Relation(models.TextChoices):
        GUARDIAN_OF_CHILD = "guardian_of_child"  # of somebody under fourteen
        GUARDIAN = "guardian"  # of somebody under eighteen, or who cannot act alone
        REPRESENTATIVE = "representative"
        HEIR = "heir"  # a near relative of somebody who has died

    class Asks(models.TextChoices):
        COPY = "copy"
        CORRECT = "correct"
        WITHDRAW = "withdraw"
        CLOSE = "close"
        TAKE_PART = "take_part"  # in a booking

    class State(models.TextChoices):
        OPEN = "open"
        GRANTED = "granted"
        REFUSED = "refused"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    outlet = models.ForeignKey(Outlet, models.PROTECT, related_name="+")
    owner = models.ForeignKey(Owner, models.PROTECT, null=True, related_name="rights_requests")
    booking = models.ForeignKey(Booking, models.PROTECT, null=True, related_name="+")
    relation = models.CharField(max_length=17, choices=Relation)
    asks = models.CharField(max_length=9, choices=Asks)
    asker = SealedTextField(null=True)  # name of who asks
    phone = SealedTextField(null=True)  # of who asks
    subject = SealedTextField(null=True)  # name of whom it is about
    words = SealedTextField(null=True)  # what is asked, as it was said
    answer = SealedTextField(null=True)
    state = models.CharField(max_length=7, choices=State, default=State.OPEN)
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answer_by = models.DateField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", answered_at__isnull=True, answered_by__isnull=True)
                | Q(
                    state__in=["granted", "refused"],
                    answered_at__isnull=False,
                    answered_by__isnull=False,
                ),
                name="rights_request_is_answered_once",
            ),
            models.CheckConstraint(
                condition=Q(
                    relation__in=["guardian_of_child", "guardian", "representative", "heir"]
                ),
                name="rights_request_by_known_relation",
            ),
        ]
        indexes = [models.Index(fields=["outlet", "state", "answer_by"], name="rights_to_answer")]

    def __str__(self) -> str:
        return f"{self.relation} {self.asks} {self.state}"


class SeenPaper(models.Model):
    """That a member of staff looked at the original of a paper; no picture of it is kept."""

    id = models.BigAutoField(primary_key=True)
    request = models.ForeignKey(RightsRequest, models.CASCADE, related_name="papers")
    kind = models.CharField(max_length=20, choices=Paper)
    number_end = SealedTextField(null=True)  # its number's last four characters, if it has one
    at = models.DateTimeField()
    staff = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.kind
