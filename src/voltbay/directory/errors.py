"""Refusals about companies and outlets."""

from voltbay.core.errors import Invalid, NotFound


class CompanyUnknown(NotFound):
    """There is no such company, or it is not shown to owners."""

    code = "company_unknown"


class OutletUnknown(NotFound):
    """There is no such outlet, or it is not shown to owners."""

    code = "outlet_unknown"


class FilterUnknown(Invalid):
    """What the list is to be narrowed to does not exist; `fields` says which filter and why."""

    code = "filter_unknown"


class OverrideNeedsReason(Invalid):
    """The credit code's check fails, and nobody has said why it is right all the same."""

    code = "credit_code_needs_reason"


class CoordinatesSwapped(Invalid):
    """Latitude and longitude stand in each other's place."""

    code = "coordinates_swapped"


class CoordinatesOutsideChina(Invalid):
    """The position is not in China, wherever it is."""

    code = "coordinates_outside_china"


class HoursOverlap(Invalid):
    """Two stretches of one weekday cover the same time."""

    code = "hours_overlap"
