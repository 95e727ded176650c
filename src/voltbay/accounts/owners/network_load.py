"""What one network asks for: codes that led to a sign-in, and codes asked for in vain.

Behind one address of a mobile network stand thousands of phones, so plain counts would price and
shut out honest crowds: what counts is by how much more is asked in vain than signed in.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Q

from voltbay.accounts.models import CodeAsk
from voltbay.accounts.owners.errors import AddressTooBusy
from voltbay.accounts.rules import seconds_until

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True)
class Load:
    """Asks of one network in a window that rolls."""

    in_vain: int
    spent: int


def load_of(network: bytes, *, window: timedelta, now: datetime) -> Load:
    """Count what a network, by its fingerprint, has asked for."""
    asks = CodeAsk.objects.filter(address_fingerprint=network, created_at__gt=now - window)
    in_vain = Q(spent_at=None)
    counted = asks.aggregate(
        in_vain=Count("pk", filter=in_vain), spent=Count("pk", filter=~in_vain)
    )
    return Load(**counted)


def check_network(network: bytes, *, of_hour: Load, now: datetime) -> None:
    """Refuse a network that asks too much in vain. Raises AddressTooBusy.

    Those at once from one network are not put in line, so a few more than the limit may pass: the
    limit is a wide one and an exact count would make strangers behind one address wait.
    """
    of_day = load_of(network, window=DAY, now=now)
    for load, most, window in (
        (of_hour, settings.VOLTBAY_CODES_AN_HOUR_PER_ADDRESS, HOUR),
        (of_day, settings.VOLTBAY_CODES_A_DAY_PER_ADDRESS, DAY),
    ):
        if load.in_vain - load.spent >= most:
            free_at = _leaves_at(network, most + load.spent, window, now=now)
            raise AddressTooBusy(retry_after_seconds=seconds_until(free_at, now=now))


def _leaves_at(network: bytes, most: int, window: timedelta, *, now: datetime) -> datetime:
    """Return when the ask leaves the window that has to, before there is room again."""
    in_vain = CodeAsk.objects.filter(
        address_fingerprint=network, created_at__gt=now - window, spent_at=None
    )
    times = in_vain.order_by("-created_at").values_list("created_at", flat=True)
    return next(iter(times[most - 1 : most]), now) + window
