"""Viewing a photo, which is written down before it is shown."""

from datetime import datetime
from uuid import UUID

from voltbay.accounts.models import StaffUser
from voltbay.audit.models import Purpose
from voltbay.audit.view import view_document
from voltbay.recognition import photos
from voltbay.recognition.errors import PhotoGone
from voltbay.recognition.models import Document


def view_photo(
    document: Document,
    *,
    staff: StaffUser,
    purpose: Purpose = Purpose.OTHER,
    why: str,
    now: datetime,
    **seen_at: UUID | str,
) -> bytes:
    """Return the photo as JPEG, after noting who looks at it and why. Raises PhotoGone.

    `seen_at` is the `booking_code` and `outlet_id` of the booking that it belongs to.
    Call it outside a transaction: the note must stand whatever the caller does with the photo.
    """
    if not document.photo:
        raise PhotoGone
    view_document(
        document.pk,
        document.kind,
        owner_id=document.owner_id,
        staff=staff,
        purpose=purpose,
        why=why,
        now=now,
        **seen_at,
    )
    return photos.fetch(document.photo)
