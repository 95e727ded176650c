"""Numbers of a car's registration certificate (机动车登记证书) or deregistration certificate.

No source for their form was seen; the registration certificate's is twelve digits on the covers
seen in pictures. So anything that such a paper may bear is taken, and staff compare it.
"""

import re

from voltbay.core.errors import Invalid
from voltbay.identifiers.text import plain

FORM = re.compile(r"(?=.*[0-9]{4})[A-Z0-9-]{6,24}")


class CertificateNumberMalformed(Invalid):
    """It cannot be the number of a certificate."""

    code = "certificate_number_malformed"


def parse_certificate_number(text: str) -> str:
    """Return the number in capitals without spaces. Raises CertificateNumberMalformed.

    >>> parse_certificate_number(" 3100 1234 5678")
    '310012345678'
    """
    number = plain(text).upper()
    if not FORM.fullmatch(number):
        raise CertificateNumberMalformed
    return number
