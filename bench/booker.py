"""One client who books again and again, and notes how long each step took.

`python -m bench.booker build BOOKINGS` makes a town with so many bookings in the past, with all
that is kept of each.
`python -m bench.booker` says "ready", books until its standard input ends, and prints what it met
as JSON: codes are of holds that were answered. An owner holds a slot, has both papers read, and
confirms; with `hold` behind it they only hold, which is three times as fast. It knows the models
of this release alone, as a site does that is not replaced yet.
"""

import json
import select
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import cycle
from typing import TYPE_CHECKING

import django
from django.db import close_old_connections

if TYPE_CHECKING:  # models may be named only after Django is set up
    from voltbay.accounts.models import Owner
    from voltbay.bookings.models import Booking
    from voltbay.bookings.owner.confirm import Form
    from voltbay.bookings.owner.hold import Wish
    from voltbay.recognition.models import Document

PAUSE = 0.01  # seconds; dozens of bookings a second are more than any outlet sees
OWNERS = 10_000, 60_000  # at least and at most; each books once
PLACES = 20_000  # in each slot that it books
NAME = "王小燕"


def build(bookings: int) -> None:
    """Make outlets, slots, owners who may book, and a past."""
    from bench import province
    from bench.town import build_outlets, publish
    from voltbay.accounts.models import Owner
    from voltbay.core import clock
    from voltbay.core.keys import fingerprint

    now = clock.now()
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    build_outlets()
    publish(midnight=midnight, capacity=PLACES)
    least, most = OWNERS
    phones = [f"138{n:08d}" for n in range(max(least, min(most, bookings)))]
    marks = [(phone, fingerprint(phone, purpose="phone")) for phone in phones]
    Owner.objects.bulk_create(
        [Owner(phone=phone, phone_fingerprint=mark, created_at=midnight) for phone, mark in marks],
        batch_size=5_000,
    )
    province.build_outlets(now=now)
    # Nothing was reported yet, so that filling what is owed has most to do.
    province.fill_past(0, bookings, now=now, is_reported=False, grid_days=0)


def book(each: "Callable[[Met, Owner, Wish], object]") -> None:
    """Book in this way until nobody is at the other end any more."""
    from voltbay.accounts.models import Owner
    from voltbay.bookings.owner.hold import Wish
    from voltbay.core import clock
    from voltbay.directory.models import Service
    from voltbay.slots.models import Slot

    ahead = Slot.objects.filter(capacity=PLACES, starts_at__gt=clock.now()).order_by("starts_at")
    service = Service.objects.get(outlet=ahead[0].outlet_id)
    slots = ahead.filter(outlet=service.outlet).values_list("pk", flat=True)[100:499]
    newest = Owner.objects.latest("created_at").created_at
    owners = Owner.objects.filter(created_at=newest, bookings=None)
    met = Met()
    print("ready", flush=True)
    for owner, slot in zip(owners, cycle(slots), strict=False):
        if select.select([sys.stdin], [], [], PAUSE)[0]:
            break
        try:
            close_old_connections()  # as before a request: the database may be another now
            each(met, owner, Wish(slot, service.pk))
        except Exception as error:  # noqa: BLE001  # whatever it is, somebody could not book
            met.errors.append(f"{type(error).__name__}: {error}")
    else:
        met.errors.append("every owner has booked: nobody was left")
    print(json.dumps(met.__dict__), flush=True)


@dataclass
class Met:
    """What it met: when each step was over, in seconds since 1970, and how long it took."""

    waits: list[tuple[float, float]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)

    @contextmanager
    def step(self) -> Iterator[None]:
        """Note how long the block takes, whatever comes of it."""
        began = time.perf_counter()
        try:
            yield
        finally:
            self.waits.append((time.time(), time.perf_counter() - began))


def hold_and_confirm(met: Met, owner: "Owner", wish: "Wish") -> None:
    """Book as an owner does whose papers are read without a doubt."""
    from bench.town import documents_of
    from voltbay.bookings.owner.confirm import confirm
    from voltbay.core import clock
    from voltbay.recognition.models import Document

    booking = hold_alone(met, owner, wish)
    with met.step():
        number = int(owner.phone[3:])
        papers = documents_of(owner, name=NAME, number=number, now=clock.now())
        Document.objects.bulk_create(papers)
    with met.step():
        confirm(booking, _form(papers), now=clock.now())


def hold_alone(met: Met, owner: "Owner", wish: "Wish") -> "Booking":
    """Hold, and go away."""
    from voltbay.bookings.owner.hold import hold
    from voltbay.core import clock

    with met.step():
        booking = hold(wish, owner=owner, now=clock.now())
        met.codes.append(booking.code)
    return booking


def _form(papers: "list[Document]") -> "Form":
    from voltbay.bookings.owner.confirm import Form

    card, licence = (paper.pk for paper in papers)
    return Form(NAME, "13800000000", card, licence, relation="self", car_after="kept")


if __name__ == "__main__":
    django.setup()
    match sys.argv[1:]:
        case ["build", bookings]:
            build(int(bookings))
        case ["hold"]:
            book(hold_alone)
        case _:
            book(hold_and_confirm)
