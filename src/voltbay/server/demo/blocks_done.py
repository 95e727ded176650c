"""A block of a demo's taxi firm that is done: its cars have receipts that name the firm."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction

from voltbay.accounts.models import Owner, StaffUser
from voltbay.bookings.desk.looks import all_agree
from voltbay.bookings.desk.receive import receive
from voltbay.bookings.fleet.confirm import confirm_block
from voltbay.bookings.fleet.hold import BlockWish, hold_block
from voltbay.bookings.models import Booking, BookingEvent
from voltbay.bookings.move import Actor, by
from voltbay.core.errors import Refusal
from voltbay.core.local_time import day_bounds, local_date
from voltbay.directory.models import Outlet
from voltbay.fleets.queries import Membership, memberships_of, vehicles_of
from voltbay.removals.ending import Ending
from voltbay.removals.models import Receipt
from voltbay.removals.packs.record import PackEntry, record_pack
from voltbay.removals.quotes.answer import Destination, Signed, accept
from voltbay.removals.quotes.propose import Offered, propose
from voltbay.removals.rules import Step
from voltbay.removals.work.begin import begin
from voltbay.removals.work.finish import finish
from voltbay.removals.work.take_step import take_step
from voltbay.server.demo.money import OUTLET, SIGNED
from voltbay.server.demo.work import HALF_HOUR, first_service, free_slot

BATTERIES = {"001PB0100000A18120005011": "352.5", "001PB0100000A18120005022": "351.0"}
AGO, BOOKED_AGO = timedelta(days=2), timedelta(days=5)
TEN = timedelta(hours=10)
OPEN = 12  # half hours of that day, so that the cars are no more than companies' share of it


def load(*, manager: Owner, now: datetime) -> None:
    """Add what is missing; safe at every start."""
    outlet = Outlet.objects.select_related("company").get(name=OUTLET)
    desk = StaffUser.objects.get(username="desk")
    mine = next(iter(memberships_of(manager)), None)
    if outlet.counts_technicians:  # has opened days of its own since: nothing is added to them
        return
    if mine is None or Receipt.objects.filter(removal__booking__fleet=mine.fleet).exists():
        return
    try:
        with transaction.atomic():
            cars = _booked(mine, outlet, now=now)
            for booking, (battery, mass_kg) in zip(cars, BATTERIES.items(), strict=True):
                _finish(booking, PackEntry(battery, Decimal(mass_kg)), desk)
    except Refusal:  # whoever tries the demo has shut the outlet, or closed the firm
        return


def _booked(mine: Membership, outlet: Outlet, *, now: datetime) -> list[Booking]:
    """Book the last cars of the firm's list, one after the other."""
    service = first_service(outlet)
    first = day_bounds(local_date(now - AGO))[0] + TEN
    slots = [free_slot(outlet, service, first + n * HALF_HOUR) for n in range(OPEN)]
    cars = list(vehicles_of(mine.fleet))[-len(BATTERIES) :]
    wanted = [(car.pk, slots[n * service.slots_needed].pk) for n, car in enumerate(cars)]
    then = now - BOOKED_AGO
    block = hold_block(BlockWish(service.pk, wanted), mine=mine, now=then)
    confirm_block(block, by=Actor(BookingEvent.Actor.OWNER, str(mine.owner.pk)), now=then)
    return list(block.bookings.order_by("starts_at"))


def _finish(booking: Booking, entry: PackEntry, desk: StaffUser) -> None:
    now = booking.starts_at
    receive(booking, looks=all_agree(booking), by=by(desk), now=now)
    removal = begin(booking, staff=desk, now=now)
    for step in Step:
        if step == Step.WEIGH:
            record_pack(removal, entry, staff=desk, now=now)
        take_step(removal, step, staff=desk, now=now)
    offered = {pack.pk: Offered("kg", Decimal("8.20")) for pack in removal.packs.all()}
    quote = propose(removal, offered, staff=desk, now=now)
    to = Destination("bank", booking.licence_owner or "", "6222021001112223341")
    accept(quote, by=Signed("赵师傅", SIGNED, desk), total_yuan=quote.total_yuan, to=to, now=now)
    finish(removal, Ending("to_be_scrapped"), staff=desk, now=now)
