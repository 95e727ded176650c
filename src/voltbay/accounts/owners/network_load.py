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
    """Asks of one network in rolling windows."""

    in_vain_of_hour: int
    spent_of_hour: int
    in_vain_of_day: int
    spent_of_day: int


def load_of(network: bytes, *, now: datetime) -> Load:
    """Count what a network, by its fingerprint, has asked for."""
    of_hour = Q(created_at__gt=now - HOUR)
    in_vain = Q(spent_at=None)
    counted = CodeAsk.objects.filter(
        address_fingerprint=network, created_at__gt=now - DAY
    ).aggregate(
        in_vain_of_hour=Count("pk", filter=of_hour & in_vain),
        spent_of_hour=Count("pk", filter=of_hour & ~in_vain),
        in_vain_of_day=Count("pk", filter=in_vain),
        spent_of_day=Count("pk", filter=~in_vain),
    )
    return Load(**counted)


def check_network(network: bytes, load: Load, *, now: datetime) -> None:
    """Refuse a network that asks too much in vain. Raises AddressTooBusy.

    Those at once from one network are not put in line, so a few more than the limit may pass: the
    limit is a wide one and an exact count would make strangers behind one address wait.
    """
    limits = (
        (
            settings.VOLTBAY_CODES_AN_HOUR_PER_ADDRESS + load.spent_of_hour,
            load.in_vain_of_hour,
            HOUR,
        ),
        (settings.VOLTBAY_CODES_A_DAY_PER_ADDRESS + load.spent_of_day, load.in_vain_of_day, DAY),
    )
    for most, in_vain, window in limits:
        if in_vain >= most:
            free_at = _leaves_at(network, most, window, now=now)
            raise AddressTooBusy(retry_after_seconds=seconds_until(free_at, now=now))


def _leaves_at(network: bytes, most: int, window: timedelta, *, now: datetime) -> datetime:
    """Return when the ask leaves the window that has to, before there is room again."""
    in_vain = CodeAsk.objects.filter(
        address_fingerprint=network, created_at__gt=now - window, spent_at=None
    )
    times = in_vain.order_by("-created_at").values_list("created_at", flat=True)
    return next(iter(times[most - 1 : most]), now) + window
