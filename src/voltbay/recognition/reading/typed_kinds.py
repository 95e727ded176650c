"""Papers of identity that nothing reads: their owner types what decides, beside a photo.

Nobody drew their many forms for the reader yet. A person compares what was typed with the photo,
and at the desk with the paper. The birth date is typed too: these numbers do not tell it, and
whoever is too young to consent is stopped whichever paper they hold.
"""

from voltbay.identifiers.identity_paper import (
    is_passport_number,
    is_travel_permit_number,
    normalise_paper_number,
)
from voltbay.identifiers.name import NameMalformed, is_name, normalise_name
from voltbay.recognition.reading.document_kind import DocumentKind, FieldKind
from voltbay.recognition.reading.values.checks import not_in_future, old_enough
from voltbay.recognition.reading.values.rules import as_written_date, is_date

NAME = FieldKind(
    "name",
    fits=lambda text: is_name(normalise_name(text)),
    plain=normalise_name,
    misfit=NameMalformed.code,
)
BIRTH_DATE = FieldKind(
    "birth_date", fits=is_date, plain=as_written_date, misfit="birth_date_malformed"
)


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
    "passport",
    FieldKind(
        "number",
        fits=is_passport_number,
        plain=normalise_paper_number,
        misfit="passport_number_malformed",
    ),
)
TRAVEL_PERMIT = _kind(
    "travel_permit",
    FieldKind(
        "number",
        fits=is_travel_permit_number,
        plain=normalise_paper_number,
        misfit="travel_permit_number_malformed",
    ),
)
TYPED_KINDS = {one.name: one for one in (PASSPORT, TRAVEL_PERMIT)}
