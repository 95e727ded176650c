"""What an outlet's desk looks at: always of given outlets, each in a fixed number of statements."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.fields.json import KT

from voltbay.bookings.errors import BookingUnknown
from voltbay.bookings.lifecycle import GIVEN_BACK, State
from voltbay.bookings.models import Booking
from voltbay.bookings.queries import PHONE_END, phone_end_fingerprint
from voltbay.core.keys import fingerprint
from voltbay.core.local_time import day_bounds
from voltbay.identifiers.phone import is_phone, normalise_phone
from voltbay.identifiers.plate import is_plate, normalise_plate
from voltbay.identifiers.vin import is_vin, normalise_vin
from voltbay.notifications.tell import phone_fingerprint
from voltbay.removals.errors import PhotoUnknown, RemovalUnknown
from voltbay.removals.models import (
    BatteryPack,
    Export,
    Handover,
    Removal,
    RemovalEvent,
    RemovalPhoto,
    RemovalStep,
)

MOST_FOUND = 50
# What a board shows; whatever else is sealed stays unopened.
UNSEEN = ("note", "cancel_reason", "identity_number", "licence_owner")
QR_PREFIX = "voltbay:"


def day_of(outlet_id: UUID, day: date) -> list[Booking]:
    """Return a day's bookings by time, holds and what was given back apart. One statement.

    `booking.removal` is there without another one; it is missing where none has begun.
    """
    begin, end = day_bounds(day)
    todays = Booking.objects.filter(outlet_id=outlet_id, starts_at__gte=begin, starts_at__lt=end)
    seen = todays.exclude(state__in=[State.HELD, *GIVEN_BACK])
    joined = seen.select_related("service", "outlet", "removal").defer(*UNSEEN)
    return list(joined.order_by("starts_at", "created_at"))


def find_at_outlets(code: str, outlets: Collection[UUID]) -> Booking:
    """Return a booking by its code, typed or scanned. Raises BookingUnknown, for others' as well.

    Two statements at most: the booking with all that it refers to.
    """
    scanned = code.strip().removeprefix(QR_PREFIX).upper()
    here = Booking.objects.filter(code=scanned, outlet__in=outlets)
    booking = here.select_related("service", "outlet", "removal").first()
    if booking is None:
        raise BookingUnknown
    return booking


def search(text: str, outlets: Collection[UUID]) -> list[Booking]:
    """Return bookings by code, plate, VIN, phone, a phone's last four digits, or a pack code.

    The newest first, fifty at most, in one statement; nothing for a text that is none of these.
    """
    meant = _meant(text.strip().removeprefix(QR_PREFIX))
    if meant is None:
        return []
    found = Booking.objects.filter(meant, outlet__in=outlets).defer(*UNSEEN)
    joined = found.select_related("service", "outlet", "removal")
    return list(joined.order_by("-starts_at")[:MOST_FOUND])


def find_removal(code: str, outlets: Collection[UUID]) -> Removal:
    """Return the removal of a booking, with steps, packs and photos. Raises RemovalUnknown.

    Four statements. Each pack has its `place`.
    """
    steps = Prefetch("steps", RemovalStep.objects.select_related("staff").order_by("id"))
    packs = Prefetch("packs", _placed(BatteryPack.objects.order_by("stored_at", "code")))
    photos = Prefetch("photos", RemovalPhoto.objects.select_related("staff").order_by("taken_at"))
    found = Removal.objects.filter(booking__code=code.upper(), outlet__in=outlets)
    joined = found.select_related("booking__service", "outlet__company")
    removal = joined.prefetch_related(steps, packs, photos).first()
    if removal is None:
        raise RemovalUnknown
    return removal


def in_review(outlets: Collection[UUID]) -> QuerySet[Booking]:
    """Return the bookings that wait for a person to look, the next appointment first."""
    waiting = Booking.objects.filter(state=State.IN_REVIEW, outlet__in=outlets)
    return waiting.select_related("service", "outlet", "identity_card", "vehicle_licence").order_by(
        "starts_at"
    )


def stock(outlets: Collection[UUID]) -> QuerySet[BatteryPack]:
    """Return what lies in stock, the longest first, each with its `booking_code` and `place`.

    The booking itself stays shut: opening what is sealed in it costs more than all the rest.
    """
    here = BatteryPack.objects.filter(outlet__in=outlets, left_at__isnull=True)
    known = _placed(here).annotate(booking_code=F("removal__booking__code"))
    return known.order_by("stored_at", "code")


def handovers(outlets: Collection[UUID]) -> QuerySet[Handover]:
    """Return handovers with their packs, newest first."""
    made = Handover.objects.filter(outlet__in=outlets).select_related("staff")
    return made.prefetch_related("packs").order_by("-at")


def exports(outlets: Collection[UUID]) -> QuerySet[Export]:
    """Return the exports that concern these outlets and no others, newest first."""
    elsewhere = Export.outlets.through.objects.exclude(outlet__in=outlets).values("export_id")
    made = Export.objects.filter(outlets__in=outlets).exclude(pk__in=elsewhere).distinct()
    return made.select_related("staff", "reported_by").order_by("-at")


def find_photo(photo_id: UUID, outlets: Collection[UUID]) -> RemovalPhoto:
    """Return a photo of a removal, to be looked at with `photos.look_at`. Raises PhotoUnknown."""
    here = RemovalPhoto.objects.filter(pk=photo_id, removal__outlet__in=outlets)
    photo = here.select_related("removal").first()
    if photo is None:
        raise PhotoUnknown
    return photo


def _placed(packs: QuerySet[BatteryPack]) -> QuerySet[BatteryPack]:
    """Add where an unsafe pack was last said to lie: `place`, None if nobody said so."""
    contained = RemovalEvent.objects.filter(
        removal=OuterRef("removal"), pack_code=OuterRef("code"), kind="contained"
    )
    said = contained.annotate(said=KT("details__where")).order_by("-id").values("said")
    return packs.annotate(place=Subquery(said[:1]))


def _meant(text: str) -> Q | None:
    """Return what a text can mean, most particular first."""
    if len(text) == PHONE_END and text.isdigit():
        return Q(phone_end_fingerprint=phone_end_fingerprint(text))
    if is_phone(text):
        return Q(phone_fingerprint=phone_fingerprint(normalise_phone(text)))
    if is_plate(text):
        return Q(plate_fingerprint=fingerprint(normalise_plate(text), purpose="plate"))
    if is_vin(text):
        return Q(vin_fingerprint=fingerprint(normalise_vin(text), purpose="vin"))
    code = text.upper().replace(" ", "")
    if len(code) > 12:
        with_it = BatteryPack.objects.filter(code=code).values("removal__booking_id")
        return Q(pk__in=with_it)
    return Q(code=code) if code else None
