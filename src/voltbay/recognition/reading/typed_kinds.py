"""Papers of identity that nothing reads: their owner types what decides, beside a photo.

Nobody drew their many forms for the reader yet. A person compares what was typed with the photo,
and at the desk with the paper. The birth date is typed too: these numbers do not tell it, and
whoever is too young to consent is stopped whichever paper they hold.
"""

import re

from voltbay.identifiers.identity_paper import (
    is_passport_number,
    is_travel_permit_number,
    normalise_paper_number,
)
from voltbay.identifiers.name import is_name, normalise_name
from voltbay.identifiers.text import plain
from voltbay.recognition.reading.document_kind import DocumentKind, FieldKind
from voltbay.recognition.reading.values.checks import not_in_future, old_enough
from voltbay.recognition.reading.values.rules import is_date

DATE = re.compile(r"(\d{4})(?:(\d{2})(\d{2})|[-./年](\d{1,2})[-./月](\d{1,2})日?)")


def as_written_date(text: str) -> str:
    """Return a date as it is stored, of the ways in which people write one; else what was typed.

    >>> as_written_date("1985年6月15日"), as_written_date("1985/6/15"), as_written_date("19850615")
    ('1985-06-15', '1985-06-15', '1985-06-15')
    >>> as_written_date("15 June 1985")
    '15June1985'
    """
    typed = plain(text)
    found = DATE.fullmatch(typed)
    if found is None:
        return typed
    year, month, day = (part for part in found.groups() if part)
    return f"{year}-{month:0>2}-{day:0>2}"


NAME = FieldKind("name", fits=lambda text: is_name(normalise_name(text)), plain=normalise_name)
BIRTH_DATE = FieldKind("birth_date", fits=is_date, plain=as_written_date)


def _kind(name: str, number: FieldKind) -> DocumentKind:
    return DocumentKind(
        name=name,
        fields=(NAME, BIRTH_DATE, number),
        deciding=("number", "name", "birth_date"),
        wide=1.42,  # as the page of a passport; nothing looks for it
        words=(),
        absent="",
        stands_in_for="identity_card",
        checks=(not_in_future("birth_date"), old_enough("birth_date")),
    )


PASSPORT = _kind(
    "passport", FieldKind("number", fits=is_passport_number, plain=normalise_paper_number)
)
TRAVEL_PERMIT = _kind(
    "travel_permit",
    FieldKind("number", fits=is_travel_permit_number, plain=normalise_paper_number),
)
TYPED_KINDS = {one.name: one for one in (PASSPORT, TRAVEL_PERMIT)}
