"""Counting tries to sign in as staff: five by name in a quarter of an hour, more by address.

A try is written before the password is looked at, under a lock of its name, so that many guesses
at the same moment do not get past the limit together.
"""

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import QuerySet

from voltbay.accounts.models import SignInAttempt
from voltbay.accounts.rules import next_send_at, seconds_until
from voltbay.accounts.staff.errors import StaffLocked
from voltbay.core.keys import fingerprint

WINDOW = timedelta(minutes=15)
BY_NAME = ((5, WINDOW),)
BY_ADDRESS = ((30, WINDOW),)  # an outlet's computers share one address
LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('staff sign-in', 0))"


@transaction.atomic
def begin_attempt(name: str, *, address: str, now: datetime) -> None:
    """Count a try that is about to be made. Raises StaffLocked with the seconds to wait."""
    by_name, by_address = _name(name), fingerprint(address, purpose="staff-address")
    with connection.cursor() as cursor:
        cursor.execute(LOCK)
    recent = SignInAttempt.objects.filter(at__gt=now - WINDOW)
    free_at = max(
        next_send_at(_times(recent.filter(name_fingerprint=by_name)), limits=BY_NAME, now=now),
        next_send_at(
            _times(recent.filter(address_fingerprint=by_address)), limits=BY_ADDRESS, now=now
        ),
    )
    if free_at > now:
        raise StaffLocked(retry_after_seconds=seconds_until(free_at, now=now))
    SignInAttempt.objects.create(name_fingerprint=by_name, address_fingerprint=by_address, at=now)


def clear_attempts_of(name: str) -> None:
    """Begin to count anew, after a sign-in that succeeded."""
    SignInAttempt.objects.filter(name_fingerprint=_name(name)).delete()


def erase_old_attempts(*, now: datetime) -> int:
    """Drop tries that no limit looks at any more; return how many."""
    dropped, _ = SignInAttempt.objects.filter(at__lte=now - WINDOW).delete()
    return dropped


def _name(name: str) -> bytes:
    return fingerprint(name.strip().casefold(), purpose="staff-name")


def _times(tries: QuerySet[SignInAttempt]) -> list[datetime]:
    return list(tries.values_list("at", flat=True))
