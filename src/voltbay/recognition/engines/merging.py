"""Joining two engines' readings of one photo, field by field. Pure.

1. What both say is certain: they share neither networks nor training.
2. Where they differ, a value that proves itself wins and keeps the doubt of who read it: an
   identity number, or the VIN of a maker in China, whose check digit fits against one whose does
   not; a birth date or sex that the identity number tells. The kind of document says which do.
3. Otherwise the surer value stands and is doubtful; so is a deciding value that one of them alone
   has read. Nothing is ever put together from two readings, or changed to fit.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import replace

from voltbay.recognition.reading.document_kind import FieldKind
from voltbay.recognition.reading.findings import Field
from voltbay.recognition.reading.result import Reading
from voltbay.recognition.reading.words.traditional import simplified

UNREAD = Field("", 0.0, doubtful=True)


def merged(local: Reading, cloud: Reading) -> Reading:
    """Join the readings. A photo that the cloud refuses as such leaves the local one as it is.

    A local problem is gone once its field has a value.
    """
    if any(problem.field is None for problem in cloud.problems):
        return local
    fields = _fields(local, cloud)
    problems = (one for one in local.problems if not fields.get(one.field or "", UNREAD).value)
    engine = f"{local.engine}+{cloud.engine}"
    return replace(local, fields=fields, problems=tuple(problems), engine=engine)


def _fields(local: Reading, cloud: Reading) -> dict[str, Field]:
    kind = local.kind
    pairs = {
        name: (local.fields.get(name, UNREAD), cloud.fields.get(name, UNREAD))
        for name in kind.field_names
    }
    told: dict[str, str] = {}
    found = [one for one in kind.fields if not _is_absent(one, *pairs[one.name])]
    for one in found:
        joined = _joined(one, *pairs[one.name], told={}, decides=one.name in kind.deciding)
        told |= {} if joined.doubtful else one.tells(joined.value)
    return {
        one.name: _joined(one, *pairs[one.name], told=told, decides=one.name in kind.deciding)
        for one in found
    }


def _is_absent(what: FieldKind, local: Field, cloud: Field) -> bool:
    """Whether a field that not every such document has is on neither reading."""
    return what.optional and not (local.value or cloud.value)


def _joined(
    what: FieldKind, local: Field, cloud: Field, *, told: Mapping[str, str], decides: bool
) -> Field:
    if local.value and _same(local.value, cloud.value):
        return _agreed(local, cloud)
    proven = [one for one in (local, cloud) if _proves_itself(what, one.value, told)]
    if len(proven) == 1:
        return proven[0]
    surer = max((local, cloud), key=lambda one: (bool(one.value), one.confidence))
    alone = not (local.value and cloud.value)
    return surer if alone and not decides else replace(surer, doubtful=True)


def _agreed(local: Field, cloud: Field) -> Field:
    sure = 1 - (1 - local.confidence) * (1 - cloud.confidence)
    return Field(local.value, sure, doubtful=False, corrected=local.corrected and cloud.corrected)


def _same(one: str, other: str) -> bool:
    """Compare as people do: full width or not, traditional forms or not, without blanks."""
    return _plain(one) == _plain(other)


def _plain(text: str) -> str:
    return simplified("".join(unicodedata.normalize("NFKC", text).split()))


def _proves_itself(what: FieldKind, value: str, told: Mapping[str, str]) -> bool:
    return what.proves(value) or (bool(value) and told.get(what.name) == value)
