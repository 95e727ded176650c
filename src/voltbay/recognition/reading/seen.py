"""A value as an engine saw it, before the rules of its field judge it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Seen:
    """`corrected` says that a rule already changed what the engine said.

    `agreed` is the share of independent readings that say the same, as far as there were any.
    """

    text: str
    confidence: float
    corrected: bool = False


NOTHING = Seen("", 0.0)
