"""What happens after a car has arrived: the removal, its batteries, the receipt, the way out."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from voltbay.bookings.models import Booking
from voltbay.core.fields import SealedTextField
from voltbay.directory.models import Outlet
from voltbay.identifiers import own_number
from voltbay.identifiers.battery_code import Product
from voltbay.removals.money import Payout as Payout
from voltbay.removals.money import Quote as Quote
from voltbay.removals.money import QuoteLine as QuoteLine
from voltbay.removals.money import Statement as Statement
from voltbay.removals.rules import (
    HEAVIEST,
    LEAST_KWH,
    LIGHTEST,
    MOST_KWH,
    Hazard,
    NoCode,
    Safety,
    Step,
)

STEPS = [(step.value, step.value) for step in Step]
PRODUCTS = [(product.value, product.name.lower()) for product in Product]
HAZARDS = [(hazard.value, hazard.value) for hazard in Hazard]
NO_CODE = [(reason.value, reason.value) for reason in NoCode]
NATIONAL = r"^[0-9A-Z]{19}([0-9A-Z]{5})?$"  # in length; `parse_battery_code` knows the rest
SAFETY = [(safety.value, safety.value) for safety in Safety]


class Removal(models.Model):
    """The work on one car, from the bay's first look to the receipt."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    booking = models.OneToOneField(Booking, models.PROTECT, related_name="removal")
    outlet = models.ForeignKey(Outlet, models.PROTECT, related_name="removals")
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(null=True)
    car_after = models.CharField(max_length=16, choices=Booking.CarAfter, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["outlet"], condition=Q(finished_at__isnull=True), name="removal_under_way"
            )
        ]

    def __str__(self) -> str:
        return f"removal {self.pk}"


class RemovalStep(models.Model):
    """One step that was taken: when, by whom, and what was to be said about it."""

    id = models.BigAutoField(primary_key=True)
    removal = models.ForeignKey(Removal, models.PROTECT, related_name="steps", db_index=False)
    kind = models.CharField(max_length=8, choices=STEPS)
    done_at = models.DateTimeField()
    staff = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    note = SealedTextField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["removal", "kind"], name="removal_step_once"),
            models.CheckConstraint(
                condition=Q(kind__in=[step.value for step in Step]), name="removal_step_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.kind


class RemovalPhoto(models.Model):
    """A photo of the work, in the sealed photo store under `key`; `pack` if it shows that one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    removal = models.ForeignKey(Removal, models.PROTECT, related_name="photos", db_index=False)
    pack = models.ForeignKey("BatteryPack", models.SET_NULL, null=True, related_name="photos")
    step = models.CharField(max_length=8, choices=STEPS)
    key = models.CharField(max_length=80, unique=True)
    taken_at = models.DateTimeField()
    staff = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["removal", "taken_at"], name="photo_of_removal")]

    def __str__(self) -> str:
        return f"photo at {self.step}"


class Handover(models.Model):
    """Packs that left an outlet for a named receiver: written once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    outlet = models.ForeignKey(Outlet, models.PROTECT, related_name="handovers", db_index=False)
    receiver_name = models.CharField(max_length=120)
    receiver_credit_code = models.CharField(max_length=18)
    credit_code_override_reason = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    staff = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    idempotency_key = models.CharField(max_length=80, null=True)  # noqa: DJ001  # unique unless null

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["outlet", "idempotency_key"], name="handover_once_a_key"
            )
        ]
        indexes = [models.Index(fields=["outlet", "-at"], name="handover_of_outlet")]

    def __str__(self) -> str:
        return f"handover {self.pk}"


