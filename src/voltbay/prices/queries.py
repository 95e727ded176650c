"""Which price ranges are shown, and which a company has entered."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Q, QuerySet

from voltbay.directory.errors import OutletUnknown
from voltbay.directory.models import Company, Outlet
from voltbay.prices.models import PriceRange


def ranges_at(outlet_id: UUID, *, today: date) -> list[PriceRange]:
    """Return what an outlet's batteries may fetch today, by chemistry and mass. Two statements.

    For a chemistry that the outlet has ranges of its own for, the company's do not count. A range
    before or after its days is never in it. Raises OutletUnknown.
    """
    listed = Outlet.objects.filter(is_listed=True, company__is_listed=True)
    outlet = listed.filter(pk=outlet_id).only("company_id").first()
    if outlet is None:
        raise OutletUnknown
    return ranges_of_outlet(outlet, today=today)


def ranges_of_outlet(outlet: Outlet, *, today: date) -> list[PriceRange]:
    """Return the same for staff, who see their outlet also while owners do not. One statement."""
    theirs = Q(outlet=outlet.pk) | Q(outlet__isnull=True, company=outlet.company_id)
    found = list(_sorted(PriceRange.objects.filter(theirs, _holds_on(today))))
    own = {each.chemistry for each in found if each.outlet_id}
    counted = [each for each in found if each.outlet_id or each.chemistry not in own]
    return sorted(counted, key=lambda each: not each.chemistry)  # what is not known comes last


def fitting(ranges: Iterable[PriceRange], chemistry: str, mass_kg: Decimal) -> PriceRange | None:
    """Return the range that a battery falls into, or None."""
    return next(
        (
            each
            for each in ranges
            if each.chemistry == chemistry and each.mass_from_kg <= mass_kg < each.mass_below_kg
        ),
        None,
    )


def ranges_of(company: Company) -> list[PriceRange]:
    """Return what a company has entered, the newest first, with the outlet. One statement."""
    mine = PriceRange.objects.filter(company=company).select_related("outlet")
    return list(_sorted(mine, "-valid_until"))


def _sorted(ranges: QuerySet[PriceRange], *first: str) -> QuerySet[PriceRange]:
    return ranges.order_by(*first, "chemistry", "mass_from_kg")


def _holds_on(day: date) -> Q:
    return Q(valid_from__lte=day, valid_until__gte=day)
