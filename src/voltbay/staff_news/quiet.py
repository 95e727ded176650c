"""When news goes out: at once, after quiet hours, or in the morning. Pure."""

from datetime import datetime, time, timedelta

from voltbay.core.local_time import at, local, local_date

QUIET_FROM, QUIET_UNTIL = time(21), time(8)  # unless somebody says otherwise
MORNING = time(8)  # of the digest
A_DAY = timedelta(days=1)


def after_quiet(now: datetime, *, begins: time, ends: time) -> datetime:
    """Return `now`, or when the quiet hours end that it lies in; equal times mean none.

    >>> from voltbay.core.local_time import SHANGHAI
    >>> night = datetime(2026, 4, 7, 22, 30, tzinfo=SHANGHAI)
    >>> str(local(after_quiet(night, begins=time(21), ends=time(8))))
    '2026-04-08 08:00:00+08:00'
    >>> after_quiet(night, begins=time(23), ends=time(8)) == night
    True
    """
    clock = local(now).time()
    if begins == ends:
        return now
    if begins < ends:
        return at(local_date(now), ends) if begins <= clock < ends else now
    if clock >= begins:
        return at(local_date(now) + A_DAY, ends)
    return at(local_date(now), ends) if clock < ends else now


def next_morning(now: datetime) -> datetime:
    """Return the next eight o'clock, which is not now.

    >>> from datetime import UTC
    >>> str(local(next_morning(datetime(2026, 4, 7, 0, 0, tzinfo=UTC))))
    '2026-04-08 08:00:00+08:00'
    """
    today = at(local_date(now), MORNING)
    return today if now < today else at(local_date(now) + A_DAY, MORNING)
