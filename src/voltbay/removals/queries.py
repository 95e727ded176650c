"""What an outlet's desk looks at: always of given outlets, each in a fixed number of statements."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db import connection
from django.db.models import F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.fields.json import KT

from voltbay.bookings.desk.queries import on_board
from voltbay.bookings.models import Booking
from voltbay.bookings.queries import PHONE_END, VIN_END, phone_end_fingerprint, vin_end_fingerprint
from voltbay.bookings.rules import CODE_PATTERN, code_in
from voltbay.core.keys import fingerprint
from voltbay.core.rows import ask
from voltbay.identifiers.battery_code import normalise_battery_code
from voltbay.identifiers.own_number import is_own_number, parse_own_number
from voltbay.identifiers.phone import is_phone, normalise_phone
from voltbay.identifiers.plate import normalise_plate
from voltbay.identifiers.vin import is_vin, normalise_vin
from voltbay.notifications.tell import phone_fingerprint
from voltbay.removals.errors import PhotoUnknown, RemovalUnknown
from voltbay.removals.models import (
    BatteryPack,
    Handover,
    Receipt,
    Removal,
    RemovalEvent,
    RemovalPhoto,
    RemovalStep,
)
from voltbay.removals.rules import Safety, Step

MOST_FOUND = 50
BATTERY_CODE = 19  # characters, and more
NEWEST_NOTE = """
SELECT max(event.id) FROM removals_removalevent AS event
JOIN removals_removal AS removal ON removal.id = event.removal_id
WHERE removal.outlet_id = %s AND removal.finished_at IS NULL
"""
# Every board asks this: in its own words, as MARK of `bookings.desk.queries`.
AT_WORK = """
SELECT removal.booking_id,
    ARRAY(SELECT kind FROM removals_removalstep AS step WHERE step.removal_id = removal.id),
    EXISTS (
        SELECT FROM removals_batterypack AS pack
        WHERE pack.removal_id = removal.id AND pack.safety = %(unsafe)s
            AND pack.contained_at IS NULL
    )
