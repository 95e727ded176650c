"""Mainland mobile numbers: eleven digits that begin with 1.

Source: the national numbering plan; ranges change, so there is no list of them here.
"""

import re

from voltbay.core.errors import Invalid
from voltbay.identifiers.text import plain

MOBILE = re.compile(r"1[3-9][0-9]{9}")
COUNTRY_PREFIX = re.compile(r"(?:\+86|0086|86)(?=1[0-9]{10}$)")
PUNCTUATION = str.maketrans("", "", "-()‐‑–")  # how people group the digits


class PhoneMalformed(Invalid):
    """It is not a mainland mobile number."""

    code = "phone_malformed"


def normalise_phone(text: str) -> str:
    """Return the bare digits, without country prefix and grouping.

    >>> normalise_phone("+86 138-0013-8000"), normalise_phone("１３８００１３８０００")
    ('13800138000', '13800138000')
    """
    return COUNTRY_PREFIX.sub("", plain(text).translate(PUNCTUATION))


def parse_phone(text: str) -> str:
    """Return the eleven digits. Raises PhoneMalformed.

    >>> parse_phone("86 19212345678")
    '19212345678'
    """
    phone = normalise_phone(text)
    if not MOBILE.fullmatch(phone):
        raise PhoneMalformed
    return phone


def is_phone(text: str) -> bool:
    """Tell whether the text is a mainland mobile number.

    >>> is_phone("13800138000"), is_phone("12012345678"), is_phone("1380013800")
    (True, False, False)
    """
    try:
        parse_phone(text)
    except PhoneMalformed:
        return False
    return True
