"""What an account knows of its person, and what proves to be that person. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from voltbay.identifiers.name import normalise_name
from voltbay.identifiers.plate import normalise_plate

ENDING = 4  # characters; people know these of a plate and of an identity number by heart


@dataclass(frozen=True)
class Remembered:
    """Names as they stand on cards; plates and identity numbers, normalised."""

    names: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.names or self.numbers)

    def __or__(self, other: "Remembered") -> "Remembered":
        return Remembered(self.names | other.names, self.numbers | other.numbers)


# Bookings and documents lie above accounts: their door hands this in.
Remember = Callable[[Any], Remembered]


def proves(words: str, remembered: Remembered) -> bool:
    """Tell whether words are known to nobody but the person remembered.

    That is the end of a plate or an identity number (or all of it). A name is known to whoever
    calls a number in vain, so it counts only where there is no number.

    >>> anna = Remembered(frozenset({"王小燕"}), frozenset({"沪AD12345", "31010119850615002X"}))
    >>> proves("2345", anna), proves("沪a·d12345", anna), proves("002x", anna)
    (True, True, True)
    >>> proves("王小燕", anna), proves("5", anna), proves("王小燕", Remembered(anna.names))
    (False, False, True)
    """
    if not remembered.numbers:
        return normalise_name(words) in remembered.names
    ending = normalise_plate(words)
    return len(ending) >= ENDING and any(each.endswith(ending) for each in remembered.numbers)


def anything(_: Any) -> Remembered:
    """Stand in where nobody says what an account holds: something, which nothing proves."""
    return Remembered(numbers=frozenset({"?"}))
