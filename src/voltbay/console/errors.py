"""Refusals of what is entered about closures."""

from voltbay.core.errors import Conflict, Invalid


class ClosureIncomplete(Invalid):
    """A closure needs a first and a last day from today on, within a year, and a reason."""

    code = "closure_incomplete"


class ClosureChanged(Conflict):
    """Bookings or free times changed after the preview; nothing was closed."""

    code = "closure_changed"
