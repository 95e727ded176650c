"""One client who books again and again, and notes how long each booking took.

`python -m bench.booker build BOOKINGS` makes a town with so many bookings in the past.
`python -m bench.booker` says "ready", books until its standard input ends, and prints what it met
as JSON: codes are of bookings that were confirmed to it. It knows the models of this release alone,
as a site does that is not replaced yet.
"""

import json
import select
import sys
import time
from datetime import timedelta
from itertools import cycle

import django
from django.db import close_old_connections

PAUSE = 0.01  # seconds; a hundred bookings a second are more than any outlet sees
OWNERS = 30_000


def build(bookings: int) -> None:
    """Make outlets, slots, owners who may book, and a past."""
    from bench.town import OUTLETS, SLOTS_A_DAY, build_outlets, publish, remember
    from voltbay.accounts.models import Owner
    from voltbay.core import clock
    from voltbay.core.keys import fingerprint

    now = clock.now()
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    build_outlets()
    publish(midnight=midnight, capacity=20_000)
    phones = [f"138{n:08d}" for n in range(min(OWNERS, bookings))]
    marks = [(phone, fingerprint(phone, purpose="phone")) for phone in phones]
    Owner.objects.bulk_create(
        [Owner(phone=phone, phone_fingerprint=mark, created_at=now) for phone, mark in marks],
        batch_size=5_000,
    )
    days = -(-bookings // (OUTLETS * SLOTS_A_DAY))
    print(remember(Owner.objects.earliest("pk"), midnight=midnight, days=days))


def book() -> None:
    """Book until nobody is at the other end any more."""
    from voltbay.accounts.models import Owner
    from voltbay.bookings.owner.hold import Wish, hold
    from voltbay.bookings.rules import HOLDS_AT_A_TIME
    from voltbay.core import clock
    from voltbay.directory.models import Service
    from voltbay.slots.models import Slot

    service = Service.objects.earliest("pk")
    ahead = Slot.objects.filter(outlet=service.outlet, starts_at__gt=clock.now())
    slots = list(ahead.order_by("starts_at").values_list("pk", flat=True)[100:499])
    owners = list(Owner.objects.order_by("-pk")[:OWNERS]) * HOLDS_AT_A_TIME
    waits: list[
        tuple[float, float]
    ] = []  # when it was over, in seconds since 1970; how long it took
    errors: list[str] = []
    codes: list[str] = []
    print("ready", flush=True)
    for owner, slot in zip(owners, cycle(slots), strict=False):
        if select.select([sys.stdin], [], [], PAUSE)[0]:
            break
        began = time.perf_counter()
        try:
            close_old_connections()  # as before a request: the database may be another now
            codes.append(hold(Wish(slot, service.pk), owner=owner, now=clock.now()).code)
        except Exception as error:  # noqa: BLE001  # whatever it is, somebody could not book
            errors.append(f"{type(error).__name__}: {error}")
        waits.append((time.time(), time.perf_counter() - began))
    else:
        errors.append("every owner holds all that they may: nobody was left to book")
    print(json.dumps({"waits": waits, "errors": errors, "codes": codes}), flush=True)


if __name__ == "__main__":
    django.setup()
    build(int(sys.argv[2])) if sys.argv[1:2] == ["build"] else book()