FROM removals_removal AS removal
WHERE removal.booking_id = ANY(%(bookings)s::uuid[]) AND removal.finished_at IS NULL
"""
VIN_ENDING = re.compile(rf"[A-HJ-NPR-Z0-9]{{{VIN_END - 4}}}[0-9]{{4}}")  # makers end with digits


class Meant(StrEnum):
    """What a text can mean that somebody searches by."""

    PHONE_END = "phone_end"
    PHONE = "phone"
    VIN = "vin"
    VIN_END = "vin_end"
    PLATE = "plate"
    RECEIPT = "receipt"
    BATTERY = "battery"
    OWN_NUMBER = "own_number"
    CODE = "code"


# What is known by its form alone. The forms exclude each other.
FORMS: Mapping[Meant, Callable[[str], bool]] = {
    Meant.PHONE: is_phone,
    Meant.VIN: is_vin,
    Meant.RECEIPT: lambda asked: asked.startswith("VR"),
    Meant.OWN_NUMBER: is_own_number,
    Meant.VIN_END: lambda asked: VIN_ENDING.fullmatch(asked) is not None,
}
OF_A_PERSON = frozenset({Meant.PHONE_END, Meant.PHONE, Meant.VIN, Meant.VIN_END, Meant.PLATE})


@dataclass(frozen=True)
class AtWork:
    """How far a removal is: the step that comes next, and whether a battery is unsafe still."""

    following: Step | None
    is_unsafe: bool


def meant(text: str) -> Meant:
    """Return what a text means, most particular first; what is nothing else is a plate.

    >>> meant("8000"), meant(" booking:vb0123abcd ")
    (<Meant.PHONE_END: 'phone_end'>, <Meant.CODE: 'code'>)
    """
    asked = code_in(text)
    if asked.isdecimal() and len(asked) <= PHONE_END:
        return Meant.PHONE_END
    by_form = next((kind for kind, fits in FORMS.items() if fits(asked)), None)
    if by_form is not None:
        return by_form
    if len(asked) >= BATTERY_CODE:
        return Meant.BATTERY
    return Meant.CODE if re.match(CODE_PATTERN, asked) else Meant.PLATE


def search(text: str, outlets: Iterable[UUID]) -> list[Booking]:
    """Find bookings of any day by what is at hand: the newest first, fifty at most, one statement.

    That is a code, typed or scanned, a plate, a VIN or its last six characters, a phone or its last
    four digits, a battery by its code or by our label, or a receipt by its serial. What nobody can
    mean finds nothing.
    """
    asked = code_in(text)
    if not asked:
        return []
    return list(
        on_board(outlets).filter(FILTERS[meant(asked)](asked)).order_by("-starts_at")[:MOST_FOUND]
    )


def find_removal(code: str, outlets: Collection[UUID]) -> Removal:
    """Return the removal of a booking, with steps, packs and photos. Raises RemovalUnknown.

    Four statements. Each pack has its `place`.
    """
    steps = Prefetch("steps", RemovalStep.objects.select_related("staff").order_by("id"))
    packs = Prefetch("packs", _placed(BatteryPack.objects.order_by("stored_at", "code")))
    photos = Prefetch(
        "photos", RemovalPhoto.objects.select_related("staff", "pack").order_by("taken_at")
    )
    found = Removal.objects.filter(booking__code=code.upper(), outlet__in=outlets)
    joined = found.select_related("booking__service", "outlet__company")
    removal = joined.prefetch_related(steps, packs, photos).first()
    if removal is None:
        raise RemovalUnknown
    return removal


def at_work(bookings: Iterable[UUID]) -> dict[UUID, AtWork]:
    """Return how far the open removals of some bookings are, by the bookings' ids. One statement.

    Nothing sealed is opened.
    """
    if not (wanted := list(bookings)):
        return {}
    rows = ask(AT_WORK, {"bookings": wanted, "unsafe": Safety.UNSAFE.value})
    return {
        booking: AtWork(next((step for step in Step if step not in taken), None), is_unsafe)
        for booking, taken, is_unsafe in rows
    }


def mark_of_work(outlet_id: UUID) -> str:
    """Return what changes whenever anything is noted of a removal under way at an outlet."""
    with connection.cursor() as cursor:
        cursor.execute(NEWEST_NOTE, [outlet_id])
        (newest,) = cursor.fetchone()
    return f"{newest}"


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


def find_photo(photo_id: UUID, booking: Booking) -> RemovalPhoto:
    """Return a photo of a booking's removal, to be looked at with `photos.look_at`.

    Raises PhotoUnknown.
    """
    of_it = RemovalPhoto.objects.filter(pk=photo_id, removal__booking=booking)
    photo = of_it.select_related("removal").first()
    if photo is None:
        raise PhotoUnknown
    return photo


def _placed(packs: QuerySet[BatteryPack]) -> QuerySet[BatteryPack]:
    """Add where an unsafe pack was last said to lie: `place`, None if nobody said so."""
    contained = RemovalEvent.objects.filter(
        Q(pack_code=OuterRef("code")) | Q(pack_code=OuterRef("own_number")),
        removal=OuterRef("removal"),
        kind="contained",
    )
    said = contained.annotate(said=KT("details__where")).order_by("-id").values("said")
    return packs.annotate(place=Subquery(said[:1]))


def _by_phone(asked: str) -> Q:
    phone = normalise_phone(asked)
    # By its end as well, which has an index.
    return Q(
        phone_end_fingerprint=phone_end_fingerprint(phone),
        phone_fingerprint=phone_fingerprint(phone),
    )


def _by_vin(asked: str) -> Q:
    return Q(vin_fingerprint=fingerprint(normalise_vin(asked), purpose="vin"))


def _by_plate(asked: str) -> Q:
    return Q(plate_fingerprint=fingerprint(normalise_plate(asked), purpose="plate"))


def _by_receipt(asked: str) -> Q:
    receipts = Receipt.objects.filter(serial=asked)
    return Q(pk__in=receipts.values("removal__booking_id"))


def _by_battery(asked: str) -> Q:
    packs = BatteryPack.objects.filter(code=normalise_battery_code(asked))
    return Q(pk__in=packs.values("removal__booking_id"))


def _by_own_number(asked: str) -> Q:
    packs = BatteryPack.objects.filter(own_number=parse_own_number(asked))
    return Q(pk__in=packs.values("removal__booking_id"))


FILTERS: Mapping[Meant, Callable[[str], Q]] = {
    Meant.PHONE_END: lambda asked: Q(phone_end_fingerprint=phone_end_fingerprint(asked)),
    Meant.PHONE: _by_phone,
    Meant.VIN: _by_vin,
    Meant.VIN_END: lambda asked: Q(vin_end_fingerprint=vin_end_fingerprint(asked)),
    Meant.PLATE: _by_plate,
    Meant.RECEIPT: _by_receipt,
    Meant.BATTERY: _by_battery,
    Meant.OWN_NUMBER: _by_own_number,
    Meant.CODE: lambda asked: Q(code=asked),
}


def work_on(booking: Booking) -> tuple[dict[str, datetime], Receipt | None]:
    """Return when each step on a booking's car was taken, and the receipt that counts.

    Two statements.
    """
    steps = RemovalStep.objects.filter(removal__booking=booking)
    receipts = Receipt.objects.filter(removal__booking=booking).order_by("-number")
    return dict(steps.values_list("kind", "done_at")), receipts.first()
