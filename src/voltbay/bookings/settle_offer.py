"""What the moves of bookings mean to those who wait."""

from uuid import UUID

from voltbay.bookings.lifecycle import State
from voltbay.bookings.models import WaitlistEntry
from voltbay.slots.freed import defer_offering

ENDS = {
    State.CONFIRMED: WaitlistEntry.State.TAKEN,
    State.IN_REVIEW: WaitlistEntry.State.TAKEN,
    State.EXPIRED: WaitlistEntry.State.LAPSED,
    State.CANCELLED: WaitlistEntry.State.LEFT,
}


# Ends the entry that a hold was offered to, as the hold has `moved`.
SETTLE = """
UPDATE bookings_waitlistentry SET state = %(offer_is)s
FROM moved WHERE offer_id = moved.id AND bookings_waitlistentry.state = 'offered'
"""


def look_for_waiting(outlet_id: UUID) -> None:
    """Have freed places offered once the caller's transaction is through, if somebody waits."""
    waiting = WaitlistEntry.objects.filter(outlet_id=outlet_id, state=WaitlistEntry.State.WAITING)
    if waiting.exists():
        defer_offering(outlet_id)
