"""Photos of documents: send one, see what was read on it, erase it."""

from collections import Counter
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import File, Form, Header, Query, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import Field

from voltbay.api.auth import OwnerRequest, owner_auth
from voltbay.api.entries import Key, Said
from voltbay.api.language import language_of
from voltbay.api.waiting import wait_until_read
from voltbay.bookings.queries import outlet_held_by
from voltbay.core import clock
from voltbay.core.errors import Invalid
from voltbay.identifiers.text import MOST_PASTED
from voltbay.recognition.documents.by_hand import may_type
from voltbay.recognition.documents.erase import erase
from voltbay.recognition.documents.submit import submit
from voltbay.recognition.models import Document
from voltbay.recognition.reading.registry import kind_named
from voltbay.sentences import sentence

router = Router(tags=["documents"], auth=owner_auth)
TYPED = (
    "name",
    "number",
    "birth_date",
    "plate",
    "vin",
    "owner",
)  # parts of a document that nobody could read
PARTS = {"kind", "image", *TYPED}
Typed = Annotated[Said, Field(max_length=MOST_PASTED)]
LONGEST_WAIT = 20  # seconds; proxies give up at thirty and more
CSRF_PART = "csrfmiddlewaretoken"


class FieldOut(Schema):
    value: str
    confidence: float
    doubtful: bool
    corrected: bool


class ProblemOut(Schema):
    code: str
    detail: str
    where: tuple[float, float, float, float] | None
    field: str | None


class DocumentOut(Schema):
    id: UUID
    kind: str
    state: str
    fields: dict[str, FieldOut]
    problems: list[ProblemOut]
    may_type: bool  # the fields that decide may be typed with the next photo
    erase_at: datetime


class TypedIn(Schema):
    """The fields that decide, as their owner types them where no photo can be read."""

    name: Typed | None = None
    number: Typed | None = None
    birth_date: Typed | None = None  # where the number does not tell it
    plate: Typed | None = None
    vin: Typed | None = None
    owner: Typed | None = None


class PartsWrong(Invalid):
    """A form with a part twice, or with a part that nobody asked for."""

    code = "invalid"


@router.post(
    "/documents",
    response={202: DocumentOut},
    summary="Send a photo of a document",
)
def submit_document(
    request: OwnerRequest,
    kind: Form[Document.Kind],
    image: File[UploadedFile],
    idempotency_key: Annotated[Key | None, Header(alias="Idempotency-Key")] = None,
    typed: Form[TypedIn] = TypedIn(),  # noqa: B008  # frozen, and Ninja wants it here
) -> Status[dict[str, Any]]:
    """Have a photo read: JPEG, PNG, WebP or HEIC, at most 10 MB.

    Needs the owner's consent of kind `documents`. The photo is read in the background: ask for
    the document with `?wait=`. The same `Idempotency-Key` with the same photo and kind gives the
    same document again; with another, 409 `document_key_reused`.
    It is sent to a cloud provider only if there is one (`cloud` of `/agreements`) and the owner's
    consent of that kind stands at the moment of reading.

    With `name` and `number`, or `plate`, `vin` and `owner`, it is not read but kept for a person
    who compares: only when `may_type` of the last refused one says so; a `passport` or a
    `travel_permit` is always typed, with `birth_date`, as nothing reads it. Its state is
    `by_hand`, and a booking that rests on it goes to review.
    """
    _check_parts(request)
    document = submit(
        request.owner,
        kind,
        _taken_out(image),
        now=clock.now(),
        idempotency_key=idempotency_key,
        outlet_id=outlet_held_by(request.owner),
        typed=typed.model_dump(exclude_none=True),
    )
    return Status(202, _out(request, document))


@router.get("/documents/{document_id}", response=DocumentOut, summary="What was read")
def show_document(
    request: OwnerRequest,
    document_id: UUID,
    wait: Annotated[int, Query(ge=0, le=LONGEST_WAIT)] = 0,
) -> dict[str, Any]:
    """Show a document of mine, waiting up to so many seconds until it is read.

    A busy server waits less: ask again, after a second, while `state` is `reading`.
    """
    document = wait_until_read(document_id, owner=request.owner, seconds=wait)
    return _out(request, document)


@router.delete(
    "/documents/{document_id}",
    response={204: None},
    summary="Erase a document and its photo",
)
def erase_document(request: OwnerRequest, document_id: UUID) -> Status[None]:
    """Erase a document of mine. A booking keeps what it was confirmed with.

    409 `document_under_review` while a person has to look at it for a booking.
    """
    erase(document_id, owner=request.owner, now=clock.now())
    return Status(204, None)


def _taken_out(image: UploadedFile) -> bytes:
    """Return a file's bytes and let the form's copy go: it may be ten megabytes."""
    taken: bytes = image.read()
    image.close()
    return taken


def _check_parts(request: HttpRequest) -> None:
    counts = Counter(name for name in request.POST for _ in request.POST.getlist(name))
    counts.update(name for name in request.FILES for _ in request.FILES.getlist(name))
    counts.pop(CSRF_PART, None)
    wrong = {name: "given_twice" for name in PARTS if counts[name] > 1}
    # Names are the caller's text and go into the answer, so they are not repeated.
    if counts.keys() - PARTS:
        wrong["form"] = "unknown_entry"
    if wrong:
        raise PartsWrong(fields=wrong)


def _out(request: HttpRequest, document: Document) -> dict[str, Any]:
    fields = document.fields or {}
    return {
        "id": document.pk,
        "kind": document.kind,
        "state": document.state,
        "fields": {
            name: fields[name] for name in kind_named(document.kind).field_names if name in fields
        },
        "problems": [_problem_out(request, problem) for problem in document.problems],
        "may_type": document.state == Document.State.REFUSED
        and may_type(document.owner, document.kind, now=clock.now()),
        "erase_at": document.erase_at,
    }


def _problem_out(request: HttpRequest, problem: dict[str, Any]) -> dict[str, Any]:
    language = language_of(request)
    gaps = {"field": sentence(f"label_{problem['field']}", language)} if problem["field"] else {}
    return {**problem, "detail": sentence(problem["code"], language, gaps)}
