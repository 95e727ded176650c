"""When a code may be sent: what Aliyun allows one number, counted in rolling windows.

Source: Aliyun's rules for verification codes: 1 a minute, 5 an hour, 10 a day. Its minutes and
hours are clock windows, so a rolling one of the same length is at least as strict.
"""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

CODE = re.compile(r"[0-9]{6}")
CODE_LASTS = timedelta(minutes=5)
TRIES = 5
PER_PHONE = (
    (1, timedelta(seconds=60)),
    (5, timedelta(hours=1)),
    (10, timedelta(days=1)),
)
LONGEST_WINDOW = timedelta(days=1)


def next_send_at(
    sent: Sequence[datetime], *, limits: Sequence[tuple[int, timedelta]], now: datetime
) -> datetime:
    """Return when the next code may be sent: `now`, or when the fullest window has room again.

    >>> from datetime import UTC
    >>> noon = datetime(2026, 4, 2, 12, tzinfo=UTC)
    >>> str(next_send_at([noon], limits=PER_PHONE, now=noon + timedelta(seconds=20)))
    '2026-04-02 12:01:00+00:00'
    """
    newest_first = sorted(sent, reverse=True)
    free_at = [
        newest_first[most - 1] + window for most, window in limits if len(newest_first) >= most
    ]
    return max([now, *free_at])


def seconds_until(moment: datetime, *, now: datetime) -> int:
    """Return whole seconds, rounded up, so that waiting them is enough."""
    return -int((now - moment) // timedelta(seconds=1))
