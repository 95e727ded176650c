"""Whether anybody has decided about a booking that went to review."""

from voltbay.bookings.lifecycle import State
from voltbay.bookings.models import Booking


def is_undecided(booking: Booking) -> bool:
    """Tell whether a booking is in review, or was until it was noted that nobody came."""
    if booking.state != State.NO_SHOW:
        return booking.state == State.IN_REVIEW
    last = booking.events.order_by("id").last()
    return last is not None and last.from_state == State.IN_REVIEW
