"""Reading a submitted document, once.

1. A try is counted, if the document still waits to be read.
2. The engine reads the photo; the rules of `check` are held against it. What looks like a screen
   is refused once: an owner whose next photo looks like one too is asked to compare instead.
3. The result is written if nobody was faster, and counted without saying whose it was. A
   refused document loses its photo at once.

A reading that dies in the middle has written nothing but its try, so it can simply be run again;
a photo that takes its reader down every time is given up after the last try.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from voltbay.core.local_time import local_date
from voltbay.recognition import photos
from voltbay.recognition.documents.check import check
from voltbay.recognition.documents.drop_photo import drop_photo
from voltbay.recognition.engines.engine import Engine, EngineUnavailable
from voltbay.recognition.errors import PhotoGone, PhotosAway
from voltbay.recognition.models import Document, Outcome
from voltbay.recognition.reading.findings import READING_FAILED
from voltbay.recognition.reading.registry import kind_named
from voltbay.recognition.reading.result import Reading

MOST_TRIES = 5
SCREEN = "photo_of_screen"


def read(document_id: UUID, *, engine: Engine, now: datetime) -> bool:
    """Have the engine read a document; return whether this call decided it.

    Raises EngineUnavailable or PhotosAway while another try may help, the document waiting on.
    Whatever else goes wrong is raised after the document was given up.
    """
    document = _begin(document_id)
    if document is None:
        return False
    if document.tries > MOST_TRIES:
        return give_up(document, now=now)
    try:
        reading = engine.read(photos.fetch(document.photo), kind_named(document.kind))
    except PhotoGone:
        return give_up(document, now=now)
    except Exception as failed:
        if not isinstance(failed, EngineUnavailable | PhotosAway) or document.tries >= MOST_TRIES:
            give_up(document, now=now)
        raise
    judged = _as_sent_again(check(reading, today=local_date(now)), document)
    return conclude(document, judged, now=now)


def give_up(document: Document, *, now: datetime) -> bool:
    """Refuse a document that cannot be read for reasons of ours; return as `read`."""
    failed = Reading(kind_named(document.kind)).refuse(READING_FAILED)
    return conclude(document, failed, now=now)


@transaction.atomic
def conclude(document: Document, reading: Reading, *, now: datetime) -> bool:
    """Write what was read; return whether the document still waited for it."""
    waiting = Document.objects.filter(pk=document.pk, state=Document.State.READING)
    if not waiting.update(engine=reading.engine, read_at=now, **_outcome(reading)):
        return False
    _count(document, reading, now=now)
    if not reading.is_recognised:
        drop_photo(document.photo)
    return True


def _as_sent_again(reading: Reading, document: Document) -> Reading:
    """Believe an owner who was told, and sends a photo that looks like a screen again.

    Some print may look so too, and the outlet sees the originals at check-in.
    """
    if not reading.fields or [one.code for one in reading.problems] != [SCREEN]:
        return reading
    told = Document.objects.filter(
        owner=document.owner_id,
        kind=document.kind,
        state=Document.State.REFUSED,
        problems__contains=[{"code": SCREEN}],
    )
    return replace(reading, problems=()).doubted() if told.exists() else reading


def _begin(document_id: UUID) -> Document | None:
    waiting = Document.objects.filter(pk=document_id, state=Document.State.READING)
    waiting.update(tries=F("tries") + 1)
    return waiting.first()


def _outcome(reading: Reading) -> dict[str, Any]:
    plain = reading.as_json()
    if reading.is_recognised:
        return {
            "state": Document.State.RECOGNISED,
            "kind": reading.kind.name,  # another may stand in for the one that was asked for
            "fields": plain["fields"],
            "notes": plain["notes"],
        }
    return {"state": Document.State.REFUSED, "problems": plain["problems"], "photo": ""}


def _count(document: Document, reading: Reading, *, now: datetime) -> None:
    result = Outcome.Result.DOUBTFUL if reading.is_doubtful else Outcome.Result.READ
    why = reading.problems[0].code[:40] if reading.problems else ""
    Outcome.objects.create(
        at=now,
        outlet_id=document.outlet_id,
        kind=document.kind,
        result=Outcome.Result.REFUSED if why else result,
        code=why,
    )
