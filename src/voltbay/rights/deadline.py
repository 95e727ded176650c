"""By when somebody who asks is answered. Pure."""

from datetime import date, timedelta

from voltbay.slots.public_holidays import Day, kind_of

# The notice promises it. GB/T 35273 is said to give 30 days, and 15 working days for closing an
# account [M]; the law's own text says "in time" only [P]. The shorter one.
ANSWER_WITHIN = 15  # working days
SATURDAY = 5


def answer_by(asked_date: date) -> date:
    """Return the last day on which an answer is in time.

    >>> answer_by(date(2026, 3, 2))
    datetime.date(2026, 3, 23)
    """
    day, left = asked_date, ANSWER_WITHIN
    while left:
        day += timedelta(days=1)
        left -= _is_worked(day)
    return day


def _is_worked(day: date) -> bool:
    kind = kind_of(day)
    return kind == Day.MAKE_UP or (kind == Day.ORDINARY and day.weekday() < SATURDAY)
