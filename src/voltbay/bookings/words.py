"""States, people and reasons of bookings in words, for the staff pages and the back office."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from voltbay.bookings.desk.change import Why
from voltbay.bookings.fit import misfits_of
from voltbay.bookings.lifecycle import State
from voltbay.bookings.models import Booking, OriginalLook
from voltbay.bookings.originals import NoPlate, Original, Verdict
from voltbay.bookings.queries import VIN_END
from voltbay.core.local_time import local
from voltbay.directory.models import CLASSES, FUELS
from voltbay.identifiers.identity_paper import IdentityKind
from voltbay.identifiers.vehicle import Fuel, VehicleClass
from voltbay.sentences.for_staff import for_staff

STATES: dict[str, Any] = {
    State.HELD: _("held"),
    State.IN_REVIEW: _("in review"),
    State.CONFIRMED: _("confirmed"),
    State.CHECKED_IN: _("checked in"),
    State.REMOVING: _("removing"),
    State.COMPLETED: _("completed"),
    State.CANCELLED: _("cancelled"),
    State.EXPIRED: _("expired"),
    State.NO_SHOW: _("no-show"),
    State.LEFT_OPEN: _("left open"),
}


def state_names() -> Mapping[str, str]:
    """Return what states are called in the language of this moment."""
    return _state_names(get_language() or "")


@cache
def _state_names(_language: str) -> Mapping[str, str]:
    """Translate them once: a board asks for each of its cars."""
    return {state: str(words) for state, words in STATES.items()}


ACTORS: dict[str, Any] = {"owner": _("owner"), "staff": _("staff"), "system": _("system")}
WHYS: dict[str, Any] = {
    Why.OWNER_ASKED: _("the owner asked for it"),
    Why.OUTLET_CLOSED: _("the outlet is closed"),
    Why.HOURS_CHANGED: _("opening hours changed"),
    Why.SERVICE_CHANGED: _("the service changed"),
    Why.BAY_OUT_OF_ORDER: _("a bay is out of order"),
    Why.STAFF_SHORT: _("too few staff"),
    Why.STORAGE_FULL: _("storage is full"),
    Why.UNFIT: _("the car cannot be worked on"),
    Why.OTHER: _("another reason"),
}
MOVE_WHYS: dict[str, Any] = {
    **WHYS,
    "dropped": _("the hold was dropped"),
    "cancelled": _("cancelled by the owner"),
    "rescheduled": _("moved to another time"),
    "service_swapped": _("changed to another service"),
    "refitted": _("its length or bays changed with the service"),
    "accepted": _("accepted in review"),
    "refused": _("refused in review"),
    "walk_in": _("walk-in"),
    "block": _("in a block"),
    "authorisation_seen": _("the company's authorisation was seen"),
    "promised": _("kept for a call-out"),
    "telephone": _("by telephone"),
    "seen_at_desk": _("papers seen at the desk"),
    "undecided": _("nobody decided on its day"),
    "day_over": _("nobody was checked in on its day"),
    "left_open": _("not finished within 14 days"),
    "account_closed": _("the owner closed the account"),
}
RELATIONS: dict[str, Any] = {
    "self": _("own car"),
    "company": _("a company's car"),
    "relative": _("a relative's car"),
}
ORIGINALS: dict[str, Any] = {
    Original.IDENTITY_CARD: _("paper of identity"),
    Original.VEHICLE_LICENCE: _("vehicle licence"),
    Original.REGISTRATION_CERTIFICATE: _("registration certificate"),
    Original.TEMPORARY_PLATE: _("temporary plate"),
    Original.DEREGISTRATION_CERTIFICATE: _("deregistration certificate"),
    Original.AUTHORISATION: _("authorisation of the owner"),
}
VERDICTS: dict[str, Any] = {
    Verdict.AGREES: _("agrees"),
    Verdict.DIFFERS: _("differs"),
    Verdict.MISSING: _("not there"),
    Verdict.LET_PASS: _("let pass by a manager"),
}
NO_PLATES: dict[str, Any] = {
    NoPlate.TEMPORARY: _("temporary plate"),
    NoPlate.NOT_PLATED: _("no plate"),
    NoPlate.DEREGISTERED: _("deregistered"),
    NoPlate.TO_BE_SCRAPPED: _("plate given back for scrapping"),
}
IDENTITY_KINDS: dict[str, Any] = {
    IdentityKind.IDENTITY_CARD: _("identity card"),
    IdentityKind.RESIDENCE_PERMIT: _("residence permit of Hong Kong, Macao or Taiwan residents"),
    IdentityKind.FOREIGNER_CARD: _("foreigner's permanent resident card"),
    IdentityKind.TRAVEL_PERMIT: _("travel permit of Hong Kong, Macao or Taiwan residents"),
    IdentityKind.PASSPORT: _("passport"),
}
TOLD: dict[str, Any] = {  # what a confirmation's history says for staff
    "temporary_identity_card": _("temporary identity card"),
    "foreigner_card": _("foreigner's permanent resident card"),
    "travel_permit": _("travel permit of Hong Kong, Macao or Taiwan residents"),
    "passport": _("passport"),
    "incomplete_without_battery": _("owner told: without its battery the car is incomplete"),
}


VEHICLE_CLASSES: dict[str, Any] = {**CLASSES, VehicleClass.UNKNOWN.value: _("not known")}
DRIVES: dict[str, Any] = {
    **FUELS,
    Fuel.PETROL.value: _("engine only"),
    Fuel.UNKNOWN.value: _("not known"),
}
FIT_WHYS: dict[str, Any] = {  # why a car stands that its service does not take
    Booking.FitWhy.EQUIPPED.value: _("the outlet can do it all the same"),
    Booking.FitWhy.LICENCE_WRONG.value: _("the licence was misread; the car is another"),
    Booking.FitWhy.AGREED.value: _("agreed with the owner and the workshop"),
}


def told_in(details: dict[str, Any]) -> list[str]:
    """Return in words what a move's details tell staff: notes, typed documents, differences."""
    notes = (*details.get("notes", ()), *details.get("told", ()))
    words = [str(TOLD[note]) for note in notes if note in TOLD]
    if details.get("by_hand"):
        words.append(str(_("typed by the owner, not recognised")))
    if details.get("differing"):
        words.append(str(_("a name differs from what was read")))
    return [*words, *_told_of_fit(details)]


