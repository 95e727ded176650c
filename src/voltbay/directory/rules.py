"""What must hold before a company or an outlet is kept. Pure."""

from collections.abc import Iterable
from datetime import time

from voltbay.directory.errors import (
    CoordinatesOutsideChina,
    CoordinatesSwapped,
    HoursOverlap,
    OverrideNeedsReason,
)
from voltbay.identifiers.coordinates import (
    CoordinatesMalformed,
    Position,
    is_coordinates,
    normalise_coordinates,
    parse_coordinates,
)
from voltbay.identifiers.credit_code import (
    CreditCodeCheckWrong,
    normalise_credit_code,
    parse_credit_code,
)

WEST, EAST, SOUTH, NORTH = 73.0, 136.0, 3.0, 54.0  # as the database's outlet_lies_in_china


def check_credit_code(text: str, *, override_reason: str) -> str:
    """Return the code as it is kept.

    A code of the right form whose check fails is kept when somebody says why: some were really
    issued so. Raises CreditCodeMalformed or OverrideNeedsReason.

    >>> check_credit_code("91350211M0000XUF46", override_reason="营业执照原件如此")
    '91350211M0000XUF46'
    """
    try:
        return parse_credit_code(text).code
    except CreditCodeCheckWrong as wrong:
        if override_reason.strip():
            return normalise_credit_code(text)
        raise OverrideNeedsReason from wrong


def check_position(longitude: float, latitude: float) -> Position:
    """Return a GCJ-02 position in China.

    Raises CoordinatesSwapped when exchanging the two would make it right, as in China the
    longitude is always the larger number; CoordinatesOutsideChina otherwise.

    >>> check_position(121.47819, 31.228583)
    Position(longitude=121.47819, latitude=31.228583)
    """
    if _lies_in_china(longitude, latitude):
        return Position(longitude, latitude)
    if _lies_in_china(latitude, longitude):
        raise CoordinatesSwapped
    raise CoordinatesOutsideChina


def pasted_position(text: str) -> Position:
    """Return the position in China that a pasted text names, longitude first.

    Raises CoordinatesMalformed, CoordinatesSwapped or CoordinatesOutsideChina.

    >>> pasted_position("121.47819, 31.228583").latitude
    31.228583
    """
    try:
        return check_position(*parse_coordinates(text))
    except CoordinatesMalformed:
        # Tencent's map copies the latitude first; 121 is no latitude, so it did not even parse.
        exchanged = ",".join(reversed(normalise_coordinates(text).split(",")))
        if is_coordinates(exchanged):
            raise CoordinatesSwapped from None
        raise


def check_stretches(stretches: Iterable[tuple[int, time, time]]) -> None:
    """Check that the stretches `(weekday, opens, closes)` of a week are apart.

    Raises HoursOverlap.
    """
    last: tuple[int, time] | None = None
    for weekday, opens_at, closes_at in sorted(stretches):
        if last and last[0] == weekday and opens_at < last[1]:
            raise HoursOverlap(weekday=weekday)
        last = (weekday, closes_at)


def _lies_in_china(longitude: float, latitude: float) -> bool:
    return WEST <= longitude <= EAST and SOUTH <= latitude <= NORTH
