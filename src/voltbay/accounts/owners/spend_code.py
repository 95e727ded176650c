"""Accepting a code, once.

A try is counted before the code is compared, and both are conditional updates: of guesses sent at
the same time no more than five are looked at, and of two right answers one wins. What is proven is
spent in one transaction with what it opens: if that fails, as when the database changes over, the
code is still good.

Tries belong to whoever asked: with the nonce that asking gave, one's own are used up and nobody
else's. Without it they are counted at the code, apart, and at the network they come from: a
stranger who guesses uses up what strangers have, and elsewhere less than all of that.
"""

import hmac
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q

from voltbay.accounts.models import CodeAsk, SignInCode, WrongCode
from voltbay.accounts.owners.asker import NOBODY, Asker
from voltbay.accounts.owners.code_hash import address_fingerprint, code_hash
from voltbay.accounts.owners.errors import (
    CodeExpired,
    CodeMalformed,
    CodeTriedTooOften,
    CodeWrong,
    TooManyWrongCodes,
)
from voltbay.accounts.rules import (
    CODE,
    TRIES,
    TRIES_ELSEWHERE,
    WRONG_CODES_AN_HOUR,
    seconds_until,
)
from voltbay.core.tokens import token_hash
from voltbay.identifiers.text import with_hyphens
from voltbay.notifications.tell import phone_fingerprint

HOUR = timedelta(hours=1)
BETWEEN_DIGITS = re.compile(r"(?<=[0-9])-(?=[0-9])")
SIX = re.compile(rf"(?<![0-9])(?:{CODE.pattern})(?![0-9])")  # not six of a longer number


def parse_code(text: str) -> str:
    """Return the six digits, also out of the message that brought them. Raises CodeMalformed.

    >>> parse_code("１２３ 456"), parse_code("验证码：123456，5 分钟内有效")
    ('123456', '123456')
    """
    found = SIX.findall(BETWEEN_DIGITS.sub("", with_hyphens(text)))
    if len(found) != 1:
        raise CodeMalformed(fields={"code": CodeMalformed.code})
    return str(found[0])


@dataclass(frozen=True)
class Proven:
    """A code that was right, and not spent yet: who asked for it, and whose phone it is."""

    issued: SignInCode
    ask: CodeAsk | None
    phone: str
    asker: Asker

    def spend(self, *, now: datetime) -> None:
        """Use it up. Raises CodeExpired for the second of two."""
        unused = SignInCode.objects.filter(pk=self.issued.pk, used_at=None)
        if not unused.update(used_at=now):
            raise CodeExpired(fields={"code": CodeExpired.code})
        _mark_asks(self.ask, self.phone, self.asker, now=now)


def prove_code(*, phone: str, code: str, now: datetime, asker: Asker = NOBODY) -> Proven:
    """Compare the code that the asker asked for or, without a nonce, the newest of the phone.

    The phone is in its normal form. Call it outside a transaction that may roll back, or the try
    is not counted. Raises CodeMalformed, CodeExpired, CodeTriedTooOften, CodeWrong or
    TooManyWrongCodes.
    """
    code = parse_code(code)
    ask = _open_ask(asker.attempt, phone, now=now)
    issued, left = _own_try(ask) if ask else _stray_try(phone, asker, now=now)
    if not hmac.compare_digest(bytes(issued.code_hash), code_hash(code, phone=phone)):
        WrongCode.objects.create(address_fingerprint=address_fingerprint(asker.address), at=now)
        raise CodeWrong(fields={"code": CodeWrong.code}, tries_left=left)
    return Proven(issued, ask, phone, asker)


def spend_code(*, phone: str, code: str, now: datetime, asker: Asker = NOBODY) -> None:
    """Accept a code whatever comes of it. Raises what prove_code raises."""
    prove_code(phone=phone, code=code, now=now, asker=asker).spend(now=now)


def wrong_codes_of_hour(*, now: datetime) -> int:
    """Return how many wrong codes were typed in the last hour, all together."""
    return WrongCode.objects.filter(at__gt=now - HOUR).count()


def _open_ask(attempt: str, phone: str, *, now: datetime) -> CodeAsk | None:
    """Return what the nonce stands for, while the code that was asked for is open."""
    if not attempt:
        return None
    mine = CodeAsk.objects.filter(
        nonce_hash=token_hash(attempt),
        phone_fingerprint=phone_fingerprint(phone),
        code__used_at=None,
        code__expires_at__gt=now,
    )
    return mine.select_related("code").first()


def _own_try(ask: CodeAsk) -> tuple[SignInCode, int]:
    """Count a try of whoever asked; return the code and how many tries are left after this one."""
    some_left = CodeAsk.objects.filter(pk=ask.pk, tries_left__gt=0)
    if not some_left.update(tries_left=F("tries_left") - 1):
        raise CodeTriedTooOften(fields={"code": CodeTriedTooOften.code})
    return ask.code, max(0, ask.tries_left - 1)


def _stray_try(phone: str, asker: Asker, *, now: datetime) -> tuple[SignInCode, int]:
    """Count a try of somebody who does not show to have asked, at the phone's newest code."""
    _check_network(asker.address, now=now)
    issued = _newest(phone)
    open_ones = SignInCode.objects.filter(pk=issued.pk, used_at=None, expires_at__gt=now)
    tries = _tries_from(asker.address, issued)
    if not open_ones.filter(tries__lt=tries).update(tries=F("tries") + 1):
        if open_ones.exists():
            raise CodeTriedTooOften(fields={"code": CodeTriedTooOften.code})
        raise CodeExpired(fields={"code": CodeExpired.code})
    return issued, max(0, tries - issued.tries - 1)


def _tries_from(address: str, issued: SignInCode) -> int:
    """Return how many of a code's tries may be used up when one comes from this network.

    The last ones are for the network from which it was asked for: strangers elsewhere do not keep
    out a client that knows nothing of nonces.
    """
    is_from_there = bytes(issued.ip_fingerprint) == address_fingerprint(address)
    return TRIES if is_from_there else TRIES_ELSEWHERE


def _check_network(address: str, *, now: datetime) -> None:
    """Refuse a network that has guessed a lot; those who bring a nonce are not asked this.

    Guesses at once are not put in line, so a few more may pass: the code has its own exact limit.
    """
    guessed = WrongCode.objects.filter(
        address_fingerprint=address_fingerprint(address), at__gt=now - HOUR
    ).order_by("-at")
    times = guessed.values_list("at", flat=True)
    for at in times[WRONG_CODES_AN_HOUR - 1 : WRONG_CODES_AN_HOUR]:
        raise TooManyWrongCodes(retry_after_seconds=seconds_until(at + HOUR, now=now))


def _newest(phone: str) -> SignInCode:
    """Return the code sent last: without a nonce those before it no longer count."""
    mine = SignInCode.objects.filter(phone_fingerprint=phone_fingerprint(phone))
    newest = mine.order_by("-created_at", "-id").first()
    if newest is None:
        raise CodeExpired(fields={"code": CodeExpired.code})
    return newest


def _mark_asks(ask: CodeAsk | None, phone: str, asker: Asker, *, now: datetime) -> None:
    """Set the price back: what was asked for this phone here was not asked in vain."""
    mine = Q(address_fingerprint=address_fingerprint(asker.address)) if asker.address else Q(pk=0)
    if ask is not None:
        mine |= Q(pk=ask.pk)
    asks = CodeAsk.objects.filter(phone_fingerprint=phone_fingerprint(phone), spent_at=None)
    asks.filter(mine).update(spent_at=now)
