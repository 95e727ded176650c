"""Sending a code to a phone.

1. Senders to the same phone stand in line, so that two at once do not both find room.
2. The phone's limits and those of the network address are checked.
3. The code is stored as a keyed hash and its message queued, in one transaction.

Nothing here looks at accounts: the answer cannot tell whether a phone has one.
"""

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction

from voltbay.accounts.models import SignInCode
from voltbay.accounts.owners.code_hash import address_fingerprint, code_hash
from voltbay.accounts.owners.errors import AddressTooBusy, CodesTooOften
from voltbay.accounts.rules import (
    CODE_LASTS,
    LONGEST_WINDOW,
    PER_PHONE,
    next_send_at,
    seconds_until,
)
from voltbay.core.languages import ZH
from voltbay.identifiers.phone import parse_phone
from voltbay.notifications.tell import phone_fingerprint, tell


@transaction.atomic
def issue_code(*, phone: str, address: str, now: datetime, language: str = ZH) -> SignInCode:
    """Send a six-digit code. Raises PhoneMalformed, CodesTooOften or AddressTooBusy."""
    phone = parse_phone(phone)
    print_of_phone = phone_fingerprint(phone)
    _stand_in_line(print_of_phone)
    _check_phone(print_of_phone, now=now)
    _check_address(address_fingerprint(address), now=now)
    code = f"{secrets.randbelow(10**6):06}"
    issued = SignInCode.objects.create(
        phone_fingerprint=print_of_phone,
        code_hash=code_hash(code, phone=phone),
        ip_fingerprint=address_fingerprint(address),
        created_at=now,
        expires_at=now + CODE_LASTS,
    )
    minutes = str(CODE_LASTS // timedelta(minutes=1))
    tell(
        phone=phone,
        template="sign_in_code",
        params={"code": code, "minutes": minutes},
        now=now,
        language=language,
    )
    return issued


def _stand_in_line(print_of_phone: bytes) -> None:
    """Hold the phone's advisory lock until the transaction ends."""
    key = int.from_bytes(print_of_phone[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])


def _check_phone(print_of_phone: bytes, *, now: datetime) -> None:
    recent = SignInCode.objects.filter(
        phone_fingerprint=print_of_phone, created_at__gt=now - LONGEST_WINDOW
    )
    sent = recent.values_list("created_at", flat=True)
    free_at = next_send_at(list(sent), limits=PER_PHONE, now=now)
    if free_at > now:
        raise CodesTooOften(retry_after_seconds=seconds_until(free_at, now=now))


def _check_address(print_of_address: bytes, *, now: datetime) -> None:
    """Refuse an address that asks too often.

    Those at once from one address are not put in line, so a few more than the limit may pass:
    the limit is a wide one and an exact count would make strangers behind one address wait.
    """
    limits = (
        (settings.VOLTBAY_CODES_AN_HOUR_PER_ADDRESS, timedelta(hours=1)),
        (settings.VOLTBAY_CODES_A_DAY_PER_ADDRESS, timedelta(days=1)),
    )
    for most, window in limits:
        recent = SignInCode.objects.filter(
            ip_fingerprint=print_of_address, created_at__gt=now - window
        )
        # The row that has to leave the window before there is room again.
        oldest = recent.order_by("-created_at").values_list("created_at", flat=True)[
            most - 1 : most
        ]
        for created_at in oldest:
            wait = seconds_until(created_at + window, now=now)
            raise AddressTooBusy(retry_after_seconds=wait)
