"""The services and times that a desk can offer to who is there or calls."""

from datetime import date, datetime

from voltbay.core.local_time import local_date
from voltbay.directory.models import Outlet, Service
from voltbay.slots.models import Slot
from voltbay.slots.queries import Start, starts_at_desk, starts_by_day


def services_at(outlet: Outlet) -> list[Service]:
    """Return the services that an outlet offers. One statement."""
    return list(outlet.services.filter(is_offered=True).order_by("id"))


def times_at_desk(service: Service, day: date, *, now: datetime) -> list[Start]:
    """Return the times of a day with places left; today also the slot that runs already."""
    starts = starts_by_day(service, first=day, days=1, now=now, read=starts_at_desk)[day]
    free = [start for start in starts if start.places_left]
    return [*_running(service, now=now), *free] if day == local_date(now) else free


def _running(service: Service, *, now: datetime) -> list[Start]:
    slots = Slot.objects.filter(outlet=service.outlet_id, starts_at__lte=now, ends_at__gt=now)
    starts = [Start(slot.pk, slot.starts_at, slot.ends_at, _left(slot, service)) for slot in slots]
    return [start for start in starts if start.places_left > 0]


def _left(slot: Slot, service: Service) -> int:
    bays = (slot.capacity - slot.taken) // service.places
    if slot.technicians is None:
        return bays
    return min(bays, (slot.technicians - slot.technicians_taken) // service.technicians)
