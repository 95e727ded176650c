"""Submitting a photo of a document.

1. The owner has agreed to it, and has not sent too many. The photo is counted.
2. The file becomes a picture: decoded in a turn and within limits, upright, without EXIF.
3. Row, job and photo are stored together or not at all. Should the process die between the
   photo's arrival and the commit, `sweep.sweep_orphans` takes the photo away.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import OperationalError, transaction
from psycopg.errors import DiskFull

from voltbay.accounts.agreements.queries import has_consented
from voltbay.accounts.models import Agreement, Owner
from voltbay.core.errors import Invalid
from voltbay.core.keys import fingerprint
from voltbay.recognition import photos
from voltbay.recognition.documents.by_hand import fill_by_hand
from voltbay.recognition.errors import (
    ConsentMissing,
    DocumentKindUnknown,
    IntakeBusy,
    KeyReused,
    StorageFull,
    TooManyBeingRead,
    TooManyPhotos,
)
from voltbay.recognition.intake.take_in import take_in
from voltbay.recognition.jobs import defer_reading
from voltbay.recognition.models import Document, Submission
from voltbay.recognition.reading.errors import PhotoTooCostly
from voltbay.recognition.reading.photo.intake import Picture
from voltbay.recognition.reading.registry import is_read, kind_named

PHOTOS_AN_HOUR = 30  # two documents, a few tries each, for a couple of cars
BEING_READ = 5
WINDOW = timedelta(hours=1)
COUNTS_AS = 6  # photos: one that took all the time or memory there is may come five times an hour


def submit(  # noqa: PLR0913  # one for each part of the form
    owner: Owner,
    kind: str,
    image: bytes,
    *,
    now: datetime,
    idempotency_key: str | None = None,
    outlet_id: UUID | None = None,
    typed: Mapping[str, str] | None = None,
) -> Document:
    """Take in a photo and have it read; return the document, which is being read.

    With `typed` it is not read: see `by_hand`, which adds TypedTooEarly, TooManyByHand and
    TypedWrong to what is raised.

    `outlet_id` is where the owner is about to book, if anywhere: outcomes are counted by it.

    Repeating a call with the same key, photo and kind returns the first call's document. Raises
    DocumentKindUnknown, ConsentMissing, TooManyPhotos, TooManyBeingRead, KeyReused,
    IntakeBusy, PhotoTookTooLong, StorageFull or one of `reading.errors`; nothing is kept then but
    the count.
    """
    if kind not in Document.Kind.values:
        raise DocumentKindUnknown(fields={"kind": "not_a_choice"})
    _check_consent(owner)
    document = Document(owner=owner, outlet_id=outlet_id, kind=kind, created_at=now)
    if idempotency_key is not None:
        document.idempotency_key = idempotency_key
        document.upload_fingerprint = _print_of(image, typed or {})
    earlier = _earlier(document)
    if earlier:
        return earlier
    picture = _picture(image, document=document)
    with _full_is_a_refusal(), transaction.atomic():
        _one_at_a_time(owner)
        _check_consent(owner)  # it may have been withdrawn while the picture was decoded
        earlier = _earlier(document)
        if earlier:
            return earlier
        _check_being_read(owner)
        if typed or not is_read(kind):
            fill_by_hand(document, typed or {})
        return _store(document, picture)


def check_limits(owner: Owner, *, now: datetime) -> None:
    """Raise TooManyPhotos or TooManyBeingRead if the owner must wait."""
    recent = Submission.objects.filter(owner=owner, at__gt=now - WINDOW).order_by("-at")
    # The limit-th newest is the one that has to grow old before another may come.
    decisive = recent.values_list("at", flat=True)[PHOTOS_AN_HOUR - 1 : PHOTOS_AN_HOUR].first()
    if decisive:
        wait = decisive + WINDOW - now
        raise TooManyPhotos(retry_after_seconds=int(wait.total_seconds()) + 1, limit=PHOTOS_AN_HOUR)
    _check_being_read(owner)


def _check_being_read(owner: Owner) -> None:
    if Document.objects.filter(owner=owner, state=Document.State.READING).count() >= BEING_READ:
        raise TooManyBeingRead(retry_after_seconds=5, limit=BEING_READ)


def _check_consent(owner: Owner) -> None:
    if not has_consented(owner, Agreement.Kind.DOCUMENTS):
        raise ConsentMissing


def _one_at_a_time(owner: Owner) -> None:
    """Keep counting and adding from interleaving with the same owner's other requests."""
    Owner.objects.select_for_update(no_key=True).get(pk=owner.pk)


def _earlier(document: Document) -> Document | None:
    """Return the document that this key made before. Raises KeyReused if it was another photo."""
    key = document.idempotency_key
    if key is None:
        return None
    earlier = Document.objects.filter(owner=document.owner, idempotency_key=key).first()
    if earlier and _what(earlier) != _what(document):
        raise KeyReused
    return earlier


def _what(document: Document) -> tuple[str, bytes]:
    """Return the kind that was asked for, which the reader may have found to be another's."""
    stands_in = kind_named(document.kind).stands_in_for if is_read(document.kind) else ""
    return stands_in or document.kind, bytes(document.upload_fingerprint or b"")


def _print_of(image: bytes, typed: Mapping[str, str]) -> bytes:
    sent = [hashlib.sha256(image).hexdigest(), *sorted(typed.items())]
    return fingerprint(json.dumps(sent), purpose="recognition.upload")


def _picture(image: bytes, *, document: Document) -> Picture:
    """Decode a photo that is counted first: what is refused has cost its turn all the same."""
    owner, now = document.owner, document.created_at
    submission = _count(owner, now=now)
    try:
        return take_in(image, sender=f"owner {owner.pk}")
    except IntakeBusy:
        submission.delete()  # it never was anybody's turn
        raise
    except Invalid as refused:
        # Nothing of the file is kept, but its owner has tried: see `by_hand.may_type`.
        Submission.objects.filter(pk=submission.pk).update(refused=document.kind)
        if isinstance(refused, PhotoTooCostly):
            dear = [Submission(owner=owner, at=now) for _ in range(COUNTS_AS - 1)]
            Submission.objects.bulk_create(dear)
        raise


def _count(owner: Owner, *, now: datetime) -> Submission:
    with _full_is_a_refusal(), transaction.atomic():
        _one_at_a_time(owner)
        check_limits(owner, now=now)
        return Submission.objects.create(owner=owner, at=now)


def _store(document: Document, picture: Picture) -> Document:
    """Write row and job, then the photo: what the database refuses never reaches the store."""
    now = document.created_at
    document.erase_at = now + timedelta(hours=settings.VOLTBAY_DOCUMENT_HOURS)
    document.photo = photos.key_of(document.pk, now=now)
    document.save(force_insert=True)
    if document.state == Document.State.READING:
        defer_reading(document.pk)
    photos.put(document.photo, picture.jpeg)
    return document


@contextmanager
def _full_is_a_refusal() -> Iterator[None]:
    """Translate the database's own lack of room."""
    try:
        yield
    except OperationalError as failed:
        if isinstance(failed.__cause__, DiskFull):
            raise StorageFull from failed
        raise
