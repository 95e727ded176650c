"""What is found on a photo: values of fields, and problems that refuse it."""

from dataclasses import dataclass

READING_FAILED = "reading_failed"  # for reasons of ours: the code of the problem

Box = tuple[float, float, float, float]
"""Left, top, right, bottom as fractions of the upright picture."""


@dataclass(frozen=True, slots=True)
class Field:
    """One value as read: normalised, dates as YYYY-MM-DD, numbers in upper case.

    `doubtful` asks the owner to compare; `corrected` says that a rule changed what was seen.
    """

    value: str
    confidence: float
    doubtful: bool = False
    corrected: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """A reason to refuse the photo; `code` has its sentence at the doors."""

    code: str
    where: Box | None = None
    field: str | None = None
