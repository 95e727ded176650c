"""How long a document stays while a person reviews a booking that rests on it."""

from datetime import datetime
from uuid import UUID

from django.db.models.functions import Greatest

from voltbay.core.rows import ask
from voltbay.recognition.documents.drop_photo import erase_after_commit
from voltbay.recognition.errors import DocumentNotFound
from voltbay.recognition.jobs import ERASURE, erasure
from voltbay.recognition.models import Document

# The photo's key is read before it is emptied; its job is written by the same statement. A booking
# has two documents: told so, PostgreSQL plans once a connection and not each time.
READABLE = tuple(map(str, Document.READABLE))
RELEASE = f"""
WITH freed AS (
    SELECT id, photo FROM recognition_document
    WHERE id IN (%(one)s, %(other)s) AND state IN {READABLE} {{unless}}
    ORDER BY id
    FOR UPDATE
), emptied AS (
    UPDATE recognition_document AS document SET photo = '', needed_until = NULL
    FROM freed WHERE document.id = freed.id
)
SELECT photo, {ERASURE} FROM freed WHERE photo <> ''
"""  # noqa: S608  # made of our own statements
RELEASE_ALL = RELEASE.format(unless="")
RELEASE_UNNEEDED = RELEASE.format(unless="AND needed_until IS NULL")


def keep_for_review(document_id: UUID, *, until: datetime) -> None:
    """Keep a recognised document and its photo for the person who reviews a booking.

    Its owner cannot delete it meanwhile. Locks the row, so a caller in a transaction may refer to
    it afterwards. Raises DocumentNotFound if it, or its photo, is gone or it is not recognised.
    """
    recognised = Document.objects.filter(pk=document_id, state__in=Document.READABLE)
    with_photo = recognised.exclude(photo="")
    if not with_photo.update(
        needed_until=Greatest("needed_until", until),  # another booking's review may last longer
        erase_at=Greatest("erase_at", until),
    ):
        raise DocumentNotFound


def erase_photos_unless_kept(one: UUID, other: UUID) -> None:
    """Erase two documents' photos, which have done their duty; safe to repeat.

    Needs a transaction. A photo that another booking's review waits for stays. The fields stay
    until the timer takes the row, so that a repeated confirmation finds them.
    """
    _release(RELEASE_UNNEEDED, one, other)


def end_reviews(one: UUID | None, other: UUID | None) -> None:
    """Erase the photos of the documents that were reviewed, and free them; safe to repeat.

    Needs a transaction.
    """
    _release(RELEASE_ALL, one, other)


def _release(sql: str, one: UUID | None, other: UUID | None) -> None:
    for key, _ in ask(sql, {"one": one, "other": other, **erasure()}):
        erase_after_commit(key)
