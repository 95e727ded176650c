"""Papers that agree, for cars that are simply to be there."""

from tests.places import NOW
from voltbay.bookings.desk.looks import all_agree, write_looks
from voltbay.bookings.models import Booking, BookingEvent
from voltbay.bookings.move import Actor


def originals_seen(booking: Booking) -> None:
    """Have somebody see every paper; the database lets no car in without."""
    staff = Actor(BookingEvent.Actor.STAFF, "1")
    write_looks(booking, all_agree(booking), by=staff, now=NOW)
