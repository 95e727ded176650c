"""Telephone numbers that an outlet or the customer service shows: landline, 400, 95xxx, mobile."""

import re

from voltbay.core.errors import Invalid
from voltbay.identifiers.phone import is_phone, normalise_phone
from voltbay.identifiers.text import with_hyphens

LANDLINE = re.compile(
    r"0[1-9][0-9]{1,2}-?[2-9][0-9]{6,7}(?:-[0-9]{1,6})?"
)  # area, number, extension
SERVICE = re.compile(
    r"400-?[0-9]{3}-?[0-9]{4}|400-?[0-9]{4}-?[0-9]{3}|800-?[0-9]{3}-?[0-9]{4}|9[56][0-9]{3,4}|1[0-9]{4}"
)


class TelephoneMalformed(Invalid):
    """It is not a telephone number that can be called in the mainland."""

    code = "telephone_malformed"


def normalise_telephone(text: str) -> str:
    """Return the number in one form; a mobile number becomes bare digits.

    >>> normalise_telephone("（021）５５５５ ６６６６")
    '021-55556666'
    """
    if is_phone(text):
        return normalise_phone(text)
    return re.sub(r"^\((0[0-9]{2,3})\)", r"\1-", with_hyphens(text))


def parse_telephone(text: str) -> str:
    """Return the number in one form. Raises TelephoneMalformed.

    >>> parse_telephone("400-820-8888"), parse_telephone("0755-26001234"), parse_telephone("95598")
    ('400-820-8888', '0755-26001234', '95598')
    """
    number = normalise_telephone(text)
    if not (is_phone(number) or LANDLINE.fullmatch(number) or SERVICE.fullmatch(number)):
        raise TelephoneMalformed
    return number
