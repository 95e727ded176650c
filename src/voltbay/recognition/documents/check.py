"""What makes a well-read document one that we do not take. Pure.

The pipeline has checked each value for itself (check digits, real dates, closed vocabularies);
here they are held against today, by the checks of the document's kind.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from voltbay.recognition.reading.result import Reading
from voltbay.recognition.reading.values.checks import Check


def check(reading: Reading, *, today: date) -> Reading:
    """Return the reading, with a problem for each rule that the document breaks."""
    return _checked(reading, reading.kind.checks, today)


def check_typed(reading: Reading, *, today: date) -> Reading:
    """Return what its owner typed likewise, held against itself as well."""
    return _checked(reading, (*reading.kind.checks, *reading.kind.typed_checks), today)


def _checked(reading: Reading, checks: Iterable[Check], today: date) -> Reading:
    found = (breaks(reading.fields, today) for breaks in checks)
    problems = (one for one in found if one is not None)
    return replace(reading, problems=(*reading.problems, *problems))
