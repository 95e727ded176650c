"""Codes of power batteries: 24 characters, or 19 for a pack in its second life.

Source: GB/T 34014-2017. There is no check character; the date inside is all that can be checked.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from voltbay.core.errors import Invalid
from voltbay.identifiers.text import plain

YEARS = "123456789ABCDEFGHJKLMNPRSTVWXY"  # 1 is 2011
MONTHS = "123456789ABC"
DAYS = "123456789ABCDEFGHJKLMNPRSTVWXY0"  # 0 is the 31st
FIRST_YEAR = 2011
_HEAD = (
    r"(?P<vendor>[A-Z0-9]{3})(?P<product>[PMC])(?P<chemistry>[A-GZ])(?P<specification>[A-Z0-9]{2})"
)
_DATE = rf"(?P<date>[{YEARS}][{MONTHS}][{DAYS}])"
NEW = re.compile(rf"{_HEAD}(?P<trace>[A-Z0-9]{{7}}){_DATE}(?P<serial>[A-Z0-9]{{7}})")
REUSED = re.compile(rf"{_HEAD}(?P<trace>){_DATE}(?P<serial>[A-Z0-9]{{7}})R[PMC]")
# What may stand at each place, for telling where a code is wrong.
_ANY = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_START, _MADE = [_ANY] * 3 + ["PMC", "ABCDEFGZ"] + [_ANY] * 2, [YEARS, MONTHS, DAYS]
PLACES = {
    24: [*_START, *[_ANY] * 7, *_MADE, *[_ANY] * 7],
    19: [*_START, *_MADE, *[_ANY] * 7, "R", "PMC"],
}


class BatteryCodeMalformed(Invalid):
    """It does not have the 24 (or, reused, 19) characters that the standard lays out."""

    code = "battery_code_malformed"


class BatteryCodeLength(BatteryCodeMalformed):
    """It is too short or too long; `length` is how many characters it has."""

    code = "battery_code_length"


class BatteryCodeCharacter(BatteryCodeMalformed):
    """At `position`, counted from one, stands `character` where only `allowed` may stand."""

    code = "battery_code_character"


class BatteryCodeDateWrong(Invalid):
    """Its production date is not a day of the calendar."""

    code = "battery_code_date"


class Product(StrEnum):
    """What the code is printed on."""

    PACK = "P"
    MODULE = "M"
    CELL = "C"


@dataclass(frozen=True)
class BatteryCode:
    """A code and its parts; the serial has digits by the standard, and with some makers letters."""

    code: str
    vendor: str
    product: Product
    chemistry: str
    specification: str
    trace: str
    made_date: date
    serial: str
    is_reused: bool


def normalise_battery_code(text: str) -> str:
    """Return the code in capitals without spaces.

    >>> normalise_battery_code("071mb01 test001 d8h 0000777")
    '071MB01TEST001D8H0000777'
    """
    return plain(text).upper()


def parse_battery_code(text: str) -> BatteryCode:
    """Return the parts of a code. Raises BatteryCodeMalformed or BatteryCodeDateWrong.

    The former comes as BatteryCodeLength or BatteryCodeCharacter, which say where it is wrong.

    >>> parse_battery_code("001PE0100000A18120000123").made_date
    datetime.date(2018, 1, 2)
    """
    code = normalise_battery_code(text)
    parts = NEW.fullmatch(code) or REUSED.fullmatch(code)
    if not parts:
        raise _malformed(code)
    return BatteryCode(
        code=code,
        vendor=parts["vendor"],
        product=Product(parts["product"]),
        chemistry=parts["chemistry"],
        specification=parts["specification"],
        trace=parts["trace"],
        made_date=_decode_date(parts["date"]),
        serial=parts["serial"],
        is_reused=len(code) == 19,
    )


def _malformed(code: str) -> BatteryCodeMalformed:
    if len(code) not in PLACES:
        return BatteryCodeLength(length=len(code))
    for position, (character, allowed) in enumerate(zip(code, PLACES[len(code)], strict=True), 1):
        if character not in allowed:
            shown = "A–Z 0–9" if allowed == _ANY else " ".join(allowed)
            return BatteryCodeCharacter(position=position, character=character, allowed=shown)
    return BatteryCodeMalformed()


def _decode_date(three: str) -> date:
    year, month, day = tuple(three)
    try:
        return date(FIRST_YEAR + YEARS.index(year), MONTHS.index(month) + 1, DAYS.index(day) + 1)
    except ValueError as no_such_day:
        raise BatteryCodeDateWrong from no_such_day
