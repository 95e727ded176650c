"""Trying whether messages arrive, and sending what did not once more."""

from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction
from django.db.models import QuerySet

from voltbay.accounts.models import StaffUser
from voltbay.limits.spend import Limit, spend
from voltbay.staff_news.errors import NowhereToTry, TooManyTrials
from voltbay.staff_news.kinds import Channel, Kind
from voltbay.staff_news.models import Address, Delivery, News, Robot

TRIALS = Limit("staff news trial", 6, timedelta(hours=1), TooManyTrials)
SHOWN = timedelta(days=7)


def try_addresses(staff: StaffUser, *, now: datetime) -> int:
    """Send a message to each confirmed address of somebody, at once; return how many there are.

    Raises NowhereToTry or TooManyTrials.
    """
    found = Address.objects.filter(staff=staff, confirmed_at__isnull=False)
    channels = list(found.values_list("channel", flat=True))
    if not channels:
        raise NowhereToTry
    spend(TRIALS, f"staff {staff.pk}", now=now)
    with transaction.atomic():
        news = _news(now)
        for channel in channels:
            Delivery.objects.create(news=news, channel=channel, staff=staff, due_at=now)
    return len(channels)


def try_robot(robot: Robot, *, now: datetime) -> None:
    """Have a robot say something, at once. Raises TooManyTrials."""
    spend(TRIALS, f"robot {robot.pk}", now=now)
    with transaction.atomic():
        Delivery.objects.create(news=_news(now), channel=Channel.ROBOTS, robot=robot, due_at=now)


def _news(now: datetime) -> News:
    return News.objects.create(
        kind=Kind.TRIAL, dedupe_key=f"trial:{uuid4()}", params={}, made_at=now, spread_at=now
    )


def in_trouble(deliveries: "QuerySet[Delivery]", *, now: datetime) -> "QuerySet[Delivery]":
    """Return those of the last week that were refused and have not got through, newest first."""
    lately = deliveries.filter(news__made_at__gt=now - SHOWN).exclude(error_code="")
    return lately.select_related("news__outlet", "robot").order_by("-id")


def send_again(deliveries: "QuerySet[Delivery]", *, now: datetime) -> int:
    """Send those once more that were refused, at once; return how many. Safe to repeat."""
    refused = in_trouble(deliveries, now=now).exclude(state=Delivery.State.SENT)
    return Delivery.objects.filter(pk__in=refused.order_by().values("pk")).update(
        state=Delivery.State.QUEUED, tries=0, due_at=now
    )
