"""Erasing documents: by their owner, with their owner's account, by the timer."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from voltbay.accounts.models import Owner
from voltbay.erasures.models import Erasure
from voltbay.erasures.note import note_erasure
from voltbay.recognition.documents.drop_photo import drop_photo
from voltbay.recognition.errors import DocumentNotFound, DocumentUnderReview
from voltbay.recognition.models import Document


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
def erase_all_of(owner: Owner, *, but: Collection[UUID] = (), now: datetime) -> int:
    """Erase every document of an owner who leaves, under review or not; return how many."""
    mine = Document.objects.select_for_update().filter(owner=owner)
    documents = list(mine.exclude(pk__in=but))
    for document in documents:
        note_erasure(Erasure.Subject.DOCUMENT, document.pk, now=now)
    return _erase(documents)


def _erase(documents: list[Document]) -> int:
    for document in documents:
        drop_photo(document.photo)
        document.delete()
    return len(documents)
