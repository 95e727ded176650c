"""Refusals about call-outs."""

from voltbay.core.errors import Conflict, Invalid, NotFound
from voltbay.limits.errors import LimitReached


class CallOutUnknown(NotFound):
    """There is no such call-out, or it belongs to somebody else."""

    code = "call_out_unknown"


class TooManyCallOuts(Conflict):
    """This owner has as many live call-outs as one may have at a time."""

    code = "call_out_too_many"


class CallOutKeyReused(Conflict):
    """The idempotency key came before with another call-out."""

    code = "call_out_key_reused"


class CallOutOver(Conflict):
    """The call-out was answered or has ended; this cannot be done any more."""

    code = "call_out_over"


class NotOffered(Conflict):
    """The outlet does not do this: it neither tows nor comes, or not for this."""

    code = "call_out_not_offered"


class TooFar(Conflict):
    """The place is beyond the outlet's radius; `km` is the radius, `distance_km` the way."""

    code = "call_out_too_far"


class NotFitting(Invalid):
    """What is asked for does not fit the answers: danger is for danger, a tow for what stands."""

    code = "call_out_not_fitting"


class BatteryDangerous(Conflict):
    """By its owner's own answers the battery may be dangerous: the car is not driven anywhere."""

    code = "battery_dangerous"


class CarStands(Conflict):
    """By its owner's own answers the car does not drive: it is towed, or somebody comes."""

    code = "car_stands"


class PlaceMissing(Invalid):
    """Nobody can come without knowing where to."""

    code = "call_out_place_missing"


class WindowWrong(Invalid):
    """The time lies in the past or too far ahead, or its end is not after its beginning."""

    code = "call_out_window_wrong"


class BayTimeWrong(Invalid):
    """The place begins before the car can be there, or, on site, after somebody has left."""

    code = "call_out_bay_time_wrong"


class BayMissing(Invalid):
    """Somebody is to come, and no place is chosen that could be booked for the car."""

    code = "call_out_bay_missing"


class MessageMissing(Invalid):
    """The owner is owed a reason, and none was given."""

    code = "call_out_message_missing"


class CalledOutTooOften(LimitReached):
    """This owner asked again and again; whoever is in danger calls."""

    code = "call_out_too_often"
