"""Refusals of the staff pages themselves; their codes have sentences like all others."""

from voltbay.core.errors import Invalid


class ActionUnknown(Invalid):
    """No such action."""

    code = "action_unknown"


class ReasonNeeded(Invalid):
    """Looking at full numbers needs a reason, which is kept."""

    code = "reason_needed"
