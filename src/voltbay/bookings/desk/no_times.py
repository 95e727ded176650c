"""Why a desk has no time to offer on a day: the first cause that can be acted on."""

from datetime import date, datetime
from enum import StrEnum
from math import inf

from voltbay.core.local_time import day_bounds
from voltbay.directory.models import Closure, Outlet, Service
from voltbay.slots.models import Slot
from voltbay.slots.queries import starts_at_desk


class NoTimes(StrEnum):
    """Why nothing is free."""

    STORE_FULL = "store_full"
    SHUT = "shut"  # for some days, with a reason
    NOT_PUBLISHED = "not_published"  # nothing that day, nor later
    NOT_OPEN = "not_open"
    OVER = "over"
    TOO_SHORT = "too_short"  # what is left of the day, for the service
    NOBODY_CERTIFIED = "nobody_certified"
    TECHNICIANS_BUSY = "technicians_busy"  # bays are free
    FULL = "full"


def why_no_times(service: Service, day: date, *, now: datetime) -> NoTimes:
    """Return why `times_at_desk` has nothing for a service that day. Up to five statements."""
    begins_at, ends_at = day_bounds(day)
    if Outlet.objects.filter(pk=service.outlet_id, is_storage_full=True).exists():
        return NoTimes.STORE_FULL
    open_then = Slot.objects.filter(outlet=service.outlet_id).exclude(shrinks_to=0)
    slots = list(open_then.filter(starts_at__gte=begins_at, starts_at__lt=ends_at))
    if not slots:
        is_later = open_then.filter(starts_at__gte=ends_at).exists()
        return _why_no_slots(service, day, is_later=is_later)
    ahead = [slot for slot in slots if slot.starts_at >= now]
    if not ahead:
        return NoTimes.OVER
    if not starts_at_desk(service, first=begins_at, last=ends_at, now=now):
        return NoTimes.TOO_SHORT
    return _why_taken(ahead, service)


def closure_on(outlet: Outlet, day: date) -> Closure | None:
    """Return the closure that shuts an outlet that day, if one does."""
    return outlet.closures.filter(first_date__lte=day, last_date__gte=day).first()


def _why_no_slots(service: Service, day: date, *, is_later: bool) -> NoTimes:
    if closure_on(service.outlet, day):
        return NoTimes.SHUT
    return NoTimes.NOT_OPEN if is_later else NoTimes.NOT_PUBLISHED


def _why_taken(ahead: list[Slot], service: Service) -> NoTimes:
    if all(_crew(slot) < service.technicians for slot in ahead):
        return NoTimes.NOBODY_CERTIFIED
    with_bays = [slot for slot in ahead if slot.capacity - slot.taken >= service.places]
    if any(_crew(slot) - slot.technicians_taken < service.technicians for slot in with_bays):
        return NoTimes.TECHNICIANS_BUSY
    return NoTimes.FULL


def _crew(slot: Slot) -> float:
    """Return how many are certified and on shift; where nobody counts them they never lack."""
    return inf if slot.technicians is None else slot.technicians
