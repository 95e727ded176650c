"""Which outlets lie nearest to one: for the back office's sketch, and when that one is full."""

from voltbay.directory.errors import FilterUnknown
from voltbay.directory.models import Outlet
from voltbay.directory.queries import OutletFilter, outlets
from voltbay.identifiers.coordinates import Position


def nearest_outlets(outlet: Outlet, *, service: str = "", most: int = 5) -> list[Outlet]:
    """Return the listed outlets nearest to another, nearest first, each with `distance_m`.

    With the name of a service, only those that offer it. Two statements.
    """
    here = Position(outlet.longitude, outlet.latitude)
    try:
        found = outlets(OutletFilter(near=here, service=service))
    except FilterUnknown:  # nobody offers the service
        return []
    return [each for each in found if each.pk != outlet.pk][:most]
