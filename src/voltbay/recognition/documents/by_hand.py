"""A way on for an owner whose photos cannot be read: the photo, and what the owner types.

1. Two photos of this document were refused within a day, files that could not be opened included
   for the hour that they are counted: nobody types who has not tried. Passports and travel permits
   are not read at all, so theirs is typed at once.
2. What is typed has the form of the deciding fields, and breaks no rule of the document's kind.
   A number that does not tell the birth date has it typed beside it: age is asked of everybody.
3. The photo is stored as others are. What was typed is sealed beside it, doubtful to the last
   field: a person compares it with the photo and the paper before anything rests on it.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from voltbay.accounts.models import Owner
from voltbay.core.local_time import local_date
from voltbay.recognition.documents.check import check_typed
from voltbay.recognition.errors import TooManyByHand, TypedTooEarly, TypedWrong
from voltbay.recognition.models import Document, Submission
from voltbay.recognition.reading.document_kind import BIRTH_DATE, DocumentKind
from voltbay.recognition.reading.findings import Field, Problem
from voltbay.recognition.reading.registry import every_kind, is_read, kind_named
from voltbay.recognition.reading.result import Reading

REFUSALS = 2  # photos that were tried before
TOO_YOUNG = "under_fourteen"  # was read well: typing is no way around it
WITHIN = timedelta(days=1)
A_DAY = 3  # documents of a kind; each costs a person's time


def may_type(owner: Owner, kind: str, *, now: datetime) -> bool:
    """Whether photos of a kind are not read, or enough were refused for other reasons than age."""
    if not is_read(kind):
        return True
    refused = Document.objects.filter(
        owner=owner, kind=kind, state=Document.State.REFUSED, created_at__gt=now - WITHIN
    )
    tried = refused.exclude(problems__contains=[{"code": TOO_YOUNG}]).count()
    if tried < REFUSALS:
        tried += _not_taken_in(owner, kind, now=now)
    return tried >= REFUSALS


def _not_taken_in(owner: Owner, kind: str, *, now: datetime) -> int:
    """Count the files that were refused before anything of them was kept."""
    sent = Submission.objects.filter(owner=owner, at__gt=now - WITHIN)
    return sent.filter(refused=kind).count()


def fill_by_hand(document: Document, typed: Mapping[str, str]) -> None:
    """Make a document that is about to be stored one that its owner typed.

    Raises TypedTooEarly, TooManyByHand or TypedWrong, which names the entries.
    """
    now = document.created_at
    if not may_type(document.owner, document.kind, now=now):
        raise TypedTooEarly
    _check_limit(document, now=now)
    reading = _typed(kind_named(document.kind), typed)
    for problem in check_typed(reading, today=local_date(now)).problems:
        raise TypedWrong(fields={_entry_of(problem, reading.kind, typed): problem.code})
    document.kind = reading.kind.name
    document.state = Document.State.BY_HAND
    document.fields = {
        name: field | {"doubtful": True} for name, field in reading.as_json()["fields"].items()
    }
    document.read_at = now


def _entry_of(problem: Problem, kind: DocumentKind, typed: Mapping[str, str]) -> str:
    """Give the entry that a problem is about; what a number told is that number's."""
    return problem.field if problem.field and problem.field in typed else kind.deciding[0]


def _check_limit(document: Document, *, now: datetime) -> None:
    earlier = Document.objects.filter(
        owner=document.owner, state=Document.State.BY_HAND, created_at__gt=now - WITHIN
    )
    if earlier.filter(kind=document.kind).count() >= A_DAY:
        raise TooManyByHand(limit=A_DAY)


def _typed(wanted: DocumentKind, typed: Mapping[str, str]) -> Reading:
    """Judge what was typed by the forms of the fields; a foreigner's card tells by its number."""
    kinds = [wanted, *(one for one in every_kind() if one.stands_in_for == wanted.name)]
    wrong = [_wrong(kind, typed) for kind in kinds]
    for kind, entries in zip(kinds, wrong, strict=True):
        if not entries:
            return Reading(kind, _fields(kind, typed), engine="by hand")
    number = wanted.deciding[0]  # whose it is, is blamed for the rest
    raise TypedWrong(fields=next((each for each in wrong if number not in each), wrong[0]))


def _wrong(kind: DocumentKind, typed: Mapping[str, str]) -> dict[str, str]:
    values = _values(kind, typed)
    wrong = {name: "unknown_entry" for name in typed if name not in values}
    wrong |= {
        name: kind.field_kind(name).misfit if value else "missing"
        for name, value in values.items()
        if not value or not kind.fits(name, value)
    }
    if kind.deciding[0] in wrong and BIRTH_DATE not in kind.deciding:
        wrong.pop(BIRTH_DATE, None)  # whether it is asked for, only the number tells
    return wrong


def _values(kind: DocumentKind, typed: Mapping[str, str]) -> dict[str, str]:
    """Give what is to be typed for a kind in the form of its values, empty where it is missing."""
    plain = {name: kind.field_kind(name).plain(text) for name, text in typed.items()}
    return {name: plain.get(name, "") for name in kind.typed_entries(plain)}


def _fields(kind: DocumentKind, typed: Mapping[str, str]) -> dict[str, Field]:
    """Give the typed fields and what the number tells of others."""
    values = _values(kind, typed)
    told = {
        name: value
        for field, text in values.items()
        for name, value in kind.tells(field, text).items()
    }
    every = told | values
    return {name: Field(every[name], 0.0) for name in kind.field_names if name in every}
