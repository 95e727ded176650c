"""Cleaning up photos that a crash left behind."""

from datetime import date, datetime, timedelta
from itertools import islice

from voltbay.recognition import photos
from voltbay.recognition.models import Document

OPEN_SUBMISSION = timedelta(hours=1)  # far longer than any transaction of a submission lives
AT_ONCE = 1000  # keys that one statement asks for


def sweep_orphans(*, now: datetime) -> int:
    """Erase photos that no document knows: their submission died before its commit.

    Looks at the last two days' folders, leaving out what may still be on its way.
    """
    today = now.date()
    return sum(_sweep(day, now=now) for day in (today - timedelta(days=1), today))


def _sweep(day: date, *, now: datetime) -> int:
    keys, swept = photos.keys_of(day), 0
    while some := list(islice(keys, AT_ONCE)):
        known = set(Document.objects.filter(photo__in=some).values_list("photo", flat=True))
        for key in some:
            if key not in known and _is_old(key, now=now):
                photos.erase(key)
                swept += 1
    return swept


def _is_old(key: str, *, now: datetime) -> bool:
    """Say whether nobody can still be submitting a photo that no document knows."""
    try:
        return now - photos.written_at(key) > OPEN_SUBMISSION
    except FileNotFoundError:  # erased, with its document, since it was listed
        return False
