"""Sending a code to a phone, or letting the asker join the one that was sent a moment ago.

1. Senders to the same phone stand in line, so that two at once do not both find room.
2. The vendor's limits for the phone are looked at, and of them the parts that strangers and one
   network may use up. Where there is no room, the code that is open is joined.
3. The day's budget is counted; the code is stored as a keyed hash and its message queued, in one
   transaction.

Whoever asks gets a nonce, and with it tries of one's own. Nothing here looks at accounts: the
answer cannot tell whether a phone has one.
"""

import secrets
from datetime import datetime, timedelta

from django.db import connection, transaction

from voltbay.accounts.models import SignInCode
from voltbay.accounts.owners.asking import Asked, Asking
from voltbay.accounts.owners.code_budget import count_code
from voltbay.accounts.owners.code_hash import address_fingerprint, code_hash
from voltbay.accounts.owners.errors import CodesTooOften, CodesUsedUp
from voltbay.accounts.owners.join_code import join_code
from voltbay.accounts.rules import CODE_LASTS, LONGEST_WINDOW, TRIES, seconds_until
from voltbay.core.languages import ZH
from voltbay.identifiers.phone import parse_phone
from voltbay.notifications.tell import phone_fingerprint, tell


@transaction.atomic
def issue_code(
    *,
    phone: str,
    address: str,
    now: datetime,
    known: bool = False,
    attempt: str = "",
    language: str = ZH,
) -> Asked:
    """Send a six-digit code, or join the open one if none may be sent now.

    `known` says that a known device of the phone's owner asks, `attempt` is the nonce of who asks
    again. Raises PhoneMalformed,
    CodesTooOften or CodesUsedUp.
    """
    phone = parse_phone(phone)
    print_of_phone = phone_fingerprint(phone)
    _stand_in_line(print_of_phone)
    asking = Asking(
        phone=print_of_phone,
        network=address_fingerprint(address),
        known=known,
        attempt=attempt,
        sent=_sent(print_of_phone, now=now),
        now=now,
    )
    free_at = asking.next_send_at()
    if free_at > now:
        wait = seconds_until(free_at, now=now)
        return join_code(asking, or_else=CodesTooOften(retry_after_seconds=wait))
    try:
        count_code(known=known, now=now)
    except CodesUsedUp as used_up:
        return join_code(asking, or_else=used_up)
    return _send(asking, phone, language=language)


def _stand_in_line(print_of_phone: bytes) -> None:
    """Hold the phone's advisory lock until the transaction ends."""
    key = int.from_bytes(print_of_phone[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])


def _sent(print_of_phone: bytes, *, now: datetime) -> list[SignInCode]:
    recent = SignInCode.objects.filter(
        phone_fingerprint=print_of_phone, created_at__gt=now - LONGEST_WINDOW
    )
    return list(recent.order_by("-created_at", "-id"))


def _send(asking: Asking, phone: str, *, language: str) -> Asked:
    digits = f"{secrets.randbelow(10**6):06}"
    issued = SignInCode.objects.create(
        phone_fingerprint=asking.phone,
        code_hash=code_hash(digits, phone=phone),
        ip_fingerprint=asking.network,
        for_known_device=asking.known,
        created_at=asking.now,
        expires_at=asking.now + CODE_LASTS,
    )
    minutes = str(CODE_LASTS // timedelta(minutes=1))
    tell(
        phone=phone,
        template="sign_in_code",
        params={"code": digits, "minutes": minutes},
        now=asking.now,
        language=language,
    )
    attempt = asking.note(issued, tries=TRIES)
    resend_at = asking.and_sent(issued).next_send_at()
    return Asked(attempt=attempt, code=issued, joined=False, resend_at=resend_at)
