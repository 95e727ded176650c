"""Waiting for a place: joining the line and leaving it."""

from contextlib import suppress
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from voltbay.accounts.models import Owner
from voltbay.bookings.errors import TooSoon, WrongState
from voltbay.bookings.lifecycle import State
from voltbay.bookings.models import BookingEvent, WaitlistEntry
from voltbay.bookings.move import Actor
from voltbay.bookings.owner.cancel import cancel
from voltbay.bookings.queries import find_service
from voltbay.bookings.waitlist.errors import NothingToWaitFor, TooManyEntries
from voltbay.bookings.waitlist.queries import live_entries
from voltbay.bookings.waitlist.rules import (
    ENTRIES_AT_A_TIME,
    Window,
    check_ahead,
    free_number,
)
from voltbay.directory.models import Service
from voltbay.slots.freed import defer_offering
from voltbay.slots.queries import starts_between

LONGEST_SERVICE = timedelta(days=1)  # an outlet's day has an end
RACED_FOR = ("waitlist_entries_are_numbered", "waitlist_once_a_wish")


def join(*, service_id: int, window: Window, owner: Owner, now: datetime) -> WaitlistEntry:
    """Stand in line for any start in a window. The same wish again gives the same entry.

    Raises ServiceUnknown, WishOutOfRange, TooSoon, NothingToWaitFor or TooManyEntries.
    """
    for _ in range(ENTRIES_AT_A_TIME + 1):
        try:
            return _join(service_id, window, owner=owner, now=now)
        except IntegrityError as beaten:
            # The same owner's other request was faster: what it wrote is seen at the next try.
            if not any(name in str(beaten) for name in RACED_FOR):
                raise
    raise TooManyEntries(most=ENTRIES_AT_A_TIME)


@transaction.atomic
def _join(service_id: int, window: Window, *, owner: Owner, now: datetime) -> WaitlistEntry:
    service = find_service(service_id)
    check_ahead(window, now=now)
    _check_notice(service, window, now=now)
    live = list(live_entries(owner))
    for entry in live:
        wish = Window(entry.starts_from, entry.starts_before)
        if (entry.service_id, wish) == (service.pk, window):
            return entry
    _check_full(service, window, now=now)
    ordinal = free_number(entry.ordinal for entry in live)
    if ordinal is None:
        raise TooManyEntries(most=ENTRIES_AT_A_TIME)
    entry = WaitlistEntry.objects.create(
        owner=owner,
        outlet=service.outlet,
        service=service,
        ordinal=ordinal,
        created_at=now,
        **vars(window),
    )
    # What was freed while this was being written did not see it.
    defer_offering(service.outlet_id)
    return entry


@transaction.atomic
def step_out(entry: WaitlistEntry, *, now: datetime) -> None:
    """Leave the line; what was offered goes to the next. Safe to repeat, also once it ended."""
    waiting = WaitlistEntry.objects.filter(pk=entry.pk, state=WaitlistEntry.State.WAITING)
    if waiting.update(state=WaitlistEntry.State.LEFT):
        return
    entry.refresh_from_db()
    # Booking before entry, as every move of a booking locks them.
    if entry.offer is not None and entry.offer.state == State.HELD:
        by = Actor(BookingEvent.Actor.OWNER, str(entry.owner_id))
        with suppress(WrongState):  # the offer ended by itself meanwhile, or was taken
            cancel(entry.offer, by=by, reason="", now=now)


def step_out_everywhere(owner: Owner) -> int:
    """End what a leaving owner waits for; offers end with their holds. Returns how many."""
    waiting = WaitlistEntry.objects.filter(owner=owner, state=WaitlistEntry.State.WAITING)
    return waiting.update(state=WaitlistEntry.State.LEFT)


def _check_notice(service: Service, window: Window, *, now: datetime) -> None:
    """Check that an offer could come in time. Raises TooSoon."""
    if window.starts_before <= now + service.notice:
        hours = service.notice // timedelta(hours=1)
        raise TooSoon(hours=hours, phone=service.outlet.phone)


def _check_full(service: Service, window: Window, *, now: datetime) -> None:
    """Check that nothing of the wish is free. Raises NothingToWaitFor."""
    # A service that takes several slots runs past the end of a window in which it begins.
    starts = starts_between(
        service, first=window.starts_from, last=window.starts_before + LONGEST_SERVICE, now=now
    )
    if any(start.places_left for start in starts if start.starts_at < window.starts_before):
        raise NothingToWaitFor
