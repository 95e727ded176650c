"""Mainland mobile numbers: eleven digits that begin with 1.

Source: the national numbering plan; ranges change, so there is no list of them here.
"""

import re

from voltbay.core.errors import Invalid
from voltbay.identifiers.text import without_marks

MOBILE = re.compile(r"1[3-9][0-9]{9}")
COUNTRY_PREFIX = re.compile(r"(?:\+86|0086|86)(?=1[0-9]{10}$)")
# What contacts paste along. A "+" of another country stays, so it is refused.
LABEL = re.compile(
    r"^(?:tel|phone|mobile|手机号码|手机号|手机|电话号码|电话|联系电话)", re.IGNORECASE
)


class PhoneMalformed(Invalid):
    """It is not a mainland mobile number."""

    code = "phone_malformed"


def normalise_phone(text: str) -> str:
    """Return the bare digits, without label, country prefix and grouping.

    >>> normalise_phone("+86 138-0013-8000"), normalise_phone("手机：１３８００１３８０００")
    ('13800138000', '13800138000')
    """
    return COUNTRY_PREFIX.sub("", LABEL.sub("", without_marks(text, but="+")))


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
