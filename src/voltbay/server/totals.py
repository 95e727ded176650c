"""Totals of days that are over: kept by a timer, checked and rebuilt by a command."""

import sys
from datetime import datetime, timedelta

import django

from voltbay.core.local_time import days_from, local_date
from voltbay.totals.counted import Counted
from voltbay.totals.models import DayTotal
from voltbay.totals.queries import differing, keep_missing

LOOK_BACK = timedelta(days=366)  # as far as a dashboard does


def kinds() -> list[Counted]:
    """Return everything that is counted by day."""
    from voltbay.bookings import figures as of_bookings
    from voltbay.recognition import figures as of_photos
    from voltbay.removals import figures as of_packs
    from voltbay.slots import figures as of_slots

    return [each.COUNTED for each in (of_bookings, of_photos, of_packs, of_slots)]


def keep_all(*, now: datetime) -> int:
    """Keep the days of a dashboard that are over and not kept; return of how many that was done."""
    first = local_date(now) - LOOK_BACK
    days = days_from(first, LOOK_BACK.days)
    return sum(keep_missing(counted, days, now=now) for counted in kinds())


def run(verb: str) -> None:
    """Keep what is missing, or rebuild everything, or compare all that is kept with a recount.

    Exits with 1 if a total is not what a recount finds.
    """
    django.setup()
    from voltbay.core import clock

    now = clock.now()  # a command is a door
    if verb == "check":
        wrong = [f"{each.kind} of {day}" for each in kinds() for day in differing(each, now=now)]
        if wrong:
            sys.exit(f"voltbay: wrong totals: {', '.join(wrong)}")
        sys.stdout.write(f"{DayTotal.objects.count()} hold\n")
        return
    if verb == "rebuild":
        DayTotal.objects.all().delete()
    sys.stdout.write(f"kept {keep_all(now=now)} days\n")
