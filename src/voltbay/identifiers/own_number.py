"""Numbers of our own for batteries without a readable code: `VP` and nine characters.

No battery code can be one, nor the other way round: GB/T 34014 knows 24 and 19 characters. The
alphabet leaves out what is mixed up on paper or aloud, and its 31 characters make the last one,
a weighted sum modulo the prime 31, find any wrong character and any two that changed places.
"""

import re
import secrets

from voltbay.core.errors import Invalid
from voltbay.identifiers.text import plain

MARK = "VP"
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTWXYZ"  # without I, L, O, U and V
RANDOM = 8  # characters; 31^8 is 850 thousand million
PATTERN = rf"^({MARK}[{ALPHABET}]{{{RANDOM + 1}}})$"
LOOK_ALIKES = str.maketrans("OIL", "011")


class OwnNumberWrong(Invalid):
    """It is no number of ours, or a character was misread: the last one does not fit."""

    code = "own_number_wrong"


def new_own_number() -> str:
    """Make a number that nobody can guess.

    >>> is_own_number(new_own_number())
    True
    """
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(RANDOM))
    return f"{MARK}{drawn}{check(drawn)}"


def check(drawn: str) -> str:
    """Return the character that belongs to the eight before it.

    >>> check("7K3M2Q9D"), check("00000000")
    ('Z', '0')
    """
    total = sum(ALPHABET.index(c) * pow(3, place, 31) for place, c in enumerate(drawn))
    return ALPHABET[-total * pow(3, -RANDOM, 31) % 31]


def parse_own_number(text: str) -> str:
    """Return a number as it is stored, however it was typed. Raises OwnNumberWrong."""
    asked = plain(text).upper().replace("-", "")
    number = asked[:2] + asked[2:].translate(LOOK_ALIKES)
    if not re.match(PATTERN, number) or check(number[2:-1]) != number[-1]:
        raise OwnNumberWrong
    return number


def is_own_number(text: str) -> bool:
    """Tell whether a text is a number of ours with a fitting last character."""
    try:
        parse_own_number(text)
    except OwnNumberWrong:
        return False
    return True


def grouped(number: str) -> str:
    """Return a number as it is printed and read out.

    >>> grouped("VP7K3M2Q9DZ")
    'VP-7K3-M2Q-9DZ'
    """
    return "-".join((number[:2], number[2:5], number[5:8], number[8:]))
