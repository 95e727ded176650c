"""Which price ranges are shown, and which a company has entered."""

from datetime import date
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
    company = listed.filter(pk=outlet_id).values_list("company_id", flat=True).first()
    if company is None:
        raise OutletUnknown
    theirs = Q(outlet=outlet_id) | Q(outlet__isnull=True, company=company)
    found = list(_sorted(PriceRange.objects.filter(theirs, _holds_on(today))))
    own = {each.chemistry for each in found if each.outlet_id}
    return [each for each in found if each.outlet_id or each.chemistry not in own]


def ranges_of(company: Company) -> list[PriceRange]:
    """Return what a company has entered, the newest first, with the outlet. One statement."""
    mine = PriceRange.objects.filter(company=company).select_related("outlet")
    return list(_sorted(mine, "-valid_until"))


def _sorted(ranges: QuerySet[PriceRange], *first: str) -> QuerySet[PriceRange]:
    return ranges.order_by(*first, "chemistry", "mass_from_kg")


def _holds_on(day: date) -> Q:
    return Q(valid_from__lte=day, valid_until__gte=day)
