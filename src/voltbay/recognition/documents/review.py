"""How long a document stays while a person reviews a booking that rests on it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Greatest

from voltbay.recognition.documents.drop_photo import drop_photo
from voltbay.recognition.errors import DocumentNotFound
from voltbay.recognition.models import Document


def keep_for_review(document_id: UUID, *, until: datetime) -> None:
    """Keep a recognised document and its photo for the person who reviews a booking.

    Its owner cannot delete it meanwhile. Locks the row, so a caller in a transaction may refer to
    it afterwards. Raises DocumentNotFound if it, or its photo, is gone or it is not recognised.
    """
    with_photo = _recognised(document_id).exclude(photo="")
    if not with_photo.update(
        needed_until=Greatest("needed_until", until),  # another booking's review may last longer
        erase_at=Greatest("erase_at", until),
    ):
        raise DocumentNotFound


def erase_photo_unless_kept(document_id: UUID) -> None:
    """Erase a document's photo, which has done its duty; safe to repeat.

    A photo that another booking's review waits for stays. The fields stay until the timer takes
    the row, so that a repeated confirmation finds them.
    """
    _release(_recognised(document_id).filter(needed_until__isnull=True))


def end_review(document_id: UUID) -> None:
    """Erase the photo of a document that was reviewed, and free it; safe to repeat."""
    _release(_recognised(document_id))


def _recognised(document_id: UUID) -> QuerySet[Document]:
    return Document.objects.filter(pk=document_id, state__in=Document.READABLE)


@transaction.atomic
def _release(documents: QuerySet[Document]) -> None:
    document = documents.select_for_update().first()
    if document is None:
        return
    Document.objects.filter(pk=document.pk).update(photo="", needed_until=None)
    drop_photo(document.photo)
