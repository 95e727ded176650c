"""Cleaning up photos that a crash left behind."""

from datetime import date, datetime, timedelta

from voltbay.recognition import photos
from voltbay.recognition.models import Document

OPEN_SUBMISSION = timedelta(hours=1)  # far longer than any transaction of a submission lives


def sweep_orphans(*, now: datetime) -> int:
    """Erase photos that no document knows: their submission died before its commit.

    Looks at the last two days' folders, leaving out what may still be on its way.
    """
    today = now.date()
    return sum(_sweep(day, now=now) for day in (today - timedelta(days=1), today))


def _sweep(day: date, *, now: datetime) -> int:
    store = photos.store()
    old = [
        key for key in photos.keys_of(day) if now - store.get_modified_time(key) > OPEN_SUBMISSION
    ]
    known = set(Document.objects.filter(photo__in=old).values_list("photo", flat=True))
    orphans = [key for key in old if key not in known]
    for key in orphans:
        photos.erase(key)
    return len(orphans)
