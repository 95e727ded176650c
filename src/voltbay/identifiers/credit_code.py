"""Unified social credit codes (统一社会信用代码) of companies.

Source: GB 32100-2015; positions 9 to 17 are an organisation code of GB 11714 with its own check.
"""

import re
from dataclasses import dataclass

from voltbay.core.errors import Invalid
from voltbay.identifiers.text import plain

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # without I, O, S, V and Z
FORM = re.compile(rf"[{ALPHABET}]{{2}}[0-9]{{6}}[{ALPHABET}]{{10}}")
WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
ORGANISATION_CHECKS = "0X987654321"  # by the sum modulo 11


class CreditCodeMalformed(Invalid):
    """It does not have 18 characters of the standard's set."""

    code = "credit_code_malformed"


class CreditCodeCheckWrong(Invalid):
    """Its last character does not fit; a code really issued so needs an administrator's word."""

    code = "credit_code_check"


@dataclass(frozen=True)
class CreditCode:
    """A code whose check fits; a few issued ones fail the inner check, so that is only told."""

    code: str
    organisation_check_passes: bool


def normalise_credit_code(text: str) -> str:
    """Return the code in capitals without spaces.

    >>> normalise_credit_code(" 91350100m000100y43 ")
    '91350100M000100Y43'
    """
    return plain(text).upper()


def check_character(first_17: str) -> str:
    """Return the eighteenth character that belongs to the first seventeen.

    >>> check_character("91350100M000100Y4"), check_character("91110105MA00AB124")
    ('3', '0')
    """
    pairs = zip(first_17, WEIGHTS, strict=True)
    total = sum(ALPHABET.index(c) * weight for c, weight in pairs)
    return ALPHABET[-total % 31]


def organisation_check(first_8: str) -> str:
    """Return the ninth character of an organisation code.

    >>> organisation_check("MA1TEKT1")
    '9'
    """
    pairs = zip(first_8, ORGANISATION_WEIGHTS, strict=True)
    return ORGANISATION_CHECKS[sum(int(c, 36) * weight for c, weight in pairs) % 11]


def parse_credit_code(text: str) -> CreditCode:
    """Return the code. Raises CreditCodeMalformed or CreditCodeCheckWrong.

    >>> parse_credit_code("91440304ma5dem004c").code
    '91440304MA5DEM004C'
    """
    code = normalise_credit_code(text)
    if not FORM.fullmatch(code):
        raise CreditCodeMalformed
    if code[17] != check_character(code[:17]):
        raise CreditCodeCheckWrong
    inner = code[16] == organisation_check(code[8:16])
    return CreditCode(code=code, organisation_check_passes=inner)
