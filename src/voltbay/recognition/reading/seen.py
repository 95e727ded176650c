"""A value as an engine saw it, before the rules of its field judge it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

CONTRADICTED = 0.85  # what is left of confidence when another look said something else


@dataclass(frozen=True, slots=True)
class Seen:
    """`corrected` says that a rule already changed what the engine said."""

    text: str
    confidence: float
    corrected: bool = False


NOTHING = Seen("", 0.0)


def merged(first: Mapping[str, Seen], second: Mapping[str, Seen]) -> dict[str, Seen]:
    """Take of two looks at the same document the surer value of each field."""
    names = {*first, *second}
    return {name: _surer(first.get(name, NOTHING), second.get(name, NOTHING)) for name in names}


def _surer(one: Seen, other: Seen) -> Seen:
    best, rest = (one, other) if one.confidence >= other.confidence else (other, one)
    if best.text == rest.text or not rest.text:
        return best
    return replace(best, confidence=best.confidence * CONTRADICTED)
