"""Anticipated refusals of reporting batteries and of keeping what was reported."""

from voltbay.core.errors import Conflict, Invalid, NotFound


class ProfileUnknown(NotFound):
    """No profile of this name is in use."""

    code = "report_profile_unknown"


class ReportUnknown(NotFound):
    """There is no such report, or it is another company's."""

    code = "report_unknown"


class MovementUnknown(NotFound):
    """There is no such battery among what is reported."""

    code = "movement_unknown"


class NothingToReport(Conflict):
    """Nothing of this is owed any more: a colleague may have reported it."""

    code = "nothing_to_report"


class ReportIncomplete(Conflict):
    """None of the batteries has all that the list asks for; `rows` is how many lack something."""

    code = "report_incomplete"


class CarMakerMissing(Conflict):
    """The list goes to one car maker, and of these cars nobody knows whose they are."""

    code = "report_car_maker_missing"


class ReportWithdrawn(Conflict):
    """The report was taken back already."""

    code = "report_withdrawn"


class ReportCorrected(Conflict):
    """What the report says was corrected since, so it stays; take back the correction first."""

    code = "report_corrected"


class TraceReasonMissing(Invalid):
    """What was reported is taken back, and a receiver corrected, only with a reason."""

    code = "trace_reason_missing"


class CarMakerWrong(Invalid):
    """A car maker's name is empty."""

    code = "car_maker_wrong"


class ReceiverUnnamed(Invalid):
    """The receiver has no name."""

    code = "receiver_unnamed"


class NotHandedOver(Conflict):
    """The battery has not left: there is no receiver to correct."""

    code = "not_handed_over"


class NoSecondLife(Conflict):
    """Only a battery in its second life has codes from before."""

    code = "no_second_life"


class FormerCodeKnown(Conflict):
    """This code is kept already as one from before."""

    code = "former_code_known"


class NothingToArchive(Conflict):
    """In this year nothing was reported."""

    code = "nothing_to_archive"
