"""Companies that book for many cars: the account, its people, its cars, and the blocks booked."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from voltbay.accounts.models import Owner, StaffUser
from voltbay.core.fields import FingerprintField, SealedTextField
from voltbay.core.personal import PERSONAL
from voltbay.directory.models import Outlet, Service
from voltbay.fleets.rules import LARGEST_BLOCK, Role

ROLES = [(role.value, role.value) for role in Role]


class FleetAccount(models.Model):
    """A company on whose behalf owners book: asked for by one of them, decided once by staff.

    The evidence is a sealed photo of the business licence, or of a letter of the company. Whoever
    closes the account leaves the row, as bookings refer to it; contact, evidence and reason go.
    """

    class State(models.TextChoices):
        ASKED = "asked"
        APPROVED = "approved"
        REFUSED = "refused"
        SUSPENDED = "suspended"
        CLOSED = "closed"

    class Evidence(models.TextChoices):
        BUSINESS_LICENCE = "business_licence"
        LETTER = "letter"

    LIVE = (State.ASKED, State.APPROVED, State.SUSPENDED)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("company"), max_length=120)
    credit_code = models.CharField(_("unified social credit code"), max_length=18)
    contact_name = SealedTextField(null=True)
    contact_phone = SealedTextField(null=True)
    evidence_kind = models.CharField(max_length=16, choices=Evidence)
    evidence = models.CharField(max_length=100, blank=True, default="", db_default="")
    state = models.CharField(max_length=9, choices=State, default=State.ASKED)
    asked_by = models.ForeignKey(Owner, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(StaffUser, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(
        max_length=200, blank=True, default="", db_default="", db_comment=PERSONAL
    )

    class Meta:
        verbose_name = _("fleet account")
        verbose_name_plural = _("fleet accounts")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["asked", "approved", "refused", "suspended", "closed"]),
                name="fleet_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(state="asked", decided_at__isnull=True, decided_by__isnull=True)
                | Q(state="closed")
                | Q(
                    state__in=["approved", "refused", "suspended"],
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                ),
                name="fleet_is_decided_by_staff",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["refused", "suspended"]) | ~Q(reason=""),
                name="fleet_refusal_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", contact_name__isnull=True, contact_phone__isnull=True)
                | Q(contact_name__isnull=False, contact_phone__isnull=False) & ~Q(state="closed"),
                name="fleet_has_a_contact_until_closed",
            ),
            models.UniqueConstraint(
                fields=["credit_code"],
                condition=Q(state__in=["asked", "approved", "suspended"]),
                name="fleet_once_a_company",
            ),
        ]
        indexes = [
            models.Index(
                fields=["asked_at"], condition=Q(state="asked"), name="fleet_waits_for_staff"
            )
        ]

    def __str__(self) -> str:
        return self.name


class FleetMember(models.Model):
    """Somebody who acts for a fleet; until they join, an invitation to a phone.

    `authorised_at` is when a desk saw the company's authorisation in this member's hands: it is
    shown once, not each time.
    """

    id = models.BigAutoField(primary_key=True)
    fleet = models.ForeignKey(FleetAccount, models.CASCADE, related_name="members")
    owner = models.ForeignKey(Owner, models.CASCADE, null=True, related_name="+")
    phone = SealedTextField(null=True)
    phone_fingerprint = FingerprintField(null=True)
    role = models.CharField(max_length=8, choices=ROLES)
    invited_at = models.DateTimeField()
    joined_at = models.DateTimeField(null=True)
    authorised_at = models.DateTimeField(null=True)
    authorised_by = models.ForeignKey(StaffUser, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("fleet member")
        verbose_name_plural = _("fleet members")
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in Role]),
                name="fleet_member_role_is_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    owner__isnull=False,
                    joined_at__isnull=False,
                    phone__isnull=True,
                    phone_fingerprint__isnull=True,
                )
                | Q(
                    owner__isnull=True,
                    joined_at__isnull=True,
                    phone__isnull=False,
                    phone_fingerprint__isnull=False,
                    authorised_at__isnull=True,
                ),
                name="fleet_member_joined_or_is_invited",
            ),
            models.CheckConstraint(
                condition=Q(authorised_at__isnull=True, authorised_by__isnull=True)
                | Q(authorised_at__isnull=False, authorised_by__isnull=False),
                name="fleet_authorisation_was_seen_by_staff",
            ),
            models.UniqueConstraint(fields=["fleet", "owner"], name="fleet_member_once"),
            models.UniqueConstraint(
                fields=["fleet", "phone_fingerprint"], name="fleet_phone_invited_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["phone_fingerprint"],
                condition=Q(phone_fingerprint__isnull=False),
                name="fleet_invitation_by_phone",
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} of {self.fleet_id}"


class FleetVehicle(models.Model):
    """A car on a fleet's list, known by its VIN; `licence_owner` is whom its licence names."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    fleet = models.ForeignKey(FleetAccount, models.CASCADE, related_name="vehicles")
    plate = SealedTextField()
    vin = SealedTextField()
    licence_owner = SealedTextField()
    plate_fingerprint = FingerprintField()
    vin_fingerprint = FingerprintField()
    model = models.CharField(max_length=80, blank=True, default="", db_default="")
    added_at = models.DateTimeField()
    ordinal = models.PositiveIntegerField()  # of the list: the order in which files named the cars

    class Meta:
        verbose_name = _("fleet vehicle")
        verbose_name_plural = _("fleet vehicles")
        constraints = [
            models.UniqueConstraint(fields=["fleet", "vin_fingerprint"], name="fleet_vin_once"),
            # Deferred: two cars of one file may swap their plates.
            models.UniqueConstraint(
                fields=["fleet", "plate_fingerprint"],
                name="fleet_plate_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]
        indexes = [models.Index(fields=["fleet", "ordinal"], name="fleet_vehicle_in_order")]

    def __str__(self) -> str:
        return str(self.id)


class FleetImport(models.Model):
    """That a list of cars was imported: by whom, what file, and what it did. Written once."""

    id = models.BigAutoField(primary_key=True)
    fleet = models.ForeignKey(FleetAccount, models.CASCADE, related_name="imports")
    owner = models.ForeignKey(Owner, models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()
    created = models.PositiveIntegerField()
    changed = models.PositiveIntegerField()
    unchanged = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.created} new, {self.changed} changed"


class Block(models.Model):
    """Many cars of one fleet booked as one at one outlet; each car is a booking of its own.

    A held block counts as one hold of its fleet, numbered like those of an owner.
    """

    class State(models.TextChoices):
        HELD = "held"
        CONFIRMED = "confirmed"
        CANCELLED = "cancelled"
        EXPIRED = "expired"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=12, unique=True)
    fleet = models.ForeignKey(FleetAccount, models.PROTECT, related_name="blocks")
    owner = models.ForeignKey(Owner, models.PROTECT, related_name="+")
    outlet = models.ForeignKey(Outlet, models.PROTECT, related_name="+")
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    cars = models.PositiveSmallIntegerField()  # as many as were held together
    state = models.CharField(max_length=9, choices=State, default=State.HELD)
    created_at = models.DateTimeField()
    held_until = models.DateTimeField(null=True)
    hold_ordinal = models.PositiveSmallIntegerField(null=True)
    idempotency_key = models.CharField(max_length=80, null=True)  # noqa: DJ001  # unique unless null

    class Meta:
        verbose_name = _("block")
        verbose_name_plural = _("blocks")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["held", "confirmed", "cancelled", "expired"]),
                name="block_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(cars__gte=1, cars__lte=LARGEST_BLOCK), name="block_has_a_size"
            ),
            models.CheckConstraint(
                condition=Q(state="held", held_until__isnull=False, hold_ordinal__isnull=False)
                | ~Q(state="held") & Q(held_until__isnull=True, hold_ordinal__isnull=True),
                name="block_hold_has_an_end",
            ),
            models.UniqueConstraint(
                fields=["fleet", "hold_ordinal"],
                condition=Q(state="held"),
                name="block_holds_are_numbered",
            ),
            models.UniqueConstraint(fields=["owner", "idempotency_key"], name="block_once_a_key"),
        ]
        indexes = [models.Index(fields=["fleet", "-created_at"], name="block_of_fleet")]

    def __str__(self) -> str:
        return f"{self.code} {self.state}"
