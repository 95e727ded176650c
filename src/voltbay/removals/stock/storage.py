"""How full an outlet's battery store is, against its ceiling.

Source: 5 t where batteries are collected and 30 t at a central store (announcement 2019 no. 46,
kept as the practice that outlets were built for); an outlet may have a ceiling of its own.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Count, Min, Sum

from voltbay.core.local_time import day_bounds, local_date
from voltbay.directory.models import Outlet
from voltbay.removals.models import BatteryPack
from voltbay.removals.rules import WARN_AT

LOOK_BACK = timedelta(days=28)  # whole weeks, as few outlets open on Sundays
ENOUGH_PACKS, ENOUGH_TIME = 4, timedelta(days=14)  # below it a mean says nothing
STILL_IN_THE_BAY = timedelta(days=7)  # a car that waits longer brings nothing to count on

# Cars that are in the house, or come until the end of today, and have no battery recorded yet.
# Later ones do not count: until then batteries leave. Only what changes is written.
EXPECT = """
WITH expected AS (
    SELECT outlet.id, %(each)s * (
        SELECT count(*) FROM bookings_booking AS booking
        WHERE booking.outlet_id = outlet.id
          AND booking.starts_at >= %(first)s AND booking.starts_at < %(last)s
          AND (booking.state IN ('checked_in', 'removing')
               OR booking.state IN ('in_review', 'confirmed') AND booking.starts_at >= %(today)s)
          AND NOT EXISTS (
              SELECT FROM removals_removal AS removal
              JOIN removals_batterypack AS pack ON pack.removal_id = removal.id
              WHERE removal.booking_id = booking.id)
    ) AS kg
    FROM directory_outlet AS outlet
)
UPDATE directory_outlet AS outlet SET expected_kg = expected.kg
FROM expected WHERE expected.id = outlet.id AND outlet.expected_kg <> expected.kg
"""


@dataclass(frozen=True)
class Storage:
    """What lies in a store, what is expected today, and what it holds; all in kg."""

    stored_kg: Decimal
    expected_kg: int
    ceiling_kg: int
    is_full: bool

    @property
    def share(self) -> Decimal:
        """What is and will be there, as a share of the ceiling; above 1 when it is too much."""
        return (self.stored_kg + self.expected_kg) / Decimal(self.ceiling_kg)

    @property
    def is_warning(self) -> bool:
        """Whether somebody should have batteries collected soon."""
        return self.share >= WARN_AT


def storage_of(outlet_id: UUID) -> Storage:
    """Return how full an outlet's store is, in one statement."""
    columns = ("stored_kg", "expected_kg", "ceiling_kg", "is_storage_full")
    return Storage(*Outlet.objects.values_list(*columns).get(pk=outlet_id))


@dataclass(frozen=True)
class Outlook:
    """How much comes in on an average day, in kg, and in how many days the store is full.

    `days` is None where nobody can know: too little came in, or for too short a time.
    """

    kg_a_day: Decimal
    days: int | None


def outlook_of(outlet_id: UUID, storage: Storage, *, now: datetime) -> Outlook:
    """Return how long the store lasts at the mean intake of the last four weeks."""
    came = BatteryPack.objects.filter(outlet=outlet_id, stored_at__gt=now - LOOK_BACK)
    found = came.aggregate(kg=Sum("mass_kg"), count=Count("pk"), first=Min("stored_at"))
    if found["count"] < ENOUGH_PACKS or now - found["first"] < ENOUGH_TIME:
        return Outlook(Decimal(0), None)
    kg_a_day = (found["kg"] or Decimal(0)) / LOOK_BACK.days
    left = storage.ceiling_kg - storage.stored_kg - storage.expected_kg
    return Outlook(kg_a_day, max(0, int(left / kg_a_day)) if kg_a_day else None)


def expect(*, now: datetime) -> int:
    """Write down what today's cars are likely to bring to each outlet; return how many changed."""
    today, tomorrow = day_bounds(local_date(now))
    with connection.cursor() as cursor:
        cursor.execute(
            EXPECT,
            {
                "first": today - STILL_IN_THE_BAY,
                "today": today,
                "last": tomorrow,
                "each": settings.VOLTBAY_EXPECTED_PACK_KG,
            },
        )
        return int(cursor.rowcount)
