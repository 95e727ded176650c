"""The papers that say who somebody is, and the forms of those that are typed and not read.

Source: numbers of residence permits begin with 81, 82 or 83 (Hong Kong, Macao, Taiwan) and have the
check character of identity numbers. A permit of Hong Kong or Macao residents for the mainland has H
or M and eight digits, older ones two more for how often it was renewed; one of Taiwan residents
eight digits, older ones ten. ICAO 9303: a passport's number has up to nine letters and digits;
some states print longer ones.
"""

import re
from enum import StrEnum

from voltbay.identifiers.text import plain

TRAVEL_PERMIT = re.compile(r"[HM](?:[0-9]{8}|[0-9]{10})|[0-9]{8}|[0-9]{10}")
PASSPORT = re.compile(r"(?=(?:.*[0-9]){2})[A-Z0-9]{5,12}")
NOT_OF_THE_MAINLAND = ("81", "82", "83")


class IdentityKind(StrEnum):
    """Which paper of identity an owner shows."""

    IDENTITY_CARD = "identity_card"
    RESIDENCE_PERMIT = "residence_permit"  # 港澳台居民居住证
    FOREIGNER_CARD = "foreigner_card"  # 外国人永久居留身份证
    TRAVEL_PERMIT = "travel_permit"  # 港澳居民来往内地通行证, 台湾居民来往大陆通行证
    PASSPORT = "passport"


def identity_kind(document_kind: str, number: str) -> IdentityKind:
    """Return which paper a document is: residence permits are laid out like identity cards.

    >>> identity_kind("identity_card", "830000199510216943").value
    'residence_permit'
    """
    if document_kind == IdentityKind.IDENTITY_CARD and number.startswith(NOT_OF_THE_MAINLAND):
        return IdentityKind.RESIDENCE_PERMIT
    return IdentityKind(document_kind)


def normalise_paper_number(text: str) -> str:
    """Return a number in capitals without spaces and brackets.

    >>> normalise_paper_number("h 0123 4567"), normalise_paper_number("C01X 00T47")
    ('H01234567', 'C01X00T47')
    """
    return re.sub(r"[()（）-]", "", plain(text).upper())


def is_travel_permit_number(number: str) -> bool:
    """Tell whether a normalised number can be a travel permit's."""
    return TRAVEL_PERMIT.fullmatch(number) is not None


def is_passport_number(number: str) -> bool:
    """Tell whether a normalised number can be a passport's."""
    return PASSPORT.fullmatch(number) is not None
