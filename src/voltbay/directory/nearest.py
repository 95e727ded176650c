"""Which outlets lie nearest to one: for the back office's sketch, and when that one is full."""

from django.db.models import Q

from voltbay.directory.errors import FilterUnknown
from voltbay.directory.models import Outlet
from voltbay.directory.queries import OutletFilter, outlets
from voltbay.identifiers.coordinates import Position


def nearest_outlets(
    outlet: Outlet, *, service: str = "", only: Q | None = None, most: int = 5
) -> list[Outlet]:
    """Return the listed outlets nearest to another, nearest first, each with `distance_m`.

    With the name of a service, only those that offer it; with `only`, those that it holds for. Two
    statements.
    """
    here = Position(outlet.longitude, outlet.latitude)
    try:
        found = outlets(OutletFilter(near=here, service=service, only=only or Q()))
    except FilterUnknown:  # nobody offers the service
        return []
    return [each for each in found if each.pk != outlet.pk][:most]
