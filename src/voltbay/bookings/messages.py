"""What owners are told about their bookings, queued in the caller's transaction."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings

from voltbay.bookings.lifecycle import State
from voltbay.bookings.links import link_to
from voltbay.bookings.models import Booking
from voltbay.core.local_time import day_bounds, local, local_date
from voltbay.fleets.models import Block
from voltbay.notifications.tell import tell
from voltbay.notifications.templates import TEMPLATES

BLOCK_TOMORROW = "block_tomorrow"
WAITLIST_PAGE = "/#/pages/waitlist/waitlist"  # of the owners' client; it asks for a sign-in itself


def tell_confirmed(booking: Booking, *, now: datetime) -> None:
    """Tell that the appointment stands, or that it is being looked at."""
    in_review = booking.state == State.IN_REVIEW
    _tell("booking_in_review" if in_review else "booking_confirmed", booking, now=now)


def tell_cancelled(booking: Booking, *, now: datetime) -> None:
    """Tell that the appointment is off."""
    _tell("booking_cancelled", booking, now=now)


def tell_refused(booking: Booking, *, now: datetime) -> None:
    """Tell that whoever reviewed the booking refused it."""
    _tell("booking_refused", booking, now=now)


def tell_cancelled_by_outlet(booking: Booking, *, now: datetime) -> None:
    """Tell that the outlet called the appointment off, or what was held for it."""
    if phone := booking.phone or booking.owner.phone:  # who only holds has entered none yet
        tell(
            phone=phone,
            template="booking_cancelled_by_outlet",
            params=_with_link(booking),
            appointment=booking.starts_at,
            now=now,
        )


RUN_OUT = {
    "undecided": "booking_undecided",
    "day_over": "booking_missed",
    "left_open": "booking_left_open",
}


def tell_run_out(booking: Booking, *, why: str, now: datetime) -> None:
    """Tell that time ended the booking, why, and what can be done now."""
    if booking.block_id is not None and why == "day_over":
        return  # told for all its cars once they are all ended: see `tell_block_of_day`
    params = {**_params(booking), "phone": booking.outlet.phone}
    if phone := booking.phone or booking.owner.phone:
        tell(phone=phone, template=RUN_OUT[why], params=params, now=now)


def tell_rescheduled(booking: Booking, *, now: datetime) -> None:
    """Tell the new time."""
    _tell("booking_rescheduled", booking, now=now)


def tell_moved_by_outlet(booking: Booking, *, was: datetime, now: datetime) -> None:
    """Tell that the outlet moved the appointment, from when to when."""
    params = {**_with_link(booking), "was": _time(was)}
    if phone := booking.phone or booking.owner.phone:
        tell(
            phone=phone,
            template="booking_moved_by_outlet",
            params=params,
            appointment=booking.starts_at,
            now=now,
        )


def tell_block(
    template: str,
    block: Block,
    cars: Sequence[Booking],
    *,
    now: datetime,
    dedupe_key: str | None = None,
) -> None:
    """Tell who booked a block what happened to so many of its cars: one message for all."""
    if block.owner.phone is None or not cars:
        return
    starts = sorted(each.starts_at for each in cars)
    params = {
        "code": block.code,
        "cars": str(len(cars)),
        "outlet": block.outlet.name,
        "first": _time(starts[0]),
        "last": _time(starts[-1]),
    }
    tell(
        phone=block.owner.phone,
        template=template,
        params=params,
        # Of what is over nothing begins any more.
        appointment=starts[-1] if TEMPLATES[template].of_appointment else None,
        now=now,
        dedupe_key=dedupe_key,
    )


def tell_block_of_day(template: str, booking: Booking, *, now: datetime) -> None:
    """Tell of all the cars of a booking's block that come on its day, once for the day."""
    assert booking.block is not None  # noqa: S101  # the caller asked
    first, last = day_bounds(local_date(booking.starts_at))
    cars = booking.block.bookings.filter(
        starts_at__gte=first, starts_at__lt=last, state=booking.state
    )
    key = f"{block_key(template, booking.block)}{local_date(booking.starts_at):%Y%m%d}"
    tell_block(template, booking.block, list(cars), now=now, dedupe_key=key)


def reminder_key(booking: Booking) -> str:
    """Return how the keys of a booking's reminders begin."""
    return f"remind:{booking.code}:"


def block_key(template: str, block: Block) -> str:
    """Return how the keys of what is told of a block begin."""
    return f"{template}:{block.code}:"


def tell_tomorrow(booking: Booking, *, now: datetime) -> None:
    """Remind of an appointment, once for each of its times; of a block's once for each day."""
    if booking.block_id is not None:
        tell_block_of_day(BLOCK_TOMORROW, booking, now=now)
        return
    key = f"{reminder_key(booking)}{booking.starts_at:%Y%m%dT%H%M}"
    _tell("booking_tomorrow", booking, now=now, dedupe_key=key)


def tell_offered(booking: Booking, *, phone: str, minutes: int, now: datetime) -> None:
    """Tell an owner who waited that a place is held, and for how long."""
    link = f"{settings.VOLTBAY_PUBLIC_URL}{WAITLIST_PAGE}"
    params = {**_params(booking), "minutes": str(minutes), "link": link}
    tell(phone=phone, template="place_offered", params=params, now=now)


def _params(booking: Booking) -> dict[str, str]:
    return {
        "code": booking.code,
        "time": _time(booking.starts_at),
        "outlet": booking.outlet.name,
    }


def _with_link(booking: Booking) -> dict[str, str]:
    return {**_params(booking), "link": link_to(booking)}


def _time(instant: datetime) -> str:
    return f"{local(instant):%m-%d %H:%M}"


def _tell(template: str, booking: Booking, *, now: datetime, dedupe_key: str | None = None) -> None:
    phone = booking.phone or booking.owner.phone  # none where the number has another holder
    if phone is None:
        return
    tell(
        phone=phone,
        template=template,
        params=_with_link(booking),
        appointment=booking.starts_at,
        now=now,
        dedupe_key=dedupe_key,
    )
