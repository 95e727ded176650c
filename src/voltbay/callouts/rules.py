"""What decides about call-outs, computed without the database. Pure."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from voltbay.callouts.errors import (
    BatteryDangerous,
    CarStands,
    NotFitting,
    NotOffered,
    PlaceMissing,
    TooFar,
    WindowWrong,
)
from voltbay.callouts.triage import Outcome
from voltbay.core.local_time import at, local_date
from voltbay.identifiers.coordinates import EARTH_RADIUS, Position

LIVE_AT_A_TIME = 2  # a car in danger, and one that stands; more is a nuisance to an outlet
DAYS_AHEAD = 14  # for which one may wish
DANGER_WAITS = timedelta(hours=2)  # then nobody is looking: the owner is told to call
MISSED_FOR = timedelta(days=1)  # longer than a night: who opens next morning still sees it
WAITS_DAYS = 2  # working time of an outlet to find a lorry, and a weekend's half
OVER_AFTER = timedelta(days=1)  # what was agreed upon is done, or was told by telephone


class Kind(StrEnum):
    """What is asked for."""

    DANGER = "danger"
    TOW = "tow"
    ON_SITE = "on_site"


class Part(StrEnum):
    """A part of a day, as one wishes for it."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    DAY = "day"


NOON, EVENING = time(12), time(18)
PARTS = {
    Part.MORNING: (time(8), NOON),
    Part.AFTERNOON: (NOON, EVENING),
    Part.DAY: (time(8), EVENING),
}


@dataclass(frozen=True)
class Window:
    """A stretch of time in which somebody comes: `starts_at <= t < ends_at`."""

    starts_at: datetime
    ends_at: datetime


def wished(day: date, part: Part, *, now: datetime) -> Window:
    """Return the window of a part of a day. Raises WindowWrong.

    >>> from datetime import UTC
    >>> now = datetime(2026, 4, 7, 1, tzinfo=UTC)
    >>> str(wished(date(2026, 4, 8), Part.MORNING, now=now).starts_at)
    '2026-04-08 00:00:00+00:00'
    """
    if day > local_date(now) + timedelta(days=DAYS_AHEAD):
        raise WindowWrong(fields={"wanted_date": WindowWrong.code}, days=DAYS_AHEAD)
    begins, ends = PARTS[part]
    window = Window(at(day, begins), at(day, ends))
    if window.ends_at <= now:
        raise WindowWrong(fields={"wanted_date": WindowWrong.code}, days=DAYS_AHEAD)
    return window


def check_agreed(window: Window, *, now: datetime) -> None:
    """Check a window that an outlet offers. Raises WindowWrong."""
    latest = now + timedelta(days=2 * DAYS_AHEAD)  # an outlet may be later than what was wished
    if not (window.starts_at < window.ends_at and now < window.ends_at <= latest):
        raise WindowWrong(fields={"ends_at": WindowWrong.code}, days=2 * DAYS_AHEAD)


def answer_until(kind: Kind, wanted: Window | None, *, now: datetime) -> datetime:
    """Return when a call-out that nobody answers lapses: danger soon, the rest in daytime.

    >>> from datetime import UTC
    >>> now = datetime(2026, 4, 7, 1, tzinfo=UTC)
    >>> str(answer_until(Kind.DANGER, None, now=now))
    '2026-04-07 03:00:00+00:00'
    """
    if wanted is None or kind == Kind.DANGER:
        return now + DANGER_WAITS
    return min(wanted.ends_at, at(local_date(now) + timedelta(days=WAITS_DAYS), EVENING))


def check_fits(kind: Kind, outcome: Outcome) -> None:
    """Check that the answers lead to what is asked for. Raises NotFitting.

    A dangerous car is neither towed nor taken apart before somebody from the outlet has called.
    """
    fits = {
        Outcome.DANGER: kind == Kind.DANGER,
        Outcome.NO_DRIVE: kind != Kind.DANGER,
        Outcome.BOOK: False,
    }
    if not fits[outcome]:
        raise NotFitting(fields={"kind": NotFitting.code})


def check_comes(outcome: Outcome) -> None:
    """Check that a car can come to an outlet by itself. Raises BatteryDangerous or CarStands."""
    if outcome == Outcome.DANGER:
        raise BatteryDangerous
    if outcome == Outcome.NO_DRIVE:
        raise CarStands


def check_reach(radius_km: int | None, *, place: str, distance_m: int | None) -> None:
    """Check that an outlet comes so far; without coordinates its staff decide.

    Raises NotOffered, PlaceMissing or TooFar.
    """
    if radius_km is None:
        raise NotOffered
    if not place:
        raise PlaceMissing(fields={"place": PlaceMissing.code})
    if distance_m is not None and distance_m > radius_km * 1000:
        raise TooFar(km=radius_km, distance_km=math.ceil(distance_m / 1000))


def metres_between(here: Position, there: Position) -> int:
    """Return the great circle between two positions of one system, in whole metres.

    >>> metres_between(Position(121.6, 31.2), Position(121.6, 31.3))
    11120
    """
    north = math.radians(there.latitude - here.latitude)
    east = math.radians(there.longitude - here.longitude)
    across = math.cos(math.radians(here.latitude)) * math.cos(math.radians(there.latitude))
    chord = math.sin(north / 2) ** 2 + across * math.sin(east / 2) ** 2
    return round(2 * EARTH_RADIUS * math.asin(math.sqrt(min(1.0, chord))))


def free_number(used: Iterable[int]) -> int | None:
    """Return the lowest number that none of an owner's live call-outs has, or None.

    >>> free_number([1]), free_number([1, 2])
    (2, None)
    """
    taken = set(used)
    return next((n for n in range(1, LIVE_AT_A_TIME + 1) if n not in taken), None)
