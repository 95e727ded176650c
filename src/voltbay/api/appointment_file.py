"""An appointment for the phone's calendar, and the code that the outlet scans."""

from datetime import timedelta
from io import BytesIO

import segno
from icalendar import Alarm, Calendar, Event

from voltbay.bookings.lifecycle import State
from voltbay.bookings.links import link_to
from voltbay.bookings.models import Booking
from voltbay.bookings.rules import QR_PREFIX
from voltbay.brand.brand import brand
from voltbay.core.languages import EN
from voltbay.directory.latin import named

# A person looks at it still, or the owner has not sent the papers.
TENTATIVE = (State.HELD, State.IN_REVIEW)
OFF = (State.CANCELLED, State.EXPIRED, State.NO_SHOW)
REMINDERS = (timedelta(days=1), timedelta(hours=2))  # to find the papers, and to set off
SUMMARY = {True: "Battery removal {code}", False: "动力电池拆卸 {code}"}
TOLD = {
    True: "{service}\nBooking {code}. Telephone of the outlet: {phone}\n{link}",
    False: "{service}\n预约号 {code}，网点电话 {phone}\n{link}",
}


def calendar_of(booking: Booking, *, language: str) -> bytes:
    """Return the appointment as iCalendar (RFC 5545), without personal data.

    There is no METHOD, so DTSTAMP is when the appointment last changed (3.8.7.2). SEQUENCE grows
    with each move of the booking: a calendar that has an older file takes the newer one over it.
    """
    moves = list(booking.events.order_by("id").values_list("at", flat=True))
    changed_at = moves[-1] if moves else booking.created_at
    calendar = Calendar()
    name = brand().short_zh
    calendar.add("prodid", f"-//{name}//{name}//ZH")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    event = Event()
    event.add("uid", f"{booking.code}@battery-removal")
    event.add("dtstamp", changed_at.replace(microsecond=0))
    event.add("last-modified", changed_at.replace(microsecond=0))
    event.add("created", booking.created_at.replace(microsecond=0))
    event.add("sequence", max(len(moves) - 1, 0))
    event.add("status", _status(booking))
    event.add("dtstart", booking.starts_at)
    event.add("dtend", booking.ends_at)
    _say(event, booking, language=language)
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _status(booking: Booking) -> str:
    if booking.state in OFF:
        return "CANCELLED"
    return "TENTATIVE" if booking.state in TENTATIVE else "CONFIRMED"


def _say(event: Event, booking: Booking, *, language: str) -> None:
    in_english, service = language == EN, booking.service
    summary = SUMMARY[in_english].format(code=booking.code)
    outlet, link = booking.outlet, link_to(booking)
    event.add("summary", summary)
    event.add(
        "location", f"{named(outlet.name, outlet.name_en, language=language)}, {outlet.address}"
    )
    told = {
        "service": named(service.name, service.name_en, language=language),
        "code": booking.code,
        "phone": outlet.phone,
    }
    event.add("description", TOLD[in_english].format(**told, link=link))
    event.add("url", link)
    if _status(booking) == "CANCELLED":
        event.add("transp", "TRANSPARENT")
        return
    for before in REMINDERS:
        event.add_component(_reminder(summary, before))


def _reminder(summary: str, before: timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", -before)
    return alarm


def qr_of(booking: Booking) -> bytes:
    """Return the booking's code as a QR picture (SVG), for check-in."""
    out = BytesIO()
    segno.make(QR_PREFIX + booking.code, error="m").save(out, kind="svg", scale=8, border=4)
    return out.getvalue()
