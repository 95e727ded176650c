"""Refusals about places."""

from voltbay.core.errors import Conflict, NotFound


class SlotFull(Conflict):
    """Fewer places are left than the service needs, in at least one of its slots."""

    code = "slot_full"


class SlotUnknown(NotFound):
    """There is no such slot."""

    code = "slot_unknown"
