"""Temporary plates (临时行驶车号牌), printed on paper.

Source: GA 36-2018 knows them for travel within a division, across divisions, and for tests. Its
drawing was not seen, so the serial is not held to a length: four to seven letters and digits, with
or without the word that says what the plate is for.
"""

import re

from voltbay.core.errors import Invalid
from voltbay.identifiers.plate import PROVINCES, normalise_plate

FORM = re.compile(rf"临?[{PROVINCES}][A-HJ-Z]?临?[A-HJ-NP-Z0-9]{{4,7}}[临试超]?")


class TemporaryPlateMalformed(Invalid):
    """It is not a temporary plate's number."""

    code = "temporary_plate_malformed"


def parse_temporary_plate(text: str) -> str:
    """Return the number as other plates are written. Raises TemporaryPlateMalformed.

    >>> parse_temporary_plate("沪A·0123c 临"), parse_temporary_plate("京A 临 12345")
    ('沪A0123C临', '京A临12345')
    """
    number = normalise_plate(text)
    if not FORM.fullmatch(number):
        raise TemporaryPlateMalformed
    return number
