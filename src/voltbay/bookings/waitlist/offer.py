"""Offering free places to those who wait, in the order in which they came.

1. Whoever offers an outlet's places waits for the one who is doing so already.
2. The line is gone through in order; the first whose wish a free start fits is taken.
3. The start is held in the owner's name, by the same verb and rules as any hold, only longer; the
   entry is marked and the owner told, in the same transaction.
4. Where a hold is refused, because a passer-by was faster or the owner holds too much, the next in
   line is tried and the entry keeps its place.

One offer is one transaction, so that slots are locked for a moment only.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, InternalError, connection, transaction

from voltbay.bookings.messages import tell_offered
from voltbay.bookings.models import Booking, WaitlistEntry
from voltbay.bookings.owner.hold import Wish, hold
from voltbay.bookings.rules import last_bookable
from voltbay.bookings.waitlist.rules import may_offer
from voltbay.core.errors import Conflict, NotFound, TooMany
from voltbay.directory.models import Service
from voltbay.slots.queries import Start, starts_between

LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('waitlist ' || %s, 0))"
OTHER_OFFER = "waitlist_one_offer_an_owner"


def offer_lasts() -> timedelta:
    """Return how long an offer stands: longer than a hold, as its owner is not looking."""
    return timedelta(minutes=settings.VOLTBAY_OFFER_MINUTES)


def offer_everywhere(*, now: datetime) -> int:
    """Offer what is free wherever somebody waits; end wishes that are over. Returns how many."""
    waiting = WaitlistEntry.objects.filter(state=WaitlistEntry.State.WAITING)
    waiting.filter(starts_before__lte=now).update(state=WaitlistEntry.State.LAPSED)
    outlets = waiting.order_by("outlet_id").values_list("outlet_id", flat=True).distinct()
    return sum(offer_places(outlet_id, now=now) for outlet_id in list(outlets))


def offer_places(outlet_id: UUID, *, now: datetime) -> int:
    """Offer an outlet's free places, one after the other; return how many. Safe to repeat."""
    if not may_offer(now, lasts=offer_lasts()):
        return 0
    offered = 0
    while _offer_one(outlet_id, now=now):
        offered += 1
    return offered


@transaction.atomic
def _offer_one(outlet_id: UUID, *, now: datetime) -> bool:
    _stand_in_line(outlet_id)
    free: dict[int, list[Start]] = {}
    for entry in _line(outlet_id, now=now):
        if entry.service_id not in free:
            free[entry.service_id] = _free_starts(entry.service, now=now)
        for start in free[entry.service_id]:
            if entry.starts_from <= start.starts_at < entry.starts_before:
                if _offer(entry, start, now=now):
                    return True
                break  # refused now, and most likely for the owner's sake: the next in line
    return False


def _stand_in_line(outlet_id: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [str(outlet_id)])


def _line(outlet_id: UUID, *, now: datetime) -> list[WaitlistEntry]:
    """Return those who wait and are not just being offered something else, first come first."""
    busy = WaitlistEntry.objects.filter(state=WaitlistEntry.State.OFFERED).values("owner_id")
    waiting = WaitlistEntry.objects.filter(
        outlet_id=outlet_id, state=WaitlistEntry.State.WAITING, starts_before__gt=now
    ).exclude(owner_id__in=busy)
    return list(waiting.select_related("owner", "service__outlet").order_by("created_at", "id"))


def _free_starts(service: Service, *, now: datetime) -> list[Start]:
    """Return the free starts that are still ahead when an offer would end, and not too soon."""
    first = now + offer_lasts()
    last = last_bookable(now, days=service.outlet.book_ahead_days)
    found = starts_between(service, first=first, last=last, now=now)
    return [start for start in found if start.places_left]


def _offer(entry: WaitlistEntry, start: Start, *, now: datetime) -> bool:
    """Hold the start for the entry's owner; False if that is refused."""
    try:
        with transaction.atomic():
            return _hold(entry, start, now=now)
    except (Conflict, NotFound, TooMany):
        return False
    except InternalError:
        # The owner held something else this moment: `hold` then tries again, but its first try
        # has spoilt our transaction. The entry keeps its place, and the next minute tries anew.
        return False
    except IntegrityError as raced:
        if OTHER_OFFER not in str(raced):
            raise
        return False


def _hold(entry: WaitlistEntry, start: Start, *, now: datetime) -> bool:
    # The entry before the slots: whoever leaves the line has the entry, and never waits for slots.
    mine = WaitlistEntry.objects.filter(pk=entry.pk, state=WaitlistEntry.State.WAITING)
    if mine.select_for_update().first() is None:
        return False
    wish = Wish(start.slot_id, entry.service_id, lasts=offer_lasts())
    booking = hold(wish, owner=entry.owner, now=now)
    mine.update(state=WaitlistEntry.State.OFFERED, offer=booking)
    _tell(booking, phone=entry.owner.phone, now=now)
    return True


def _tell(booking: Booking, *, phone: str | None, now: datetime) -> None:
    if phone is not None:
        tell_offered(booking, phone=phone, minutes=settings.VOLTBAY_OFFER_MINUTES, now=now)
