"""Refusals about price ranges."""

from voltbay.core.errors import Conflict, Invalid, NotFound


class PriceRangeWrong(Invalid):
    """A price range is incomplete or impossible; `most` yuan, `heaviest` kg, `days` of validity."""

    code = "price_range_wrong"


class PriceRangeOverlaps(Conflict):
    """For some mass and day of this chemistry there is a price range already."""

    code = "price_range_overlaps"


class PriceRangeUnknown(NotFound):
    """There is no such price range, or it is another company's."""

    code = "price_range_unknown"
