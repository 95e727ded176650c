"""Refusals of what is asked of dashboards."""

from voltbay.core.errors import Invalid, NotFound


class PeriodWrong(Invalid):
    """A dashboard's days are malformed, the wrong way round, or too many; `limit` in days."""

    code = "period_wrong"


class ChartUnknown(NotFound):
    """There is no chart of that name."""

    code = "chart_unknown"
