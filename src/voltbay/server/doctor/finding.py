"""What a look at one part of Voltbay finds."""

from dataclasses import dataclass, field
from enum import IntEnum


class Level(IntEnum):
    """How bad it is; also the exit code of `voltbay doctor`, the worst of all findings."""

    OK = 0
    WARN = 1  # it works, and somebody should look
    FAIL = 2  # something does not work


@dataclass(frozen=True)
class Finding:
    """One finding; `code` names its sentence in words/doctor.toml, `gaps` fill it."""

    level: Level
    code: str
    gaps: dict[str, object] = field(default_factory=dict)


def ok(code: str, **gaps: object) -> Finding:
    """Return that a part is as it should be."""
    return Finding(Level.OK, code, gaps)


def warn(code: str, **gaps: object) -> Finding:
    """Return that somebody should look."""
    return Finding(Level.WARN, code, gaps)


def fail(code: str, **gaps: object) -> Finding:
    """Return that something does not work."""
    return Finding(Level.FAIL, code, gaps)
