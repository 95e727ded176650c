"""How long a document stays once a booking rests on it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from voltbay.recognition.errors import DocumentNotFound
from voltbay.recognition.forget import drop_photo
from voltbay.recognition.models import Document


def keep_for_review(document_id: UUID, *, until: datetime) -> None:
    """Keep a recognised document and its photo for the person who reviews a booking.

    Its owner cannot delete it meanwhile. Locks the row, so a caller in a transaction may refer to
    it afterwards. Raises DocumentNotFound if it is gone or not recognised.
    """
    recognised = Document.objects.filter(pk=document_id, state=Document.State.RECOGNISED)
    if not recognised.update(needed_until=until, erase_at=until):
        raise DocumentNotFound


@transaction.atomic
def forget_photo(document_id: UUID) -> None:
    """Erase a document's photo, which has done its duty; safe to repeat.

    The fields stay until the timer takes the row, so that a repeated confirmation finds them.
    """
    found = Document.objects.select_for_update().filter(
        pk=document_id, state=Document.State.RECOGNISED
    )
    document = found.first()
    if document is None:
        return
    found.update(photo="", needed_until=None)
    drop_photo(document.photo)
