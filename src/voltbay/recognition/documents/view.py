"""Viewing a photo, which is written down before it is shown."""

from datetime import datetime

from voltbay.accounts.models import StaffUser
from voltbay.audit.view import view_document
from voltbay.recognition import photos
from voltbay.recognition.errors import PhotoGone
from voltbay.recognition.models import Document


def view_photo(document: Document, *, staff: StaffUser, why: str, now: datetime) -> bytes:
    """Return the photo as JPEG, after noting who looks at it and why. Raises PhotoGone.

    Call it outside a transaction: the note must stand whatever the caller does with the photo.
    """
    if not document.photo:
        raise PhotoGone
    view_document(
        document.pk, document.kind, owner_id=document.owner_id, staff=staff, why=why, now=now
    )
    return photos.fetch(document.photo)
