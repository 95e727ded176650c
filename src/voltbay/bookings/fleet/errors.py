"""Refusals about blocks of a fleet's cars."""

from collections.abc import Sequence
from uuid import UUID

from voltbay.core.errors import Conflict, Invalid, NotFound
from voltbay.limits.errors import LimitReached


class BlockUnknown(NotFound):
    """There is no such block, or not for this member of this fleet."""

    code = "block_unknown"


class BlockTooLarge(Invalid):
    """A block has from one to `limit` cars."""

    code = "block_too_large"


class CarTwice(Invalid):
    """The same car stands twice in one block."""

    code = "block_car_twice"


class PlacesTooFew(Conflict):
    """These days have free times for `found` cars only, of `asked`; nothing is proposed in part."""

    code = "block_places_too_few"


class CarsTooFew(Conflict):
    """The list has `found` cars without an appointment, `asked` were wanted."""

    code = "block_cars_too_few"


class BlockFull(Conflict):
    """Between plan and hold times went to others; nothing is held. `vehicles` are without one."""

    code = "block_full"

    def __init__(self, vehicles: Sequence[UUID]) -> None:
        super().__init__(vehicles=[str(each) for each in vehicles], cars=len(vehicles))


class ShareUsed(Conflict):
    """Blocks would take more of a day than the outlet gives to companies; nothing is held."""

    code = "block_share_used"


class CarsBooked(Conflict):
    """Cars have an appointment already: `vehicles`. Nothing is held or confirmed."""

    code = "block_cars_booked"

    def __init__(self, vehicles: Sequence[UUID]) -> None:
        super().__init__(vehicles=[str(each) for each in vehicles], cars=len(vehicles))


class TooManyBlocks(Conflict):
    """The fleet holds as many blocks as it may at a time."""

    code = "block_too_many_held"


class BlocksTooOften(LimitReached):
    """The fleet held so many blocks today that private owners go first for a while."""

    code = "blocks_held_too_often"


class BlockLapsed(Conflict):
    """The fifteen minutes are over; all places have been given back."""

    code = "block_lapsed"


class BlockEnded(Conflict):
    """The block is over, or in another state than this needs."""

    code = "block_ended"


class CarsNotInBlock(NotFound):
    """Some of the bookings named are not in this block."""

    code = "block_cars_unknown"


class CarsTooLate(Conflict):
    """For `bookings` it is too late to cancel; nothing was cancelled."""

    code = "block_cars_too_late"
