"""The two recognised documents that a booking is confirmed with."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from voltbay.bookings.errors import DocumentNotReady, DocumentRefused, DocumentUnknown
from voltbay.bookings.models import Booking
from voltbay.core.rows import Columns, ask
from voltbay.identifiers.identity_paper import IdentityKind, identity_kind
from voltbay.recognition.documents.queries import recognised_fields
from voltbay.recognition.models import Document
from voltbay.recognition.reading.document_kind import DocumentKind
from voltbay.recognition.reading.kinds.identity_card import IDENTITY_CARD
from voltbay.recognition.reading.kinds.vehicle_licence import VEHICLE_LICENCE
from voltbay.recognition.reading.registry import kind_named

DOCUMENT = Columns(Document)
FIND_AND_LOCK = f"""
SELECT {DOCUMENT.select("recognition_document")} FROM recognition_document
WHERE id = ANY(%(documents)s) AND owner_id = %(owner)s ORDER BY id FOR UPDATE
"""  # noqa: S608  # our own names


@dataclass(frozen=True)
class RecognisedDocuments:
    """What was read on identity card and licence, doubtful fields by name, and notes for staff."""

    identity: Mapping[str, str]
    licence: Mapping[str, str]
    doubtful: set[str]
    notes: set[str]
    by_hand: set[str]  # names of the documents that nobody could read
    identity_kind: IdentityKind


def find_recognised(
    booking: Booking, identity_card: UUID, vehicle_licence: UUID
) -> RecognisedDocuments:
    """Return what was recognised on two documents of the booking's owner, in one statement.

    Locks them until the transaction ends: the timer must not erase them in between.
    Raises DocumentUnknown, DocumentNotReady or DocumentRefused, naming the entry.
    """
    wanted = {
        IDENTITY_CARD: identity_card,
        VEHICLE_LICENCE: vehicle_licence,
    }
    which = {"documents": list(wanted.values()), "owner": booking.owner_id}
    found = [DOCUMENT.read(row) for row in ask(FIND_AND_LOCK, which)]
    by_key = {(role_of(kind_named(one.kind)), one.pk): one for one in found}
    for kind, document_id in wanted.items():
        _check_recognised(by_key.get((kind.name, document_id)), kind=kind.name)
    card, licence = (by_key[kind.name, document_id] for kind, document_id in wanted.items())
    return RecognisedDocuments(
        identity=recognised_fields(card),
        licence=recognised_fields(licence),
        doubtful={
            name
            for document in (card, licence)
            for name, read in document.fields.items()
            if read["doubtful"]
        },
        by_hand={one.kind for one in (card, licence) if one.state == Document.State.BY_HAND},
        identity_kind=identity_kind(card.kind, recognised_fields(card)["number"]),
        notes={note for document in (card, licence) for note in _notes(document)},
    )


def _notes(document: Document) -> list[str]:
    """Give what staff should know of a document, also that it is another kind than the usual."""
    stands_in = kind_named(document.kind).stands_in_for
    return [*document.notes, *([document.kind] if stands_in else [])]


def role_of(kind: DocumentKind) -> str:
    """Give the entry of the form that takes a kind: its own name, or whose place it takes."""
    return kind.stands_in_for or kind.name


def _check_recognised(document: Document | None, *, kind: str) -> None:
    if document is None:
        raise DocumentUnknown(fields={kind: DocumentUnknown.code})
    if document.state == Document.State.READING:
        raise DocumentNotReady(fields={kind: DocumentNotReady.code})
    if document.state not in Document.READABLE:
        raise DocumentRefused(fields={kind: DocumentRefused.code})
