"""First the engine on this machine; the cloud only for what that leaves in doubt."""

import time
from dataclasses import replace
from typing import Protocol

from voltbay.recognition.engines.engine import Engine, EngineMisconfigured, EngineUnavailable
from voltbay.recognition.reading.result import DECIDING, FIELDS, Field, Kind, Reading

# Refusals that a better reader may undo. A wrong paper or a dark photo stays what it is, and the
# cloud need not see it.
ANOTHER_LOOK = {"field_unreadable", "number_fails_check", "vin_fails_check", "too_blurred", "glare"}


class Budget(Protocol):
    """How many photos may go to the cloud this month, and whether this one may.

    `take` counts a photo and says whether it may go. It must say no without a consent of the
    photo's owner that names the cloud's provider.
    """

    def take(self) -> bool:
        """Take one photo's worth, or say that nothing is left."""
        ...


class CombinedEngine:
    """Reads locally, asks the cloud when a deciding field is in doubt and the budget allows it."""

    name = "combined"

    def __init__(self, *, local: Engine, cloud: Engine, budget: Budget) -> None:
        self._local, self._cloud, self._budget = local, cloud, budget

    def read(self, picture_jpeg: bytes, kind: Kind) -> Reading:
        """Read one picture; a cloud that fails leaves the local reading as it is."""
        started = time.monotonic()
        reading = self._local.read(picture_jpeg, kind)
        if _needs_another_look(reading) and self._budget.take():
            reading = self._with_the_cloud(reading, picture_jpeg)
        return replace(reading, seconds=time.monotonic() - started)

    def close(self) -> None:
        """Close both."""
        self._local.close()
        self._cloud.close()

    def _with_the_cloud(self, reading: Reading, picture_jpeg: bytes) -> Reading:
        try:
            other = self._cloud.read(picture_jpeg, reading.kind)
        except (EngineUnavailable, EngineMisconfigured):
            return reading
        return agreed(reading, other)


def _needs_another_look(reading: Reading) -> bool:
    if reading.problems:
        return all(one.code in ANOTHER_LOOK for one in reading.problems)
    return any(reading.fields[name].doubtful for name in DECIDING[reading.kind])


def agreed(one: Reading, other: Reading) -> Reading:
    """Join two engines' readings: what both say is certain, what they dispute is doubtful."""
    if other.problems and not one.problems:
        return one
    fields = {
        name: _joined(one.fields.get(name), other.fields.get(name)) for name in FIELDS[one.kind]
    }
    engine = f"{one.engine}+{other.engine}"
    return replace(other, fields=fields, engine=engine)


def _joined(one: Field | None, other: Field | None) -> Field:
    nothing = Field("", 0.0, doubtful=True)
    values = sorted((one or nothing, other or nothing), key=lambda it: it.confidence)
    less, more = values
    if not less.value or not more.value:
        return more if more.value else less
    if less.value != more.value:
        return replace(more, doubtful=True)
    sure = 1 - (1 - less.confidence) * (1 - more.confidence)
    return Field(more.value, sure, doubtful=False, corrected=less.corrected and more.corrected)
