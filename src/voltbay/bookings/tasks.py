"""What the worker does about bookings, by the clock."""

from uuid import UUID

from procrastinate.contrib.django import app

from voltbay.bookings.close_lost import close_lost
from voltbay.bookings.expire import expire_lapsed
from voltbay.bookings.prolong import prolong
from voltbay.bookings.remind import remind
from voltbay.bookings.run_out import run_out
from voltbay.bookings.waitlist.offer import offer_everywhere, offer_places
from voltbay.core import clock
from voltbay.slots.freed import OFFER


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="expire_holds", pass_context=False)
def expire_holds(timestamp: int) -> None:
    """Prolong holds whose photos wait, and give back lapsed ones, every minute."""
    prolong(now=clock.now())
    expire_lapsed(now=clock.now())


@app.task(name=OFFER, pass_context=False)
def offer_free_places(outlet_id: str) -> None:
    """Offer places that were given back or published to those who wait."""
    offer_places(UUID(outlet_id), now=clock.now())


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="offer_waiting", pass_context=False)
def offer_waiting(timestamp: int) -> None:
    """Offer what was freed at night or by emptying a store, and end wishes that are over."""
    offer_everywhere(now=clock.now())


@app.periodic(cron="40 18 * * *")  # in UTC: 2:40 in Shanghai
@app.task(queueing_lock="close_lost", pass_context=False)
def close_lost_accounts(timestamp: int) -> None:
    """Close accounts that lost their phone and were given up, at night."""
    close_lost(now=clock.now())


@app.periodic(cron="*/30 0-12 * * *")  # in UTC: 8:00 to 20:30 in Shanghai
@app.task(queueing_lock="remind_owners", pass_context=False)
def remind_owners(timestamp: int) -> None:
    """Send reminders, in daytime only."""
    remind(now=clock.now())


@app.periodic(cron="*/10 0-12 * * *")  # in UTC: 8:00 to 20:50 in Shanghai
@app.task(queueing_lock="run_out_bookings", pass_context=False)
def run_out_bookings(timestamp: int) -> None:
    """End bookings of days that are over; in daytime only, as their owners are told."""
    run_out(now=clock.now())
