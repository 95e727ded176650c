"""The workers that live and those that died, by the database's clock."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from voltbay.heartbeats.models import Heartbeat

DEAD_AFTER = timedelta(seconds=20)  # four missed signs of life
MISSED_FOR = timedelta(days=1)  # whoever has not come back by then is not expected


def living(*, now: datetime) -> list[Heartbeat]:
    """Return the workers that gave a sign of life lately, by host."""
    return list(Heartbeat.objects.filter(seen_at__gt=now - DEAD_AFTER).order_by("host", "pid"))


def gone(*, now: datetime) -> list[Heartbeat]:
    """Return the workers that died within a day and whose place nobody has taken.

    A worker that is told to stop takes its row away. One that started on the same host since, and
    serves no less, has taken the place of one that died: so a worker that was killed and is back
    is not missed for a day, and a host with fewer than before is.
    """
    missed: list[Heartbeat] = []
    of_a_day = Heartbeat.objects.filter(seen_at__gt=now - MISSED_FOR).defer("tasks")
    for each in of_a_day.order_by("started_at"):
        for other in missed:
            if _took_place(each, other):
                missed.remove(other)
                break
        if each.seen_at <= now - DEAD_AFTER:
            missed.append(each)
    return sorted(missed, key=lambda each: (each.host, each.pid))


def served_by(queues: Iterable[str], *, now: datetime) -> dict[str, int]:
    """Return of each of these queues how many living workers serve it."""
    served = Counter(queue for each in living(now=now) for queue in each.queues)
    return {queue: served[queue] for queue in sorted(set(queues))}


def unserved(queues: Iterable[str], *, now: datetime) -> list[str]:
    """Return which of these queues no living worker serves."""
    return [queue for queue, workers in served_by(queues, now=now).items() if not workers]


def _took_place(newcomer: Heartbeat, dead: Heartbeat) -> bool:
    return (
        newcomer.host == dead.host
        and newcomer.started_at >= dead.seen_at
        and set(newcomer.queues) >= set(dead.queues)
    )
