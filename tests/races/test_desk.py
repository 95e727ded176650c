"""Two at the desk who do the same thing at the same moment: one is told, nothing is lost."""

from decimal import Decimal
from functools import partial

import pytest

from tests.people import BOB_PHONE
from tests.places import NINE, NOW, open_outlet, publish_slots
from tests.races.test_codes import race
from tests.removals.conftest import PACK, RECEIVER, a_booking, staff_named, work_on
from voltbay.bookings.desk.book import TELEPHONE, DeskForm, book_at_desk
from voltbay.bookings.desk.looks import all_agree
from voltbay.bookings.desk.no_show import mark_no_show
from voltbay.bookings.desk.receive import receive
from voltbay.bookings.models import Booking
from voltbay.bookings.move import by
from voltbay.directory.models import Outlet
from voltbay.removals.ending import Ending
from voltbay.removals.models import BatteryPack, Handover, Receipt, Removal
from voltbay.removals.packs.record import PackEntry, record_pack
from voltbay.removals.stock.hand_over import Receiver, hand_over
from voltbay.removals.work.begin import begin
from voltbay.removals.work.finish import finish

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
CROWD = 8


@pytest.fixture
def bob():
    return staff_named("bob")


@pytest.fixture
def service():
    return open_outlet()


@pytest.fixture
def slots(service):
    return publish_slots(service, count=8, capacity=2)


def test_two_who_start_one_removal_start_it_once(service, slots, bob):
    booking = a_booking(service, slots, bob)

    outcomes = race(
        lambda _: begin(Booking.objects.get(pk=booking.pk), staff=bob, now=NINE), clients=CROWD
    )

    assert sorted(outcomes) == ["booking_wrong_state"] * (CROWD - 1) + ["done"]
    assert Removal.objects.count() == 1


def test_of_two_opposite_moves_one_counts(service, slots, bob):
    form = DeskForm(
        slots[0].pk, service.pk, TELEPHONE, "李雷", BOB_PHONE, "沪AD12345", "LGXCE6DB7J0123456"
    )
    booking = book_at_desk(form, by=by(bob), now=NOW)
    read = [Booking.objects.get(pk=booking.pk) for _ in range(2)]
    acts = [partial(receive, looks=all_agree(booking)), mark_no_show]
    outcomes = race(lambda n: acts[n](read[n], by=by(bob), now=NINE), clients=2)

    assert sorted(outcomes) == ["booking_wrong_state", "done"]
    assert booking.events.count() == 2


def test_an_entry_that_is_sent_eight_times_is_booked_once(service, slots, bob):
    form = DeskForm(
        slots[0].pk,
        service.pk,
        TELEPHONE,
        "李雷",
        BOB_PHONE,
        "沪AD12345",
        "LGXCE6DB7J0123456",
        idempotency_key="tablet-1-1",
    )

    outcomes = race(lambda _: book_at_desk(form, by=by(bob), now=NOW), clients=CROWD)

    assert outcomes == ["done"] * CROWD
    assert Booking.objects.count() == 1


def test_an_entry_that_is_sent_eight_times_for_the_last_place_is_booked_once(service, bob):
    slots = publish_slots(service, count=2, capacity=1)
    form = DeskForm(
        slots[0].pk,
        service.pk,
        TELEPHONE,
        "李雷",
        BOB_PHONE,
        "沪AD12345",
        "LGXCE6DB7J0123456",
        idempotency_key="tablet-1-1",
    )

    outcomes = race(lambda _: book_at_desk(form, by=by(bob), now=NOW), clients=CROWD)

    assert outcomes == ["done"] * CROWD


def test_one_code_in_two_bays_is_in_stock_once(service, slots, bob):
    cars = [("LGXCE6DB7J0123456", "沪AD12345"), ("LSJA24U62KN000123", "沪AD54321")]
    removals = [
        begin(a_booking(service, slots, bob, slot=2 * n, vin=vin, plate=plate), staff=bob, now=NINE)
        for n, (vin, plate) in enumerate(cars)
    ]

    entry = PackEntry(PACK, Decimal(400))
    outcomes = race(lambda n: record_pack(removals[n], entry, staff=bob, now=NINE), clients=2)

    assert sorted(outcomes) == ["done", "pack_in_stock"]
    assert Outlet.objects.get().stored_kg == 400


def test_a_removal_finished_eight_times_has_one_receipt(service, slots, bob):
    removal = begin(a_booking(service, slots, bob), staff=bob, now=NINE)
    work_on(removal, bob)

    outcomes = race(lambda _: finish(removal, Ending("kept"), staff=bob, now=NINE), clients=CROWD)

    assert sorted(outcomes) == ["done"] + ["removal_finished"] * (CROWD - 1)
    assert Receipt.objects.count() == 1


def test_a_battery_leaves_once_however_many_hand_it_over(service, slots, bob):
    removal = begin(a_booking(service, slots, bob), staff=bob, now=NINE)
    work_on(removal, bob)
    finish(removal, Ending("kept"), staff=bob, now=NINE)
    pack, to = BatteryPack.objects.get(), Receiver("格林循环", RECEIVER)

    outcomes = race(
        lambda _: hand_over(service.outlet, [pack.pk], to, staff=bob, now=NINE), clients=CROWD
    )

    assert sorted(outcomes) == ["done"] + ["pack_gone"] * (CROWD - 1)
    assert Handover.objects.count() == 1
    assert Outlet.objects.get().stored_kg == 0


def test_control_without_the_lock_a_battery_leaves_more_than_once(service, slots, bob, monkeypatch):
    monkeypatch.setattr("voltbay.removals.stock.hand_over._lock", lambda packs: list(packs))
    removal = begin(a_booking(service, slots, bob), staff=bob, now=NINE)
    work_on(removal, bob)
    finish(removal, Ending("kept"), staff=bob, now=NINE)
    pack, to = BatteryPack.objects.get(), Receiver("格林循环", RECEIVER)

    outcomes = []
    for _ in range(10):
        BatteryPack.objects.update(left_at=None, handover=None)
        outcomes.append(
            race(
                lambda _: hand_over(service.outlet, [pack.pk], to, staff=bob, now=NINE),
                clients=CROWD,
            ).count("done")
        )

    assert max(outcomes) > 1
