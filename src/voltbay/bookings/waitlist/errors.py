"""Refusals about waiting for a place."""

from voltbay.core.errors import Conflict, Invalid, NotFound


class EntryUnknown(NotFound):
    """There is no such waitlist entry, or it belongs to somebody else."""

    code = "waitlist_entry_unknown"


class TooManyEntries(Conflict):
    """This owner waits for as many wishes as one may at a time."""

    code = "waitlist_too_many"


class NothingToWaitFor(Conflict):
    """Times of the wish are free: they can be booked at once."""

    code = "waitlist_not_needed"


class WishOutOfRange(Invalid):
    """The wish lies in the past, ends before it begins, or spans too many days."""

    code = "waitlist_days_out_of_range"