class BatteryPack(models.Model):
    """A pack, module or cell, in stock until it is handed over.

    The database adds its mass to the outlet's `stored_kg` while `left_at` is empty. `code` is what
    it goes by, and what it says is kept decoded, so that lists and charts need not decode. Of one
    without a readable code `code` is `own_number`, until a code is found; both are then kept.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    removal = models.ForeignKey(Removal, models.PROTECT, related_name="packs", db_index=False)
    outlet = models.ForeignKey(Outlet, models.PROTECT, related_name="packs")
    code = models.CharField(max_length=24)
    product = models.CharField(max_length=1, choices=PRODUCTS)
    vendor = models.CharField(max_length=3, blank=True)
    chemistry = models.CharField(max_length=1, blank=True)
    made_date = models.DateField(null=True)
    is_reused = models.BooleanField()
    own_number = models.CharField(max_length=11, null=True, unique=True)  # noqa: DJ001  # unique unless null
    no_code_reason = models.CharField(max_length=10, choices=NO_CODE, blank=True)
    maker = models.CharField(max_length=60, blank=True)
    energy_kwh = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    printed_serial = models.CharField(max_length=40, blank=True)
    code_found_at = models.DateTimeField(null=True)
    mass_kg = models.DecimalField(max_digits=6, decimal_places=1, null=True)
    hazards = ArrayField(models.CharField(max_length=8, choices=HAZARDS), default=list)
    safety = models.CharField(max_length=6, choices=SAFETY)
    condition = models.CharField(max_length=200, blank=True)
    contained_at = models.DateTimeField(null=True)
    stored_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    handover = models.ForeignKey(Handover, models.PROTECT, null=True, related_name="packs")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=Q(left_at__isnull=True), name="pack_once_in_stock"
            ),
            models.UniqueConstraint(fields=["removal", "code"], name="pack_once_a_removal"),
            models.CheckConstraint(
                condition=Q(mass_kg__isnull=True) | Q(mass_kg__gte=LIGHTEST, mass_kg__lte=HEAVIEST),
                name="pack_mass_is_possible",
            ),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True, handover__isnull=True)
                | Q(left_at__isnull=False, handover__isnull=False, mass_kg__isnull=False),
                name="pack_leaves_with_a_handover",
            ),
            models.CheckConstraint(
                condition=Q(hazards=[], safety=Safety.PASSED)
                | ~Q(hazards=[]) & Q(safety=Safety.UNSAFE),
                name="pack_safety_follows_hazards",
            ),
            models.CheckConstraint(
                condition=Q(code__regex=NATIONAL, made_date__isnull=False)
                & (Q(own_number__isnull=True) | Q(code_found_at__isnull=False))
                | Q(own_number__isnull=False, code=F("own_number"), code_found_at__isnull=True),
                name="pack_goes_by_a_code_or_our_number",
            ),
            models.CheckConstraint(
                condition=Q(own_number__isnull=True, no_code_reason="", code_found_at__isnull=True)
                | Q(
                    own_number__isnull=False,
                    own_number__regex=own_number.PATTERN,
                    no_code_reason__in=[reason.value for reason in NoCode],
                ),
                name="pack_number_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(energy_kwh__isnull=True)
                | Q(energy_kwh__gte=LEAST_KWH, energy_kwh__lte=MOST_KWH),
                name="pack_energy_is_possible",
            ),
        ]
        indexes = [
            models.Index(
                fields=["outlet", "stored_at"], condition=Q(left_at__isnull=True), name="pack_stock"
            ),
            models.Index(fields=["code"], name="pack_by_code"),
            models.Index(fields=["stored_at"], name="pack_by_day"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def has_code(self) -> bool:
        """Whether its national code is known; if not, `code` is our number."""
        return self.code != self.own_number

    @property
    def shown_code(self) -> str:
        """Its code as people are shown it, or our number as it is printed."""
        return self.code if self.has_code else self.printed_number

    @property
    def printed_number(self) -> str:
        """Our number as it is printed and read out; empty for one that never needed it."""
        return own_number.grouped(self.own_number) if self.own_number else ""


class RemovalEvent(models.Model):
    """Something done about a removal or a battery: written once, without personal data."""

    id = models.BigAutoField(primary_key=True)
    outlet = models.ForeignKey(Outlet, models.PROTECT, related_name="+")
    removal = models.ForeignKey(
        Removal, models.PROTECT, null=True, related_name="events", db_index=False
    )
    pack_code = models.CharField(max_length=24, blank=True)
    kind = models.CharField(max_length=24)
    at = models.DateTimeField()
    staff = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    details = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["removal", "id"], name="event_of_removal"),
            models.Index(fields=["pack_code", "id"], name="event_of_pack"),
        ]

    def __str__(self) -> str:
        return self.kind


class Receipt(models.Model):
    """What an owner gets for a battery: `payload` as it was signed, and the signature.

    The payload is sealed, as it holds plate and VIN; the database refuses to change the row. A
    mistake is put right by a further receipt that replaces this one, which is void from then on:
    `why` says to the owner what was wrong with the one before.

    Once, when its time is over, owner, plate and VIN are taken out and the rest is signed anew:
    `reduced_at`. The paper that is about is then known by the fingerprint of its own signature.
    """

    serial = models.CharField(primary_key=True, max_length=20)
    removal = models.ForeignKey(Removal, models.PROTECT, related_name="receipts", db_index=False)
    number = models.PositiveSmallIntegerField(default=1)  # of this removal's
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="successor")
    why = SealedTextField(null=True)
    issued_at = models.DateTimeField()
    payload = SealedTextField()
    signature = models.BinaryField()
    key_id = models.CharField(max_length=20)
    reduced_at = models.DateTimeField(null=True)
    paper_fingerprint = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["removal", "number"], name="receipt_one_at_a_time"),
            models.CheckConstraint(
                condition=Q(number=1, replaces__isnull=True, why__isnull=True)
                | Q(number__gt=1, replaces__isnull=False)
                & (Q(why__isnull=False) | Q(reduced_at__isnull=False)),
                name="receipt_replaces_the_one_before",
            ),
            models.CheckConstraint(
                condition=Q(reduced_at__isnull=True, paper_fingerprint__isnull=True)
                | Q(reduced_at__isnull=False, paper_fingerprint__isnull=False, why__isnull=True),
                name="receipt_reduced_knows_its_paper",
            ),
        ]

    def __str__(self) -> str:
        return self.serial

    @property
    def replacement(self) -> "Receipt | None":
        """The receipt that made this one void, or None. One statement, unless it was joined."""
        return getattr(self, "successor", None)
