"""Refusals of the staff pages themselves; their codes have sentences like all others."""

from typing import NoReturn

from voltbay.core.errors import Invalid


class ActionUnknown(Invalid):
    """No such action."""

    code = "action_unknown"


class ReasonNeeded(Invalid):
    """Looking at full numbers needs a reason, which is kept."""

    code = "reason_needed"


def unknown(*_asked: object, **_entered: object) -> NoReturn:
    """Refuse what a button asks for that stands in no table of actions."""
    raise ActionUnknown
