"""A tow that is promised has its place: held with the promise, or nothing is promised."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.people import ALICE_PHONE, owner_with
from tests.places import HALF_HOUR, NINE, NOW
from tests.staff import staff_with
from voltbay.accounts.models import Role
from voltbay.bookings.desk.book import TELEPHONE, DeskForm, book_at_desk
from voltbay.bookings.desk.promise import Seat, promise
from voltbay.bookings.expire import expire_lapsed
from voltbay.bookings.models import Booking
from voltbay.bookings.move import by
from voltbay.bookings.owner.hold import Wish, hold
from voltbay.bookings.owner.withdraw_call_out import withdraw_call_out
from voltbay.callouts.ask import Asked, ask
from voltbay.callouts.errors import BayTimeWrong, CallOutOver
from voltbay.callouts.rules import Kind, Window
from voltbay.callouts.triage import Charge
from voltbay.directory.models import Outlet
from voltbay.notifications.models import Notice
from voltbay.slots.errors import SlotFull
from voltbay.slots.models import Slot

WINDOW = Window(NINE - timedelta(hours=1), NINE + timedelta(hours=1))


@pytest.fixture
def bob(service):
    return staff_with(Role.OUTLET_STAFF, outlet=service.outlet, name="bob")


@pytest.fixture
def tow(service):
    Outlet.objects.filter(pk=service.outlet_id).update(tow_km=30, on_site_km=30)
    return Asked(
        outlet_id=service.outlet_id,
        kind=Kind.TOW,
        drives=False,
        signs=frozenset(),
        charge=Charge.UNKNOWN,
        phone=ALICE_PHONE,
        place="上海市浦东新区川沙路 5500 弄",
        wanted_date=NINE.date(),
    )


@pytest.fixture
def asked(tow, alice):
    return ask(tow, owner=alice, now=NOW)


@pytest.fixture
def promised(asked, service, slots, bob):
    return make_promise(asked, service, slots[0], bob)


def make_promise(asked, service, slot, bob, window=WINDOW):
    seat = Seat(service.pk, slot.pk)
    return promise(asked, seat, window=window, message="备好车钥匙", staff=bob, now=NOW)


def a_desk_form(service, slot, **more):
    return DeskForm(
        slot_id=slot.pk,
        service_id=service.pk,
        channel=TELEPHONE,
        name="王小燕",
        phone=ALICE_PHONE,
        plate="沪A12T56",
        vin="LSJA24U62KN000123",
        **more,
    )


def test_the_place_is_the_owners_from_the_promise_until_it_begins(promised, asked, alice, slots):
    asked.refresh_from_db()
    notice = Notice.objects.get()

    assert (asked.state, promised.state, promised.owner) == ("accepted", "held", alice)
    assert promised.held_until == WINDOW.ends_at
    assert (notice.template, notice.params["bay"]) == ("call_out_promised", "04-08 09:00")
    assert notice.params["link"].endswith("/#/pages/call-outs/call-outs")
    with pytest.raises(SlotFull):
        hold(Wish(slots[0].pk, promised.service_id), owner=owner_with("13900000001"), now=NOW)


def test_nothing_is_promised_where_somebody_was_faster(asked, service, slots, bob):
    hold(Wish(slots[0].pk, service.pk), owner=owner_with("13900000001"), now=NOW)

    with pytest.raises(SlotFull):
        make_promise(asked, service, slots[0], bob)

    asked.refresh_from_db()
    assert asked.state == "asked"
    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    ("kind", "window"),
    [
        (Kind.TOW, Window(NINE + HALF_HOUR, NINE + 2 * HALF_HOUR)),
        (Kind.ON_SITE, Window(NINE - 2 * HALF_HOUR, NINE)),
    ],
)
def test_no_car_is_worked_on_before_it_is_there(tow, alice, service, slots, bob, kind, window):
    asked = ask(replace(tow, kind=kind), owner=alice, now=NOW)

    with pytest.raises(BayTimeWrong):
        make_promise(asked, service, slots[0], bob, window=window)

    assert not Booking.objects.exists()


def test_a_promise_uses_up_none_of_the_owners_own_holds(promised, alice, service, slots):
    Slot.objects.update(capacity=9)

    for n in range(3):
        hold(Wish(slots[n].pk, service.pk), owner=alice, now=NOW)

    assert Booking.objects.filter(owner=alice, state="held").count() == 4


def test_a_promise_is_made_once(promised, asked, service, slots, bob):
    with pytest.raises(CallOutOver):
        make_promise(asked, service, slots[2], bob)


def test_who_takes_the_call_out_back_gives_the_place_back(promised, asked):
    withdraw_call_out(asked, now=NOW)
    withdraw_call_out(asked, now=NOW)

    promised.refresh_from_db()
    assert (promised.state, Slot.objects.filter(taken__gt=0).count()) == ("expired", 0)


def test_the_desk_books_what_the_owner_did_not_fill_in(promised, asked, service, slots, bob):
    asked.refresh_from_db()
    form = a_desk_form(service, slots[0], call_out=asked)

    booking = book_at_desk(form, by=by(bob), now=NOW)

    promised.refresh_from_db()
    assert (promised.state, booking.state) == ("expired", "confirmed")
    assert list(Slot.objects.order_by("starts_at").values_list("taken", flat=True)[:2]) == [1, 1]


def test_a_place_that_nobody_filled_in_is_free_once_its_time_is_over(promised, asked, service):
    assert expire_lapsed(now=WINDOW.ends_at - timedelta(minutes=1)) == 0
    assert expire_lapsed(now=WINDOW.ends_at) == 1
    assert not Slot.objects.filter(taken__gt=0).exists()
