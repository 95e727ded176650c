"""Numbers of foreigners' permanent resident identity cards (外国人永久居留身份证).

Cards of 2023 have 18 characters: 9, two of the province, three of the state (ISO 3166, digits), the
birth date, three in sequence, and the check character of identity numbers. Older ones have 15: the
state's three letters, four of the division, the birth date with a year of two digits, one in
sequence, and a check digit by weights 7, 3, 1 as in passports.
Source: the National Immigration Administration's notice of 2023 on adapting systems; the check of
the older ones was derived from published samples of the form.
"""

import re
from dataclasses import dataclass
from datetime import date

from voltbay.core.errors import Invalid
from voltbay.identifiers.identity_number import check_character
from voltbay.identifiers.text import plain

NEW = re.compile(r"9\d{5}(\d{8})\d{3}[0-9X]")
OLD = re.compile(r"[A-Z]{3}\d{4}(\d{6})\d\d")
WEIGHTS = (7, 3, 1)


class ForeignerNumberWrong(Invalid):
    """It has another form, or its check does not fit its other characters."""

    code = "foreigner_number"


@dataclass(frozen=True)
class ForeignerNumber:
    """A number that passes its check; `born` is as in the number, YYYYMMDD or YYMMDD."""

    number: str
    born: str

    def was_born(self, day: date) -> bool:
        """Whether the number fits a birth date."""
        return day.strftime("%Y%m%d").endswith(self.born)


def parse_foreigner_number(text: str) -> ForeignerNumber:
    """Return the number in capitals, without spaces. Raises ForeignerNumberWrong.

    >>> parse_foreigner_number("kaz1100 90123105").born
    '901231'
    """
    number = plain(text).upper()
    found = NEW.fullmatch(number) or OLD.fullmatch(number)
    if not found or not _is_date(found[1]) or number[-1] != _check(number[:-1]):
        raise ForeignerNumberWrong
    return ForeignerNumber(number, found[1])


def _check(first: str) -> str:
    if len(first) == 17:
        return check_character(first)
    values = (int(one, 36) for one in first)
    return str(sum(value * WEIGHTS[at % 3] for at, value in enumerate(values)) % 10)


def _is_date(digits: str) -> bool:
    """Whether the calendar has it; a year of two digits may be of either century."""
    whole = [digits] if len(digits) == 8 else ["19" + digits, "20" + digits]
    return any(_day(one) for one in whole)


def _day(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
