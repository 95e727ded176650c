"""What a reading says: the fields of a document and what is wrong with the photo."""

from dataclasses import dataclass, field, replace
from typing import Any, Self

from voltbay.recognition.reading.document_kind import DocumentKind
from voltbay.recognition.reading.findings import Box, Field, Problem
from voltbay.recognition.reading.registry import kind_named


@dataclass(frozen=True, slots=True)
class Reading:
    """What an engine made of one photo. Any problem refuses the photo."""

    kind: DocumentKind
    fields: dict[str, Field] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()  # codes of what staff should know of a document that is taken
    engine: str = ""
    seconds: float = 0.0

    @property
    def is_recognised(self) -> bool:
        """Whether every field that decides was read and nothing refuses the photo."""
        return not self.problems

    @property
    def is_doubtful(self) -> bool:
        """Whether the owner, or a second engine, should compare some field."""
        return any(one.doubtful for one in self.fields.values())

    def doubted(self) -> Self:
        """Ask the owner to compare every field that decides."""
        fields = {
            name: replace(one, doubtful=one.doubtful or name in self.kind.deciding)
            for name, one in self.fields.items()
        }
        return replace(self, fields=fields)

    def refuse(self, code: str, *, where: Box | None = None, name: str | None = None) -> Self:
        """Add a problem."""
        return replace(self, problems=(*self.problems, Problem(code, where, name)))

    def as_json(self) -> dict[str, Any]:
        """Give plain values for the pipe and the database; `from_json` reads them back."""
        return {
            "kind": self.kind.name,
            "engine": self.engine,
            "seconds": round(self.seconds, 3),
            "fields": {name: _field_as_json(one) for name, one in self.fields.items()},
            "problems": [
                {"code": one.code, "where": one.where, "field": one.field} for one in self.problems
            ],
            "notes": list(self.notes),
        }

    @classmethod
    def from_json(cls, plain: dict[str, Any]) -> Self:
        """Read back what `as_json` gave."""
        problems = (_problem_from_json(one) for one in plain["problems"])
        return cls(
            kind=kind_named(plain["kind"]),
            fields={name: Field(**one) for name, one in plain["fields"].items()},
            problems=tuple(problems),
            notes=tuple(plain["notes"]),
            engine=plain["engine"],
            seconds=plain["seconds"],
        )


def _field_as_json(one: Field) -> dict[str, Any]:
    return {
        "value": one.value,
        "confidence": round(one.confidence, 4),
        "doubtful": one.doubtful,
        "corrected": one.corrected,
    }


def _problem_from_json(plain: dict[str, Any]) -> Problem:
    where = plain["where"]
    return Problem(plain["code"], tuple(where) if where else None, plain["field"])
