"""How full a store is, and that a full one gives no new places."""

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.people import ALICE_PHONE, owner_with
from tests.places import NINE, NOW
from tests.removals.conftest import PACK, RECEIVER, work_on
from voltbay.bookings.errors import OutletFull
from voltbay.bookings.owner.hold import Wish, hold
from voltbay.directory.models import Outlet
from voltbay.removals.ending import Ending
from voltbay.removals.stock.hand_over import Receiver, hand_over
from voltbay.removals.stock.storage import expect, outlook_of, storage_of
from voltbay.removals.tasks import expect_packs
from voltbay.removals.work.finish import finish


def at(removal):
    return storage_of(removal.outlet_id)


def test_todays_cars_count_until_their_batteries_do(removal, bob):
    expect(now=NINE)
    assert at(removal).expected_kg == 400

    work_on(removal, bob)
    expect(now=NINE)

    storage = at(removal)
    assert (storage.stored_kg, storage.expected_kg) == (Decimal("412.5"), 0)


def test_how_long_it_lasts_is_known_after_two_weeks_of_batteries(removal, bob):
    codes = [f"{PACK[:-1]}{n}" for n in range(4)]
    work_on(removal, bob, codes=codes, mass="140.0")
    storage = at(removal)

    early = outlook_of(removal.outlet_id, storage, now=NINE + timedelta(days=13))
    known = outlook_of(removal.outlet_id, storage, now=NINE + timedelta(days=14))
    later = outlook_of(removal.outlet_id, storage, now=NINE + timedelta(days=29))

    assert (early.days, later.days) == (None, None)
    assert known.kg_a_day == 20
    assert known.days == (storage.ceiling_kg - 560 - storage.expected_kg) // 20


def test_the_worker_looks_every_minute(removal):
    expect(now=NINE)
    assert at(removal).expected_kg == 400

    expect_packs(timestamp=0)  # by its clock the car came long ago

    assert at(removal).expected_kg == 0


def test_later_cars_do_not_count_yet(booking):
    expect(now=NOW - timedelta(days=1))

    assert storage_of(booking.outlet_id).expected_kg == 0


def test_what_is_right_already_is_not_written(removal):
    assert (expect(now=NINE), expect(now=NINE)) == (1, 0)


@pytest.mark.parametrize(
    ("limit", "is_warning", "is_full"), [(600, False, False), (515, True, False), (412, True, True)]
)
def test_it_warns_at_four_fifths_and_is_full_at_the_ceiling(
    removal, bob, limit, is_warning, is_full
):
    Outlet.objects.update(storage_limit_kg=limit)
    work_on(removal, bob)

    storage = at(removal)

    assert (storage.is_warning, storage.is_full) == (is_warning, is_full)


def test_a_full_store_gives_places_again_when_batteries_have_left(removal, bob, service, slots):
    work_on(removal, bob)
    finish(removal, Ending("kept"), staff=bob, now=NINE)
    Outlet.objects.update(storage_limit_kg=400)
    alice, wish = owner_with(ALICE_PHONE), Wish(slots[4].pk, service.pk)
    with pytest.raises(OutletFull):
        hold(wish, owner=alice, now=NOW)

    pack = removal.packs.get(code=PACK)
    hand_over(removal.outlet, [pack.pk], Receiver("格林循环", RECEIVER), staff=bob, now=NINE)

    assert hold(wish, owner=alice, now=NOW).state == "held"
