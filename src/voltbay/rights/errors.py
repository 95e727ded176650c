"""Why a correction or a request in somebody's place is refused."""

from voltbay.core.errors import Conflict, Invalid, NotFound


class CorrectionUnknown(NotFound):
    """There is no such correction, or it was answered already."""

    code = "correction_unknown"


class NothingToCorrect(Conflict):
    """The booking has nothing there that could be wrong, or is over and forgotten."""

    code = "correction_nothing_there"


class SameAsBefore(Invalid):
    """What is wanted is what stands there."""

    code = "correction_same"


class CorrectionAsked(Conflict):
    """It was asked for already, and waits for the outlet."""

    code = "correction_asked"


class CorrectionReasonNeeded(Invalid):
    """A correction says why; a refusal too, as the owner reads it."""

    code = "correction_reason_needed"


class PaperNeeded(Invalid):
    """Nothing is corrected or granted without a look at a paper."""

    code = "rights_paper_missing"


class RequestUnknown(NotFound):
    """There is no such request at an outlet in sight."""

    code = "rights_request_unknown"


class RequestAnswered(Conflict):
    """It was decided already; what was decided stays."""

    code = "rights_request_answered"


class RequestIncomplete(Invalid):
    """It lacks who asks, for whom, or what; or of which account, where one is to be changed."""

    code = "rights_request_incomplete"
