"""A value as an engine saw it, before the rules of its field judge it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

CERTAIN = 0.9  # confidence that leaves no doubt; measured, see docs/recognition.md
CONTRADICTED = 0.85  # what is left of confidence when another look surely said something else
LEGIBLE = 0.5  # of the least sure character, from which what one look saw more was there


@dataclass(frozen=True, slots=True)
class Seen:
    """`corrected` says that a rule already changed what the engine said.

    `sight` is how surely it was seen, before a second opinion changed the confidence.
    """

    text: str
    confidence: float
    corrected: bool = False
    sight: float = 0.0


NOTHING = Seen("", 0.0)


def merged(
    first: Mapping[str, Seen], second: Mapping[str, Seen], is_valid: Callable[[str, str], bool]
) -> dict[str, Seen]:
    """Take of two looks at the same document the better value of each field.

    What has the form of its field goes before what was read surely but cannot be.
    """
    found = {}
    for name in {*first, *second}:
        one, other = first.get(name, NOTHING), second.get(name, NOTHING)
        one, other = sorted(
            (one, other), key=lambda seen: (seen.sight, seen.confidence), reverse=True
        )
        fits, also = is_valid(name, one.text), is_valid(name, other.text)
        found[name] = (one if fits else other) if fits != also else _surer(one, other)
        if fits and also and _begins_before(other, one):
            found[name] = replace(other, confidence=min(other.confidence, CONTRADICTED))
    return found


def _begins_before(longer: Seen, shorter: Seen) -> bool:
    """Whether one look saw all that another one saw, and its beginning too: that was lost there."""
    is_longer = len(longer.text) > len(shorter.text) and longer.text.endswith(shorter.text)
    return bool(shorter.text) and is_longer and longer.sight > LEGIBLE


def _surer(best: Seen, rest: Seen) -> Seen:
    """Doubt a value as far as another look is sure of another one."""
    if best.text == rest.text:  # ink that one look saw beside it, the other did not
        # But a shape that a rule took for 0 in one look is the same shape in the other.
        changed = [one.confidence for one in (best, rest) if one.corrected and "0" in one.text]
        trust = min(changed, default=max(best.confidence, rest.confidence))
        return replace(best, confidence=trust, corrected=bool(changed))
    if not rest.text:
        return best
    left = 1 - (1 - CONTRADICTED) * rest.confidence
    return replace(best, confidence=best.confidence * left)