def _told_of_fit(details: dict[str, Any]) -> list[str]:
    """Return in words why a car was looked at, and why it stands all the same."""
    words = [for_staff(code) for code in (*details.get("misfits", ()), *details.get("fuel", ()))]
    if details.get("fit_why"):
        words.append(str(FIT_WHYS[details["fit_why"]]))
    if details.get("service_to"):
        words.append(f"{details['service_from']} → {details['service_to']}")
    return words


def misfits_in_words(booking: Booking) -> list[str]:
    """Return in words why the service does not take the car; nothing if it does."""
    return [for_staff(one.value) for one in misfits_of(booking)]


CAR_AFTER: dict[str, Any] = {
    "battery_replaced": _("a new battery is put in"),
    "kept": _("kept without battery"),
    "to_be_scrapped": _("to be scrapped"),
}


def time_left(until: datetime, *, now: datetime) -> str:
    """Return how long it is until an appointment begins; rounded down, as nobody may be late."""
    minutes = int((until - now).total_seconds()) // 60
    if minutes < 0:
        return gettext("its time has begun")
    days, hours = minutes // 1440, minutes // 60 % 24
    if days:
        return gettext("%(days)s d %(hours)s h left") % {"days": days, "hours": hours}
    return gettext("%(hours)s h %(minutes)s min left") % {"hours": hours, "minutes": minutes % 60}


def car_of(booking: Booking) -> str:
    """Return what a car is known by: its plate, else why it has none and the end of its VIN."""
    plate, why = booking.plate or "", NO_PLATES.get(booking.no_plate)
    if why is None or not booking.vin:
        return plate
    return f"{plate} ({why})" if plate else f"{why} · VIN …{booking.vin[-VIN_END:]}"


def paper_name(paper: str, identity_kind: str = "") -> str:
    """Return what a paper is called; of a person's the one that the booking was made with."""
    if paper == Original.IDENTITY_CARD and identity_kind:
        return str(IDENTITY_KINDS[identity_kind])
    return str(ORIGINALS[paper])


def found_in_words(booking: Booking, looks: Iterable[OriginalLook]) -> list[str]:
    """Return what was found on a booking's originals, a line for each look."""
    return [
        f"{paper_name(look.paper, booking.identity_kind)} · {VERDICTS[look.verdict]} · "
        f"{local(look.at):%Y-%m-%d %H:%M}"
        for look in looks
    ]


def when_of(booking: Booking) -> str:
    """Return a booking's day and time in the mainland."""
    return f"{local(booking.starts_at):%Y-%m-%d %H:%M}–{local(booking.ends_at):%H:%M}"
