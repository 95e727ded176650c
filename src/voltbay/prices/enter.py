"""Entering a price range, and taking one back."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError, transaction

from voltbay.directory.models import Company, Outlet
from voltbay.prices.errors import PriceRangeOverlaps, PriceRangeUnknown, PriceRangeWrong
from voltbay.prices.models import DEAREST, HEAVIEST, VALID_DAYS, PriceRange

CHEMISTRIES = frozenset({"", *"ABCDEFG", "Z"})


@dataclass(frozen=True)
class RangeEntry:
    """A price range as it is entered: masses in kg, the upper not included; prices in yuan."""

    chemistry: str
    mass_from_kg: Decimal
    mass_below_kg: Decimal
    unit: str
    low_yuan: Decimal
    high_yuan: Decimal
    valid_from: date
    valid_until: date
    outlet_id: UUID | None = None


def enter_range(entry: RangeEntry, *, company: Company, today: date) -> PriceRange:
    """Enter a price range of a company, or of one of its outlets.

    Raises PriceRangeWrong or PriceRangeOverlaps.
    """
    _check(entry, company=company, today=today)
    try:
        with transaction.atomic():
            return PriceRange.objects.create(company=company, **vars(entry))
    except IntegrityError as refused:
        if "price_ranges_do_not_overlap" not in str(refused):
            raise
        raise PriceRangeOverlaps from refused


def withdraw_range(range_id: UUID, *, company: Company, today: date) -> None:
    """Stop showing a price range from now on; one that was shown before today is kept.

    Raises PriceRangeUnknown.
    """
    mine = PriceRange.objects.filter(company=company, pk=range_id, valid_until__gte=today)
    if mine.filter(valid_from__gte=today).delete()[0]:
        return
    if not mine.update(valid_until=today - timedelta(days=1)):
        raise PriceRangeUnknown


def _check(entry: RangeEntry, *, company: Company, today: date) -> None:
    last = entry.valid_from + timedelta(days=VALID_DAYS)
    wrong = {
        "outlet": not _is_of(entry.outlet_id, company),
        "chemistry": entry.chemistry not in CHEMISTRIES,
        "unit": entry.unit not in PriceRange.Unit.values,
        "mass_below_kg": not 0 <= entry.mass_from_kg < entry.mass_below_kg <= HEAVIEST,
        "high_yuan": not 0 <= entry.low_yuan <= entry.high_yuan <= DEAREST,
        "valid_until": not max(today, entry.valid_from) <= entry.valid_until < last,
    }
    if any(wrong.values()):
        fields = {name: PriceRangeWrong.code for name, is_wrong in wrong.items() if is_wrong}
        raise PriceRangeWrong(fields=fields, most=DEAREST, heaviest=HEAVIEST, days=VALID_DAYS)


def _is_of(outlet_id: UUID | None, company: Company) -> bool:
    return outlet_id is None or Outlet.objects.filter(pk=outlet_id, company=company).exists()
