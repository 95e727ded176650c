"""Number plates of the mainland.

Source: GA 36-2018. An electric car may still carry an ordinary plate from before the green ones,
so the plate says what it can and nothing requires a green one.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from voltbay.core.errors import Invalid
from voltbay.identifiers.text import with_hyphens

PROVINCES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新"
PURE_ELECTRIC = "DABCE"
NOT_PURE = "FGHJK"  # plug-in hybrid, range-extended, fuel cell
_OFFICE = rf"[{PROVINCES}][A-HJ-Z]"
SMALL = re.compile(rf"{_OFFICE}([{PURE_ELECTRIC}{NOT_PURE}])[A-HJ-NP-Z0-9][0-9]{{4}}")
LARGE = re.compile(rf"{_OFFICE}[0-9]{{5}}([{PURE_ELECTRIC}{NOT_PURE}])")
ORDINARY = re.compile(rf"{_OFFICE}[A-HJ-NP-Z0-9]{{4}}[A-HJ-NP-Z0-9挂学警港澳]")
SEPARATORS = str.maketrans("", "", "·•・･‧∙.-")  # printed between office and serial


class PlateMalformed(Invalid):
    """It is not a mainland number plate."""

    code = "plate_malformed"


class Energy(StrEnum):
    """What a plate tells of the car's drive."""

    PURE_ELECTRIC = "pure_electric"
    NOT_PURE = "not_pure"
    NOT_TOLD = "not_told"


@dataclass(frozen=True)
class Plate:
    """A plate of the right form."""

    number: str
    energy: Energy
    is_large: bool

    @property
    def printed(self) -> str:
        """Return the plate as it is printed: `京A·D12345`."""
        return f"{self.number[:2]}·{self.number[2:]}"


def normalise_plate(text: str) -> str:
    """Return the plate in capitals without spaces and separators.

    >>> normalise_plate("京a·d１２３４５")
    '京AD12345'
    """
    return with_hyphens(text).upper().translate(SEPARATORS)


def parse_plate(text: str) -> Plate:
    """Return what the plate says. Raises PlateMalformed.

    >>> parse_plate("粤B·54321F")
    Plate(number='粤B54321F', energy=<Energy.NOT_PURE: 'not_pure'>, is_large=True)
    """
    number = normalise_plate(text)
    if small := SMALL.fullmatch(number):
        return Plate(number, _energy(small[1]), is_large=False)
    if large := LARGE.fullmatch(number):
        return Plate(number, _energy(large[1]), is_large=True)
    if ORDINARY.fullmatch(number):
        return Plate(number, Energy.NOT_TOLD, is_large=False)
    raise PlateMalformed


def is_plate(text: str) -> bool:
    """Tell whether the text is a mainland number plate.

    >>> is_plate("京AD12345"), is_plate("川A7809C"), is_plate("京AL12345")
    (True, True, False)
    """
    try:
        parse_plate(text)
    except PlateMalformed:
        return False
    return True


def _energy(letter: str) -> Energy:
    return Energy.PURE_ELECTRIC if letter in PURE_ELECTRIC else Energy.NOT_PURE
