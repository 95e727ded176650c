"""Erasing documents: by their owner, with their owner's account, by the timer."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from voltbay.accounts.models import Owner
from voltbay.erasures.models import Erasure
from voltbay.erasures.note import note_erasure
from voltbay.recognition.documents.drop_photo import drop_photo
from voltbay.recognition.errors import DocumentNotFound, DocumentUnderReview
from voltbay.recognition.models import Document

AT_A_TIME = 200  # bounds the rows one transaction locks


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
    note_erasure(Erasure.Subject.DOCUMENT, document_id, now=now)


@transaction.atomic
def erase_all_of(owner: Owner, *, now: datetime) -> int:
    """Erase every document of an owner who leaves, under review or not; return how many."""
    documents = list(Document.objects.select_for_update().filter(owner=owner))
    for document in documents:
        note_erasure(Erasure.Subject.DOCUMENT, document.pk, now=now)
    return _erase(documents)


@transaction.atomic
def erase_expired(*, now: datetime) -> int:
    """Erase documents whose time is over, at most 200; return how many."""
    return _erase(list(_expired(now)[:AT_A_TIME]))


def _expired(now: datetime) -> QuerySet[Document]:
    # Rows that a booking is being confirmed with are locked: the next run looks again.
    due = Document.objects.filter(erase_at__lte=now).order_by("erase_at")
    return due.select_for_update(skip_locked=True)


def _erase(documents: list[Document]) -> int:
    for document in documents:
        drop_photo(document.photo)
        document.delete()
    return len(documents)
