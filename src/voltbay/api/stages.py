"""How far a booking has come, in the five stages that its owner follows."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel

from voltbay.bookings.lifecycle import State
from voltbay.bookings.models import Booking
from voltbay.removals.queries import work_on
from voltbay.removals.rules import Step

StageName = Literal["booked", "arrived", "inspected", "removed", "receipt"]
BY_EVENT: dict[str, StageName] = {
    State.IN_REVIEW: "booked",
    State.CONFIRMED: "booked",
    State.CHECKED_IN: "arrived",
}
BY_STEP: dict[str, StageName] = {Step.INSPECT: "inspected", Step.REMOVE: "removed"}
STAGES: tuple[StageName, ...] = ("booked", "arrived", "inspected", "removed", "receipt")


class StageOut(BaseModel):
    """A stage and when it was reached, or null."""

    stage: StageName
    at: datetime | None


def stages_of(
    booking: Booking, moves: list[tuple[str, datetime]]
) -> tuple[list[StageOut], str | None]:
    """Return the five stages, and the serial of the receipt that counts, if one does.

    `moves` are the states that the booking came to, oldest first. Two statements once work began.
    """
    at: dict[StageName, datetime] = {}
    for state, when in moves:
        if stage := BY_EVENT.get(state):
            at.setdefault(stage, when)
    receipt = None
    if any(state == State.REMOVING for state, _ in moves):
        taken, receipt = work_on(booking)
        at |= {BY_STEP[kind]: when for kind, when in taken.items() if kind in BY_STEP}
    if receipt:
        at["receipt"] = receipt.issued_at
    serial = receipt.serial if receipt else None
    return [StageOut(stage=stage, at=at.get(stage)) for stage in STAGES], serial
