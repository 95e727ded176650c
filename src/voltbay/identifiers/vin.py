"""Vehicle identification numbers.

Source: GB 16735 (ISO 3779), check digit in position 9. Makers outside China need not use position
9 as a check, so there a mismatch is told and not refused.
"""

import re
from dataclasses import dataclass

from voltbay.core.errors import Invalid
from voltbay.identifiers.text import plain

FORM = re.compile(r"[0-9A-HJ-NPR-Z]{17}")  # without I, O and Q
CHINA = ("L", "H")
WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
VALUES = {str(digit): digit for digit in range(10)} | dict(
    zip("ABCDEFGHJKLMNPRSTUVWXYZ", (*range(1, 9), 1, 2, 3, 4, 5, 7, 9, *range(2, 10)), strict=True)
)


class VinMalformed(Invalid):
    """It does not have 17 digits and capitals without I, O and Q."""

    code = "vin_malformed"


class VinUniform(Invalid):
    """All its characters are the same: a filler, though its check digit may fit."""

    code = "vin_uniform"


class VinCheckWrong(Invalid):
    """Its ninth character does not fit the others, so one of them was misread or mistyped."""

    code = "vin_check"


@dataclass(frozen=True)
class Vin:
    """A number of the right form; `check_passes` is false only for makers outside China."""

    number: str
    check_passes: bool

    @property
    def made_in_china(self) -> bool:
        """Tell whether the maker's code belongs to China."""
        return self.number.startswith(CHINA)


def normalise_vin(text: str) -> str:
    """Return the number in capitals without spaces.

    >>> normalise_vin(" lgxce6db7 j0123456 ")
    'LGXCE6DB7J0123456'
    """
    return plain(text).upper()


def check_digit(number: str) -> str:
    """Return the character that belongs in position 9 (what stands there has no weight).

    >>> check_digit("1M8GDM9A_KP042788"), check_digit("LGXCE6DB0J0123456")
    ('X', '7')
    """
    pairs = zip(number, WEIGHTS, strict=True)
    remainder = sum(VALUES[c] * weight for c, weight in pairs if weight) % 11
    return "X" if remainder == 10 else str(remainder)


def parse_vin(text: str) -> Vin:
    """Return the number and whether its check digit fits.

    Raises VinMalformed, VinUniform, or VinCheckWrong for a number given in China.

    >>> parse_vin("LBEHDAEB58Y038860").check_passes
    True
    """
    number = normalise_vin(text)
    if not FORM.fullmatch(number):
        raise VinMalformed
    if len(set(number)) == 1:
        raise VinUniform
    vin = Vin(number=number, check_passes=number[8] == check_digit(number))
    if vin.made_in_china and not vin.check_passes:
        raise VinCheckWrong
    return vin


def is_vin(text: str) -> bool:
    """Tell whether the text can be a vehicle's number.

    >>> is_vin("LSJA24U62KN000123"), is_vin("LGXCE6DB0J0123456"), is_vin("11111111111111111")
    (True, False, False)
    """
    try:
        parse_vin(text)
    except Invalid:
        return False
    return True
