"""The workers that live, by the database's clock."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from voltbay.heartbeats.models import Heartbeat

DEAD_AFTER = timedelta(seconds=20)  # four missed signs of life


def living(*, now: datetime) -> list[Heartbeat]:
    """Return the workers that gave a sign of life lately, by host."""
    return list(Heartbeat.objects.filter(seen_at__gt=now - DEAD_AFTER).order_by("host", "pid"))


def unserved(queues: Iterable[str], *, now: datetime) -> list[str]:
    """Return which of these queues no living worker serves."""
    served = {queue for each in living(now=now) for queue in each.queues}
    return sorted(set(queues) - served)
