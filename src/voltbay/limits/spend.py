"""Using up a limit: so many at once, and as many again within its window.

Room comes back evenly: of 20 an hour one comes back every three minutes. So there is no edge
between two windows at which twice as many fit, whoever is refused waits for one and not for all,
and one time stamp a row says everything (the "generic cell rate algorithm" of ATM networks).

Source: ITU-T I.371, Annex A.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from voltbay.core.keys import fingerprint
from voltbay.limits.errors import LimitReached
from voltbay.limits.models import Spent

# One statement, and one transaction outside of any. Whoever is refused writes nothing and locks
# nothing: a flood beyond the limit costs one read by primary key.
SPEND = """
WITH known AS (SELECT free_at FROM limits_spent WHERE who = %(who)s),
spent AS (
    INSERT INTO limits_spent AS mine (who, free_at)
    SELECT %(who)s, %(now)s + make_interval(secs => %(each)s)
    WHERE NOT EXISTS (SELECT FROM known WHERE free_at > %(last)s)
    ON CONFLICT (who) DO UPDATE
        SET free_at = GREATEST(mine.free_at, %(now)s) + make_interval(secs => %(each)s)
    WHERE mine.free_at <= %(last)s
    RETURNING who
)
SELECT EXISTS (SELECT FROM spent), (SELECT free_at FROM known)
"""
REFUND = """
UPDATE limits_spent SET free_at = free_at - make_interval(secs => %(each)s) WHERE who = %(who)s
"""


@dataclass(frozen=True)
class Limit:
    """How many of a kind within a window, and how it is refused."""

    kind: str
    most: int
    window: timedelta
    refusal: type[LimitReached] = LimitReached

    @property
    def each(self) -> timedelta:
        """After how long one more has room."""
        return self.window / self.most


def spend(limit: Limit, who: str, *, now: datetime) -> None:
    """Count one more, in one statement. Raises the limit's refusal if there is no room for it.

    Call it outside a transaction that may roll back, or it is not counted.
    """
    last = now + limit.window - limit.each
    asked: dict[str, bytes | float | datetime] = {
        "who": _key(limit, who),
        "now": now,
        "each": limit.each.total_seconds(),
        "last": last,
    }
    with connection.cursor() as cursor:
        cursor.execute(SPEND, asked)
        is_spent, free_at = cursor.fetchone()
    if not is_spent:
        # Nobody knew the row a moment ago: others have just filled it up.
        wait = (free_at - last) if free_at and free_at > last else limit.each
        raise limit.refusal(retry_after_seconds=_whole_seconds(wait))


def spend_all(limits: Sequence[tuple[Limit, str]], *, now: datetime) -> None:
    """Count one more of each, in this order, until one refuses."""
    for limit, who in limits:
        spend(limit, who, now=now)


def refund(limit: Limit, who: str) -> None:
    """Count one less, as what was counted turned out to be right."""
    with connection.cursor() as cursor:
        cursor.execute(REFUND, {"who": _key(limit, who), "each": limit.each.total_seconds()})


def clear(limit: Limit, who: str) -> None:
    """Count anew."""
    Spent.objects.filter(who=_key(limit, who)).delete()


def _key(limit: Limit, who: str) -> bytes:
    return fingerprint(who, purpose=f"limit {limit.kind}")


def _whole_seconds(wait: timedelta) -> int:
    """Round up, so that waiting them is enough."""
    return max(1, -int(-wait // timedelta(seconds=1)))
