"""Accepting a code, once.

A try is counted before the code is compared, and both are conditional updates: of guesses sent at
the same time no more than five are looked at, and of two right answers one wins.
"""

import hmac
from datetime import datetime

from django.db.models import F

from voltbay.accounts.models import SignInCode
from voltbay.accounts.owners.code_hash import code_hash
from voltbay.accounts.owners.errors import CodeExpired, CodeMalformed, CodeTriedTooOften, CodeWrong
from voltbay.accounts.rules import CODE, TRIES
from voltbay.identifiers.text import plain
from voltbay.notifications.tell import phone_fingerprint


def parse_code(text: str) -> str:
    """Return the six digits. Raises CodeMalformed.

    >>> parse_code("１２３ 456")
    '123456'
    """
    code = plain(text)
    if not CODE.fullmatch(code):
        raise CodeMalformed(fields={"code": CodeMalformed.code})
    return code


def spend_code(*, phone: str, code: str, now: datetime) -> None:
    """Accept the newest code of a phone (in its normal form), and let it not be used again.

    Call it outside a transaction that may roll back, or the try is not counted. Raises
    CodeMalformed, CodeExpired, CodeTriedTooOften or CodeWrong.
    """
    code = parse_code(code)
    issued = _count_a_try(_newest(phone), now=now)
    if not hmac.compare_digest(bytes(issued.code_hash), code_hash(code, phone=phone)):
        left = max(0, TRIES - issued.tries)
        raise CodeWrong(fields={"code": CodeWrong.code}, tries_left=left)
    unused = SignInCode.objects.filter(pk=issued.pk, used_at=None)
    if not unused.update(used_at=now):
        raise CodeExpired(fields={"code": CodeExpired.code})


def _newest(phone: str) -> SignInCode:
    """Return the code sent last; the ones before it no longer count."""
    mine = SignInCode.objects.filter(phone_fingerprint=phone_fingerprint(phone))
    newest = mine.order_by("-created_at", "-id").first()
    if newest is None:
        raise CodeExpired(fields={"code": CodeExpired.code})
    return newest


def _count_a_try(issued: SignInCode, *, now: datetime) -> SignInCode:
    open_ones = SignInCode.objects.filter(pk=issued.pk, used_at=None, expires_at__gt=now)
    if not open_ones.filter(tries__lt=TRIES).update(tries=F("tries") + 1):
        if open_ones.exists():
            raise CodeTriedTooOften(fields={"code": CodeTriedTooOften.code})
        raise CodeExpired(fields={"code": CodeExpired.code})
    issued.refresh_from_db(fields=["tries"])
    return issued
