"""What is proposed for which cars."""

import pytest

from tests.places import NOW
from tests.taxis import a_plate, a_vin
from voltbay.bookings.fleet.errors import BlockTooLarge, CarsBooked, CarsTooFew, PlacesTooFew
from voltbay.bookings.fleet.propose import Request, propose
from voltbay.core.local_time import local_date
from voltbay.directory.models import Outlet


@pytest.fixture
def request_for(service, slots):
    return lambda **what: Request(service.pk, local_date(slots[0].starts_at), **{"days": 3, **what})


def test_the_first_cars_of_the_list_get_the_earliest_times(request_for, mine, slots):
    proposal = propose(request_for(count=3), fleet=mine.fleet, now=NOW)

    plates = [vehicle.plate for vehicle, _ in proposal.cars]
    assert plates == [a_plate(1), a_plate(2), a_plate(3)]
    assert [seat.slot_id for _, seat in proposal.cars] == [slots[0].pk, slots[0].pk, slots[2].pk]


def test_too_few_places_propose_nothing_and_say_how_many_fit(request_for, mine):
    with pytest.raises(PlacesTooFew) as refused:
        propose(request_for(count=5), fleet=mine.fleet, now=NOW)

    assert refused.value.data == {"found": 4, "asked": 5}  # half of sixteen half hours


def test_an_outlet_may_give_companies_nothing(request_for, mine, service):
    Outlet.objects.filter(pk=service.outlet_id).update(fleet_share_percent=0)

    with pytest.raises(PlacesTooFew) as refused:
        propose(request_for(count=1), fleet=mine.fleet, now=NOW)

    assert refused.value.data["found"] == 0


def test_booked_cars_are_passed_over_or_named(request_for, mine, block, service):
    second = propose(request_for(count=1), fleet=mine.fleet, now=NOW)
    assert second.cars[0][0].plate == a_plate(4)

    booked = block.bookings.first().fleet_vehicle_id
    with pytest.raises(CarsBooked) as refused:
        propose(request_for(vehicles=[booked]), fleet=mine.fleet, now=NOW)
    assert refused.value.data["vehicles"] == [str(booked)]

    with pytest.raises(CarsTooFew) as few:
        propose(request_for(count=4), fleet=mine.fleet, now=NOW)
    assert few.value.data == {"found": 3, "asked": 4}


def test_a_car_that_its_driver_booked_is_booked(request_for, mine, confirmed):
    mine.fleet.vehicles.filter(ordinal=1).update(vin_fingerprint=confirmed.vin_fingerprint)

    proposal = propose(request_for(count=1), fleet=mine.fleet, now=NOW)

    assert proposal.cars[0][0].vin == a_vin(2)


def test_a_block_has_a_size(request_for, mine):
    for count in (0, 61):
        with pytest.raises(BlockTooLarge):
            propose(request_for(count=count), fleet=mine.fleet, now=NOW)
