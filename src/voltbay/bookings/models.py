"""Bookings and the history of their moves."""

import uuid
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from voltbay.accounts.models import Owner, StaffUser
from voltbay.bookings.lifecycle import AT_THE_OUTLET, GIVEN_BACK, LIVE_FOR_VEHICLE, State
from voltbay.bookings.originals import NEEDS_NOTE, WITHOUT_NUMBER, NoPlate, Original, Verdict
from voltbay.callouts.models import CallOut
from voltbay.core.fields import FingerprintField, SealedTextField
from voltbay.directory.models import Outlet, Service
from voltbay.fleets.models import Block, FleetAccount, FleetVehicle
from voltbay.identifiers.identity_paper import IdentityKind
from voltbay.identifiers.vehicle import Fuel, Traits, VehicleClass
from voltbay.recognition.models import Document

WAITS_FOR_STAFF = (State.IN_REVIEW, *AT_THE_OUTLET, State.LEFT_OPEN)
STATES = [(state.value, state.value) for state in State]


def choices(words: type[StrEnum]) -> list[tuple[str, str]]:
    """Return what a column may hold."""
    return [(word.value, word.value) for word in words]


class Booking(models.Model):
    """One removal at one outlet at one time; its bay stays taken `buffer_minutes` longer.

    What is known of person and car is what was recognised, sealed; it is empty while held. The
    fingerprints find a car or a phone without opening anything.
    """

    class Relation(models.TextChoices):
        SELF = "self"
        COMPANY = "company"
        RELATIVE = "relative"

    class FitWhy(models.TextChoices):
        EQUIPPED = "equipped"  # the outlet can do it all the same
        LICENCE_WRONG = "licence_wrong"  # misread, or it says what the car is not
        AGREED = "agreed"  # with the owner and the people who do the work

    class CarAfter(models.TextChoices):
        BATTERY_REPLACED = "battery_replaced"
        KEPT = "kept"
        TO_BE_SCRAPPED = "to_be_scrapped"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=12, unique=True)
    owner = models.ForeignKey(Owner, models.PROTECT, related_name="bookings", db_index=False)
    outlet = models.ForeignKey(Outlet, models.PROTECT, related_name="bookings", db_index=False)
    service = models.ForeignKey(Service, models.PROTECT, related_name="bookings")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    buffer_minutes = models.PositiveSmallIntegerField(default=0, db_default=0)
    state = models.CharField(max_length=12, choices=STATES, default=State.HELD)
    created_at = models.DateTimeField()
    held_until = models.DateTimeField(null=True)
    hold_ordinal = models.PositiveSmallIntegerField(null=True)
    idempotency_key = models.CharField(max_length=80, null=True)  # noqa: DJ001  # unique unless null

    relation = models.CharField(
        max_length=8, choices=Relation, blank=True, default="", db_default=""
    )
    car_after = models.CharField(
        max_length=16, choices=CarAfter, blank=True, default="", db_default=""
    )
    # Which paper `identity_number` is of, and why the car bears no ordinary plate.
    identity_kind = models.CharField(
        max_length=16, choices=choices(IdentityKind), blank=True, default="", db_default=""
    )
    no_plate = models.CharField(
        max_length=16, choices=choices(NoPlate), blank=True, default="", db_default=""
    )
    note = SealedTextField(null=True)
    cancel_reason = SealedTextField(null=True)
    name = SealedTextField(null=True)
    phone = SealedTextField(null=True)
    identity_number = SealedTextField(null=True)
    plate = SealedTextField(null=True)
    vin = SealedTextField(null=True)
    certificate_number = SealedTextField(null=True)  # of what stands in for a plate and a licence
    licence_owner = SealedTextField(null=True)
    vehicle_model = models.CharField(max_length=80, blank=True, default="", db_default="")
    # Empty until a licence was read or a desk said it. `fit_why` lets a car stand that its service
    # does not take: why, by a code.
    vehicle_class = models.CharField(max_length=13, blank=True, default="", db_default="")
    fuel = models.CharField(max_length=9, blank=True, default="", db_default="")
    mass_kg = models.PositiveIntegerField(null=True)
    fit_why = models.CharField(max_length=13, choices=FitWhy, blank=True, default="", db_default="")
    phone_fingerprint = FingerprintField(null=True)
    plate_fingerprint = FingerprintField(null=True)
    vin_fingerprint = FingerprintField(null=True)
    phone_end_fingerprint = FingerprintField(null=True)  # of the last four digits, for the desk
    vin_end_fingerprint = FingerprintField(null=True)  # of the last six characters, as well
    identity_card = models.ForeignKey(Document, models.SET_NULL, null=True, related_name="+")
    vehicle_licence = models.ForeignKey(Document, models.SET_NULL, null=True, related_name="+")
    call_out = models.ForeignKey(
        CallOut, models.PROTECT, null=True, related_name="bookings", db_index=False
    )
    # Of a company's car: its fleet; and the block and the car of the list, if booked in a block.
    # Not indexed by themselves, so that a private hold does not pay for them.
    fleet = models.ForeignKey(
        FleetAccount, models.PROTECT, null=True, related_name="bookings", db_index=False
    )
    block = models.ForeignKey(
        Block, models.PROTECT, null=True, related_name="bookings", db_index=False
    )
    fleet_vehicle = models.ForeignKey(
        FleetVehicle, models.SET_NULL, null=True, related_name="bookings", db_index=False
    )

    class Meta:
        verbose_name = _("booking")
        verbose_name_plural = _("bookings")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in State]),
                name="booking_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(starts_at__lt=F("ends_at")), name="booking_starts_before_it_ends"
            ),
            models.CheckConstraint(
                condition=~Q(state=State.HELD)
                | Q(held_until__isnull=False, hold_ordinal__isnull=False)
                | Q(held_until__isnull=False, hold_ordinal__isnull=True, block__isnull=False),
                name="booking_hold_has_an_end",
            ),
            models.CheckConstraint(
                condition=Q(block__isnull=True) | Q(fleet__isnull=False),
                name="booking_in_block_is_a_fleets",
            ),
            models.UniqueConstraint(
                fields=["fleet_vehicle"],
                condition=Q(
                    state__in=[State.HELD.value, *(state.value for state in LIVE_FOR_VEHICLE)]
                ),
                name="booking_one_live_per_fleet_vehicle",
            ),
            models.UniqueConstraint(
                fields=["vin_fingerprint"],
                condition=Q(state__in=[state.value for state in LIVE_FOR_VEHICLE]),
                name="booking_one_live_per_vehicle",
            ),
            models.UniqueConstraint(
                fields=["owner", "hold_ordinal"],
                condition=Q(state=State.HELD),
                name="booking_holds_are_numbered",
            ),
            models.UniqueConstraint(fields=["owner", "idempotency_key"], name="booking_once_a_key"),
            models.CheckConstraint(
                condition=Q(vehicle_class__in=["", *(one.value for one in VehicleClass)]),
                name="booking_class_is_known",
            ),
            models.CheckConstraint(
                condition=Q(fuel__in=["", *(one.value for one in Fuel)]),
                name="booking_fuel_is_known",
            ),
            models.CheckConstraint(
                condition=Q(fit_why__in=["", "equipped", "licence_wrong", "agreed"]),
                name="booking_fit_why_is_known",
            ),
            models.CheckConstraint(
                condition=Q(mass_kg__isnull=True) | Q(mass_kg__range=(500, 100_000)),
                name="booking_mass_is_sensible",
            ),
            # Partial, so that a hold, which has none, does not pay for it.
            models.UniqueConstraint(
                fields=["call_out"],
                condition=Q(call_out__isnull=False)
                & ~Q(state__in=[state.value for state in GIVEN_BACK]),
                name="booking_one_a_call_out",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[state.value for state in LIVE_FOR_VEHICLE])
                | Q(no_plate="", plate__isnull=False)
                | Q(no_plate="temporary", plate__isnull=False, vin__isnull=False)
                | Q(
                    no_plate__in=[why.value for why in WITHOUT_NUMBER],
                    plate__isnull=True,
                    vin__isnull=False,
                    certificate_number__isnull=False,
                ),
                name="booking_has_plate_or_says_why",
            ),
            models.CheckConstraint(
                condition=Q(identity_number__isnull=True)
                | Q(identity_kind__in=[kind.value for kind in IdentityKind]),
                name="booking_number_says_of_what",
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "-created_at"], name="booking_of_owner"),
            models.Index(fields=["outlet", "starts_at"], name="booking_at_outlet"),
            models.Index(
                fields=["held_until"], condition=Q(state=State.HELD), name="booking_lapsing"
            ),
            # Dashboards count from it alone; a hold, which is none of theirs, does not pay for it.
            models.Index(
                fields=["starts_at"],
                include=["outlet", "state", "created_at"],
                condition=~Q(state__in=[State.HELD, State.EXPIRED]),
                name="booking_figures",
            ),
            models.Index(
                fields=["outlet", "starts_at"],
                include=["state"],  # so that counting what waits reads no rows
                condition=Q(state__in=WAITS_FOR_STAFF),
                name="booking_waits",
            ),
            models.Index(
                fields=["starts_at"],
                condition=Q(state__in=LIVE_FOR_VEHICLE),
                name="booking_running_out",
            ),
            # Partial, so that a hold, which has neither, does not pay for them.
            models.Index(
                fields=["outlet", "plate_fingerprint"],
                condition=Q(plate_fingerprint__isnull=False),
                name="booking_by_plate",
            ),
            models.Index(
                fields=["outlet", "phone_end_fingerprint"],
                condition=Q(phone_end_fingerprint__isnull=False),
                name="booking_by_phone_end",
            ),
            models.Index(
                fields=["block", "starts_at"],
                condition=Q(block__isnull=False),
                name="booking_of_block",
            ),
            models.Index(
                fields=["fleet", "-starts_at"],
                condition=Q(fleet__isnull=False),
                name="booking_of_fleet",
            ),
            models.Index(  # found when a car goes from its list
                fields=["fleet_vehicle"],
                condition=Q(fleet_vehicle__isnull=False),
                name="booking_of_fleet_vehicle",
            ),
            models.Index(
                fields=["outlet", "vin_end_fingerprint"],
                condition=Q(vin_end_fingerprint__isnull=False),
                name="booking_by_vin_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.state}"

    @property
    def traits(self) -> Traits | None:
        """Return what is known of the car, or None if nobody has read or said its class."""
        if not self.vehicle_class:
            return None
        fuel = Fuel(self.fuel or Fuel.UNKNOWN)
        return Traits(VehicleClass(self.vehicle_class), fuel, self.mass_kg)

    @property
    def bay_until(self) -> datetime:
        """When the bay is free for the next car."""
        return self.ends_at + timedelta(minutes=self.buffer_minutes)


class BookingEvent(models.Model):
    """A move that a booking made: written once, never changed, without personal data."""

    class Actor(models.TextChoices):
        OWNER = "owner"
        STAFF = "staff"
        SYSTEM = "system"

    id = models.BigAutoField(primary_key=True)
    booking = models.ForeignKey(Booking, models.PROTECT, related_name="events", db_index=False)
    at = models.DateTimeField()
    actor = models.CharField(max_length=6, choices=Actor)
    actor_id = models.CharField(max_length=36, blank=True, default="", db_default="")
    from_state = models.CharField(
        max_length=12, choices=STATES, blank=True, default="", db_default=""
    )
    to_state = models.CharField(max_length=12, choices=STATES)
    why = models.CharField(max_length=40, blank=True, default="", db_default="")
    details = models.JSONField(default=dict, db_default={})

    class Meta:
        verbose_name = _("move of a booking")
        verbose_name_plural = _("moves of a booking")
        indexes = [
            models.Index(fields=["booking", "id"], name="event_of_booking"),
            # Dashboards count how reviews ended; they are few of all the moves.
            models.Index(
                fields=["booking", "-id"],
                condition=Q(from_state="in_review"),
                name="event_after_review",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_state or 'nothing'} → {self.to_state}"


class OriginalLook(models.Model):
    """That somebody at a desk looked at a paper, and what they found: written once, never changed.

    The newest of a paper counts. What differs, and why it was let pass, is said in the sealed note.
    """

    id = models.BigAutoField(primary_key=True)
    booking = models.ForeignKey(Booking, models.PROTECT, related_name="looks", db_index=False)
    paper = models.CharField(max_length=32, choices=choices(Original))
    verdict = models.CharField(max_length=8, choices=choices(Verdict))
    note = SealedTextField(null=True)
    at = models.DateTimeField()
    staff_id = models.CharField(max_length=36)  # as in events: staff may leave, history stays

    class Meta:
        verbose_name = _("look at an original")
        verbose_name_plural = _("looks at originals")
        constraints = [
            models.CheckConstraint(
                condition=Q(paper__in=[paper.value for paper in Original]),
                name="paper_is_known",
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=[verdict.value for verdict in Verdict]),
                name="paper_verdict_is_known",
            ),
            models.CheckConstraint(
                condition=Q(note__isnull=True)
                | Q(verdict__in=[verdict.value for verdict in NEEDS_NOTE]),
                name="paper_note_tells_a_difference",
            ),
        ]
        indexes = [models.Index(fields=["booking", "paper", "-id"], name="looks_of_booking")]

    def __str__(self) -> str:
        return f"{self.paper} {self.verdict}"


class WaitlistEntry(models.Model):
    """An owner waiting for a place: `starts_from <= start < starts_before` of one service.

    An offer is a hold made in the owner's name; how that ends is how the entry ends.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        OFFERED = "offered"
        TAKEN = "taken"
        LAPSED = "lapsed"
        LEFT = "left"

    LIVE = (State.WAITING, State.OFFERED)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(Owner, models.PROTECT, related_name="+")
    outlet = models.ForeignKey(Outlet, models.PROTECT, related_name="+")
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    starts_from = models.DateTimeField()
    starts_before = models.DateTimeField()
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    ordinal = models.PositiveSmallIntegerField()
    offer = models.OneToOneField(Booking, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("waitlist entry")
        verbose_name_plural = _("waitlist entries")
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_from__lt=F("starts_before")), name="waitlist_wish_is_not_empty"
            ),
            models.CheckConstraint(
                condition=~Q(state="offered") | Q(offer__isnull=False),
                name="waitlist_offer_is_a_hold",
            ),
            models.UniqueConstraint(
                fields=["owner", "ordinal"],
                condition=Q(state__in=["waiting", "offered"]),
                name="waitlist_entries_are_numbered",
            ),
            models.UniqueConstraint(
                fields=["owner", "service", "starts_from", "starts_before"],
                condition=Q(state__in=["waiting", "offered"]),
                name="waitlist_once_a_wish",
            ),
            models.UniqueConstraint(
                fields=["owner"],
                condition=Q(state="offered"),
                name="waitlist_one_offer_an_owner",
            ),
        ]
        indexes = [
            models.Index(
                fields=["outlet", "created_at"],
                condition=Q(state="waiting"),
                name="waitlist_in_line",
            ),
            models.Index(fields=["owner", "-created_at"], name="waitlist_of_owner"),
        ]

    def __str__(self) -> str:
        return f"{self.starts_from:%Y-%m-%d %H:%M}Z {self.state}"


class LegalHold(models.Model):
    """That a booking and all that belongs to it is kept longer: a dispute, an authority's word.

    Until `until`, or until it is lifted before: what has no `lifted_at` holds. One at a time.
    """

    id = models.BigAutoField(primary_key=True)
    booking = models.ForeignKey(Booking, models.PROTECT, related_name="legal_holds")
    reason = SealedTextField(null=True)
    until = models.DateTimeField()
    placed_at = models.DateTimeField()
    placed_by = models.ForeignKey(StaffUser, models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(StaffUser, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("legal hold")
        verbose_name_plural = _("legal holds")
        constraints = [
            models.UniqueConstraint(
                fields=["booking"], condition=Q(lifted_at__isnull=True), name="legal_hold_is_one"
            ),
            models.CheckConstraint(
                condition=Q(until__gt=F("placed_at")), name="legal_hold_has_an_end"
            ),
            models.CheckConstraint(
                condition=Q(reason__isnull=False) | Q(lifted_at__isnull=False),
                name="legal_hold_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"until {self.until:%Y-%m-%d}"
