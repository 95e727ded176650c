"""What makes well-read values ones that we do not take: they are held against today.

A doubtful date proves nothing, so only dates that were read with certainty count.
"""

from collections.abc import Callable, Mapping
from datetime import date

from voltbay.recognition.reading.findings import Field, Problem

Check = Callable[[Mapping[str, Field], date], Problem | None]
"""Gives the problem of a document's fields, if there is one today."""

YEARS_OF_OWN_CONSENT = 14  # Source: PIPL art. 31; under it only parents may consent


def not_in_future(name: str) -> Check:
    """Make the check that a date has come."""

    def check(fields: Mapping[str, Field], today: date) -> Problem | None:
        day = _certain_date(fields, name)
        return Problem("date_in_future", field=name) if day and day > today else None

    return check


def old_enough(name: str) -> Check:
    """Make the check that whoever was born then may consent to what we do."""

    def check(fields: Mapping[str, Field], today: date) -> Problem | None:
        born = _certain_date(fields, name)
        if born and born <= today and age(born, on=today) < YEARS_OF_OWN_CONSENT:
            return Problem("under_fourteen", field=name)
        return None

    return check


def age(born: date, *, on: date) -> int:
    """Return full years of age.

    >>> age(date(2012, 2, 29), on=date(2026, 2, 28)), age(date(2012, 2, 29), on=date(2026, 3, 1))
    (13, 14)
    """
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _certain_date(fields: Mapping[str, Field], name: str) -> date | None:
    field = fields.get(name)
    if field is None or field.doubtful:
        return None
    try:
        return date.fromisoformat(field.value)
    except ValueError:
        return None
