"""What three answers about a car mean, before anybody chooses a time. Pure."""

from collections.abc import Collection
from enum import StrEnum

# Of what the battery holds. Nobody is refused for it: it is asked so that an outlet knows what it
# fetches. 30 % is what lithium batteries may hold as air freight (UN 3480, IATA packing
# instruction 965); for roads no number was found, nor seen in GB/T 38698.1-2020.
CHARGE_PERCENT = 30


class Sign(StrEnum):
    """What tells that a battery may be dangerous. Any one of them is enough.

    Source: GB/T 38698.1-2020, 4.3 and annex A: one "yes" and it may not simply be moved. The words
    are those of a battery's condition at the outlet (`removals.rules.Hazard`), and what one smells.
    """

    SWELLING = "swelling"
    LEAK = "leak"
    SMOKE = "smoke"
    SMELL = "smell"
    WATER = "water"
    CRASH = "crash"


class Charge(StrEnum):
    """How full the battery is, as far as its owner knows."""

    ABOVE = "above"
    BELOW = "below"  # or just so
    UNKNOWN = "unknown"


class Outcome(StrEnum):
    """What comes next for a car."""

    BOOK = "book"
    DANGER = "danger"
    NO_DRIVE = "no_drive"


def outcome_of(*, drives: bool, signs: Collection[str]) -> Outcome:
    """Return what comes next. Danger outweighs all else: such a car is not moved by its owner.

    >>> outcome_of(drives=True, signs=[]), outcome_of(drives=False, signs=[])
    (<Outcome.BOOK: 'book'>, <Outcome.NO_DRIVE: 'no_drive'>)
    >>> outcome_of(drives=True, signs=[Sign.SMELL])
    <Outcome.DANGER: 'danger'>
    """
    if signs:
        return Outcome.DANGER
    return Outcome.BOOK if drives else Outcome.NO_DRIVE
