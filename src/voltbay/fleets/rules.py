"""Who may do what for a fleet, how large one may be, and a block's code. Pure."""

import secrets
from datetime import timedelta
from enum import StrEnum

MOST_MEMBERS = 50
MOST_VEHICLES = 2000  # a city's largest taxi firms have some thousands, and retire them over years
LARGEST_BLOCK = 60  # cars: a working week of a large outlet
BLOCKS_HELD = 3  # at a time, as an owner may hold three times
INVITED_FOR = timedelta(days=14)  # then a phone may be somebody else's, or nobody wanted to
EVIDENCE_OF_REFUSED_FOR = timedelta(days=30)  # to answer who asks why
CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # as a booking's: nothing to mix up on a phone
CODE_MARK, CODE_LENGTH = "VF", 8


class Role(StrEnum):
    """What a member of a fleet is there for."""

    BOOKS = "books"
    SEES_ALL = "sees_all"
    MANAGES = "manages"


class Power(StrEnum):
    """What a role lets somebody do."""

    BOOK = "book"  # hold, confirm and cancel blocks of one's own; look at the cars
    SEE_ALL = "see_all"  # every block, every receipt, the cars
    MANAGE = "manage"  # members, cars, everybody's blocks, the account itself


POWERS: dict[Role, frozenset[Power]] = {
    Role.BOOKS: frozenset({Power.BOOK}),
    Role.SEES_ALL: frozenset({Power.SEE_ALL}),
    Role.MANAGES: frozenset(Power),
}


def may(role: str, power: Power) -> bool:
    """Tell whether a role has a power.

    >>> may("books", Power.BOOK), may("sees_all", Power.BOOK), may("manages", Power.SEE_ALL)
    (True, False, True)
    """
    return power in POWERS[Role(role)]


def new_code() -> str:
    """Make a block's code, to be read out loud: the mark and eight unmistakable characters."""
    return CODE_MARK + "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))


def same_company(one: str, other: str) -> bool:
    """Tell whether two papers name the same company: brackets and blanks are printed either way.

    >>> same_company("申通出租汽车(上海)有限公司", "申通出租汽车（上海） 有限公司")
    True
    >>> same_company("", "")
    False
    """
    return bool(one) and _folded(one) == _folded(other)


def _folded(name: str) -> str:
    return "".join(name.split()).casefold().replace("（", "(").replace("）", ")")
