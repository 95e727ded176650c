"""Which places an outlet could keep for a car that it fetches or goes to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from voltbay.bookings.desk.times import services_at
from voltbay.callouts.models import CallOut
from voltbay.callouts.rules import DAYS_AHEAD
from voltbay.core.local_time import local
from voltbay.directory.models import Service
from voltbay.slots.queries import Start, starts_at_desk

MOST = 60  # of a service: two to three days of an outlet that is not busy
NEAREST = 3


@dataclass(frozen=True)
class Seats:
    """Free places by service, from the wished time on, and the first of each within it."""

    by_service: Sequence[tuple[Service, Sequence[Start]]]
    wished: Sequence[tuple[Service, Start]]

    @property
    def choices(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Return them as a form's choice, grouped by service."""
        return [
            (service.name, [(key_of(service, one), in_words(one)) for one in starts])
            for service, starts in self.by_service
        ]

    @property
    def first(self) -> str:
        """Return the key of the first place within the wished time, or nothing."""
        return key_of(*self.wished[0]) if self.wished else ""

    @property
    def nearest(self) -> list[str]:
        """Return the first free places of all, in words."""
        every = sorted({one.starts_at for _, starts in self.by_service for one in starts})
        return [f"{local(at):%Y-%m-%d %H:%M}" for at in every[:NEAREST]]


def seats_for(call_out: CallOut, *, now: datetime) -> Seats:
    """Return the places that the desk could give for a call-out. One statement a service.

    As far ahead as one may wish; where nothing was wished for, as with danger, there are none.
    """
    begins, ends = call_out.wanted_from, call_out.wanted_before
    if begins is None or ends is None:
        return Seats((), ())
    first = max(begins, now)
    last = first + timedelta(days=DAYS_AHEAD)
    free = [
        (service, _free(service, first=first, last=last, now=now))
        for service in services_at(call_out.outlet)
    ]
    found = [(service, starts) for service, starts in free if starts]
    wished = [(service, starts[0]) for service, starts in found if starts[0].starts_at < ends]
    return Seats([(service, starts[:MOST]) for service, starts in found], wished)


def key_of(service: Service, start: Start) -> str:
    """Return what a form sends for a place."""
    return f"{service.pk}:{start.slot_id}"


def in_words(start: Start) -> str:
    """Return a place's day and time, and how many of it are left."""
    begins, ends = local(start.starts_at), local(start.ends_at)
    return f"{begins:%Y-%m-%d %H:%M}–{ends:%H:%M} ({start.places_left})"


def _free(service: Service, *, first: datetime, last: datetime, now: datetime) -> list[Start]:
    found = starts_at_desk(service, first=first, last=last, now=now)
    return [start for start in found if start.places_left]
