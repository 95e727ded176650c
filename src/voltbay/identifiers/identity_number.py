"""Resident identity numbers (公民身份号码).

Source: GB 11643-1999; check character by ISO 7064 MOD 11-2. An address code is not looked up, as
codes of divisions that no longer exist stay valid in the numbers given then.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from voltbay.core.errors import Invalid
from voltbay.identifiers.text import plain

FORM = re.compile(r"[1-9][0-9]{16}[0-9X]")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"


class IdentityNumberMalformed(Invalid):
    """It does not have 17 digits and a check character."""

    code = "identity_number_malformed"


class IdentityNumberBirthDateWrong(Invalid):
    """Its digits 7 to 14 are not a day that has come."""

    code = "identity_number_birth_date"


class IdentityNumberCheckWrong(Invalid):
    """Its last character does not fit the others, so one of them was misread or mistyped."""

    code = "identity_number_check"


@dataclass(frozen=True)
class IdentityNumber:
    """A number that passes every check, and what it says of its holder."""

    number: str
    address_code: str
    birth_date: date
    sex: Literal["男", "女"]

    def age(self, *, today: date) -> int:
        """Return the holder's completed years of life."""
        had_birthday = (today.month, today.day) >= (self.birth_date.month, self.birth_date.day)
        return today.year - self.birth_date.year - (not had_birthday)


def normalise_identity_number(text: str) -> str:
    """Return the number without spaces, in ordinary digits and a capital X.

    >>> normalise_identity_number("１１０１０５ 19491231 002x")
    '11010519491231002X'
    """
    return plain(text).upper()


def check_character(first_17: str) -> str:
    """Return the eighteenth character that belongs to seventeen digits.

    >>> check_character("11010519491231002"), check_character("44052418800101001")
    ('X', '4')
    """
    total = sum(int(digit) * weight for digit, weight in zip(first_17, WEIGHTS, strict=True))
    return CHECKS[total % 11]


def parse_identity_number(text: str, *, today: date) -> IdentityNumber:
    """Return what the number says.

    Raises IdentityNumberMalformed, IdentityNumberBirthDateWrong (not a date, or after `today`)
    or IdentityNumberCheckWrong.

    >>> parse_identity_number("11010519491231002x", today=date(2026, 4, 2)).birth_date
    datetime.date(1949, 12, 31)
    """
    number = normalise_identity_number(text)
    if not FORM.fullmatch(number):
        raise IdentityNumberMalformed
    birth_date = _birth_date(number[6:14], today=today)
    if number[17] != check_character(number[:17]):
        raise IdentityNumberCheckWrong
    return IdentityNumber(
        number=number,
        address_code=number[:6],
        birth_date=birth_date,
        sex="男" if int(number[16]) % 2 else "女",
    )


def _birth_date(digits: str, *, today: date) -> date:
    try:
        birth_date = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError as no_such_day:
        raise IdentityNumberBirthDateWrong from no_such_day
    if birth_date > today:
        raise IdentityNumberBirthDateWrong
    return birth_date
