"""Erasing documents: by their owner, by the timer, and what a crash left behind."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from voltbay.accounts.models import Owner
from voltbay.recognition import photos
from voltbay.recognition.errors import DocumentNotFound, DocumentUnderReview
from voltbay.recognition.forget import drop_photo
from voltbay.recognition.models import Document, Submission
from voltbay.recognition.submit import WINDOW

AT_A_TIME = 200  # bounds the rows one transaction locks
OPEN_SUBMISSION = timedelta(hours=1)  # far longer than any transaction of a submission lives


@transaction.atomic
def erase(document_id: UUID, *, owner: Owner, now: datetime) -> None:
    """Erase an owner's document, fields and photo. A booking keeps what it was confirmed with.

    Raises DocumentNotFound, or DocumentUnderReview while a person has to look at it.
    """
    mine = Document.objects.select_for_update().filter(owner=owner)
    document = mine.filter(pk=document_id).first()
    if document is None:
        raise DocumentNotFound
    if document.needed_until and document.needed_until > now:
        raise DocumentUnderReview
    _erase([document])


@transaction.atomic
def erase_all_of(owner: Owner) -> int:
    """Erase every document of an owner who leaves, under review or not; return how many."""
    return _erase(list(Document.objects.select_for_update().filter(owner=owner)))


@transaction.atomic
def erase_expired(*, now: datetime) -> int:
    """Erase documents whose time is over, at most 200; return how many."""
    return _erase(list(_expired(now)[:AT_A_TIME]))


def sweep_orphans(*, now: datetime) -> int:
    """Erase photos that no document knows: their submission died before its commit.

    Looks at the last two days' folders, leaving out what may still be on its way.
    """
    today = now.date()
    return sum(_sweep(day, now=now) for day in (today - timedelta(days=1), today))


def forget_submissions(*, now: datetime) -> int:
    """Drop the counts that no limit looks at any more; return how many."""
    dropped, _ = Submission.objects.filter(at__lte=now - WINDOW).delete()
    return dropped


def _expired(now: datetime) -> QuerySet[Document]:
    # Rows that a booking is being confirmed with are locked: the next run looks again.
    due = Document.objects.filter(erase_at__lte=now).order_by("erase_at")
    return due.select_for_update(skip_locked=True)


def _erase(documents: list[Document]) -> int:
    for document in documents:
        drop_photo(document.photo)
        document.delete()
    return len(documents)


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
