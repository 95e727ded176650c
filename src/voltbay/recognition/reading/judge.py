"""Judge the values of a document by what is known of its fields, whatever engine saw them."""

from collections.abc import Mapping

from voltbay.recognition.reading.document_kind import DocumentKind
from voltbay.recognition.reading.findings import Field, Problem
from voltbay.recognition.reading.values.seen import CERTAIN, NOTHING, Seen

Saw = Mapping[str, Seen]
Judged = tuple[dict[str, Field], tuple[Problem, ...]]


def judge(kind: DocumentKind, saw: Saw) -> Judged:
    """Give the fields of a document, and the problems that refuse it."""
    seen = kind.compare({one.name: one.judge(saw.get(one.name, NOTHING)) for one in kind.fields})
    missing = [kind.field_kind(name) for name in kind.deciding if not seen[name].text]
    problems = (one.problem(saw.get(one.name, NOTHING).text) for one in missing)
    fields = {name: _judged(seen[name]) for name in kind.field_names if name in seen}
    return fields, tuple(problems)


def _judged(seen: Seen) -> Field:
    doubtful = seen.confidence < CERTAIN or not seen.text
    return Field(seen.text, round(seen.confidence, 4), doubtful, seen.corrected)
