"""An appointment for the phone's calendar, and the code that the outlet scans."""

from io import BytesIO

import segno
from icalendar import Calendar, Event

from voltbay.bookings.models import Booking
from voltbay.bookings.rules import QR_PREFIX


def calendar_of(booking: Booking) -> bytes:
    """Return the appointment as iCalendar (RFC 5545), without personal data."""
    event = Event()
    event.add("uid", f"{booking.code}@voltbay")
    event.add("dtstamp", booking.created_at)
    event.add("dtstart", booking.starts_at)
    event.add("dtend", booking.ends_at)
    event.add("summary", f"动力电池拆卸 {booking.code}")
    event.add("location", f"{booking.outlet.name}, {booking.outlet.address}")
    event.add("description", f"{booking.service.name}. {booking.outlet.phone}")
    calendar = Calendar()
    calendar.add("prodid", "-//Voltbay//zh-Hans")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def qr_of(booking: Booking) -> bytes:
    """Return the booking's code as a QR picture (SVG), for check-in."""
    out = BytesIO()
    segno.make(QR_PREFIX + booking.code, error="m").save(out, kind="svg", scale=8, border=4)
    return out.getvalue()
