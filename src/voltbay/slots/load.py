"""How full an hour is, in words that the week, the dashboard and their colours share. Pure."""

from enum import StrEnum
from fractions import Fraction

HIGH_FROM = Fraction(3, 4)  # of the places: whoever calls now may not get the hour they want


class Level(StrEnum):
    """How full it is, from closed to full."""

    NONE = "none"
    FREE = "free"
    SOME = "some"
    HIGH = "high"
    FULL = "full"


def level_of(taken: int, places: int) -> Level:
    """Return how full it is when so many of the places are taken.

    >>> [str(level_of(taken, 4)) for taken in range(5)], str(level_of(0, 0))
    (['free', 'some', 'some', 'high', 'full'], 'none')
    """
    if not places:
        return Level.NONE
    if taken >= places:
        return Level.FULL
    if taken >= HIGH_FROM * places:
        return Level.HIGH
    return Level.SOME if taken else Level.FREE
