"""The earliest free start of many outlets at once: for lists, and near an outlet that is full."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q

from voltbay.directory.fits import is_certain, misfits
from voltbay.directory.models import Outlet, Service
from voltbay.directory.nearest import nearest_outlets
from voltbay.directory.queries import PAGE
from voltbay.identifiers.vehicle import Fuel, Traits, VehicleClass

# For each service the index on outlet and start is walked from now until the first slot whose
# following slots are free and without a gap, as `take` and `starts_between` see them for owners.
LEFT = "LEAST({0}.capacity - {0}.taken, {0}.for_owners - {0}.owners_taken) >= service.places"
ATTENDED = """
COALESCE({0}.technicians - {0}.technicians_taken >= service.technicians, true)
"""
EARLIEST = f"""
SELECT service.id, free.starts_at
FROM directory_service AS service
JOIN directory_outlet AS outlet ON outlet.id = service.outlet_id
CROSS JOIN LATERAL (
    SELECT slot.starts_at
    FROM slots_slot AS slot
    CROSS JOIN LATERAL (
        SELECT (slot.ends_at - slot.starts_at) * (service.slots_needed - 1) AS length
    ) AS rest
    CROSS JOIN LATERAL (
        SELECT slot.ends_at + rest.length AS ends_at, slot.ends_at + rest.length + ceil(
            service.buffer_minutes * 60 / EXTRACT(epoch FROM slot.ends_at - slot.starts_at)
        )::float * (slot.ends_at - slot.starts_at) AS bay_until
    ) AS job
    WHERE slot.outlet_id = service.outlet_id
      AND NOT outlet.is_storage_full
      AND slot.starts_at > %(now)s
      AND slot.starts_at >= %(now)s
          + COALESCE(service.notice_hours, outlet.notice_hours) * interval '1 hour'
      AND slot.starts_at <= %(now)s + outlet.book_ahead_days * interval '1 day'
      AND {LEFT.format("slot")} AND {ATTENDED.format("slot")}
      AND (service.slots_needed = 1 OR (
          SELECT count(*) = service.slots_needed - 1
             AND sum(next.ends_at - next.starts_at) = rest.length
          FROM slots_slot AS next
          WHERE next.outlet_id = slot.outlet_id
            AND next.starts_at >= slot.ends_at
            AND next.starts_at < job.ends_at
            AND next.ends_at <= job.ends_at
            AND {LEFT.format("next")} AND {ATTENDED.format("next")}))
      AND (service.buffer_minutes = 0 OR NOT EXISTS (
          SELECT FROM slots_slot AS after
          WHERE after.outlet_id = slot.outlet_id
            AND after.starts_at >= job.ends_at
            AND after.starts_at < job.bay_until
            AND after.ends_at <= job.bay_until
            AND after.shrinks_to IS DISTINCT FROM 0
            AND NOT {LEFT.format("after")}))
    ORDER BY slot.starts_at
    LIMIT 1
) AS free
WHERE service.id = ANY(%(services)s)
"""  # noqa: S608  # the gaps are constants of this module
NEARBY = 3  # outlets that are named beside one that is full, or does not take the car


@dataclass(frozen=True)
class OutletWithStart:
    """An outlet, and the first free start of the service that was asked for there."""

    outlet: Outlet
    earliest: datetime


def earliest_starts(outlets: Iterable[Outlet], *, now: datetime) -> dict[UUID, datetime]:
    """Return the first free start at each outlet by its id, in one statement.

    It is that of `asked_service_id`, which each outlet of a list carries. An outlet without a free
    start within the days that can be booked is left out.
    """
    asked = {each.pk: each.asked_service_id for each in outlets}  # type: ignore[attr-defined]  # annotated
    found = _earliest([service for service in asked.values() if service is not None], now=now)
    return {outlet_id: found[service] for outlet_id, service in asked.items() if service in found}


def outlets_with_start_near(
    outlet: Outlet, *, now: datetime, service: str = ""
) -> list[OutletWithStart]:
    """Return the nearest outlets that have a free start, for whoever finds this one full.

    With the name of a service, only those that offer it. Three statements.
    """
    return _with_start(nearest_outlets(outlet, service=service, most=PAGE), now=now)


def outlets_that_take_near(
    outlet: Outlet, traits: Traits, *, now: datetime
) -> list[OutletWithStart]:
    """Return the nearest outlets with a free start of a service that takes a car.

    For whoever finds that this one surely does not. Three statements.
    """
    near = nearest_outlets(outlet, only=_takes(traits), most=PAGE)
    for each in near:
        fitting = (one.pk for one in each.offered if may_take(one, traits))
        each.asked_service_id = next(fitting, None)  # type: ignore[attr-defined]  # annotated
    return _with_start(near, now=now)


def _takes(traits: Traits) -> Q:
    """Say that an outlet offers something for what is known of a car; its mass is judged later."""
    wanted = Service.objects.filter(is_offered=True)
    if traits.vehicle_class is not VehicleClass.UNKNOWN:
        wanted = wanted.filter(vehicle_classes__contains=[traits.vehicle_class])
    if traits.fuel is not Fuel.UNKNOWN:
        wanted = wanted.filter(fuels__contains=[traits.fuel])
    return Q(pk__in=wanted.values("outlet"))


def may_take(service: Service, traits: Traits) -> bool:
    """Tell whether nothing shows that a service does not take a car."""
    return not is_certain(misfits(service.takes, traits))


def _with_start(near: list[Outlet], *, now: datetime) -> list[OutletWithStart]:
    earliest = earliest_starts(near, now=now)
    free = [OutletWithStart(each, earliest[each.pk]) for each in near if each.pk in earliest]
    return free[:NEARBY]


def _earliest(services: Collection[int], *, now: datetime) -> dict[int, datetime]:
    with connection.cursor() as cursor:
        cursor.execute(EARLIEST, {"services": list(services), "now": now})
        return dict(cursor.fetchall())
