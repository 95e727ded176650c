"""Places for many claimants, all or none."""

from uuid import uuid4

import pytest

from tests.places import HALF_HOUR, NINE, open_outlet, publish_slots
from voltbay.directory.models import Outlet
from voltbay.slots.models import Claim, Slot
from voltbay.slots.take import Stretch
from voltbay.slots.together import SomeFull, give_back_together, take_together


@pytest.fixture
def service(db):
    return open_outlet()


@pytest.fixture
def stretch(service):
    publish_slots(service, count=4, capacity=2)
    return lambda first: a_stretch(service, first)


def a_stretch(service, first, **more):
    """Two slots, from the first on."""
    ends_at = NINE + HALF_HOUR * (first + 2)
    more = {"slots": 2, "bay_until": ends_at} | more
    return Stretch(
        outlet_id=service.outlet_id,
        starts_at=NINE + HALF_HOUR * first,
        ends_at=ends_at,
        places=1,
        **more,
    )


def test_all_get_their_places(stretch):
    take_together({uuid4(): stretch(0), uuid4(): stretch(1), uuid4(): stretch(2)})

    taken = list(Slot.objects.order_by("starts_at").values_list("taken", flat=True))
    assert taken == [1, 2, 2, 1]


def test_one_without_a_place_leaves_all_without(stretch):
    wanted = {uuid4(): stretch(0) for _ in range(3)}

    with pytest.raises(SomeFull) as refused:
        take_together(wanted)

    assert refused.value.claimants == [list(wanted)[2]]
    assert Claim.objects.count() == 0


def test_a_stretch_beyond_the_day_is_full(stretch):
    lost = uuid4()

    with pytest.raises(SomeFull) as refused:
        take_together({uuid4(): stretch(0), lost: stretch(3)})

    assert refused.value.claimants == [lost]


def test_places_are_given_back_together(stretch):
    mine, yours = uuid4(), uuid4()
    take_together({mine: stretch(0), yours: stretch(0)})

    give_back_together([mine])
    give_back_together([mine])

    assert set(Claim.objects.values_list("claimant", flat=True)) == {yours}
    assert Slot.objects.order_by("starts_at").first().taken == 1


def test_a_bay_is_cleaned_after_each(service, stretch):
    cleaned = a_stretch(service, 0, slots=3, bay_until=NINE + HALF_HOUR * 3)

    take_together({uuid4(): cleaned, uuid4(): cleaned})

    in_time = Claim.objects.order_by("slot__starts_at")
    assert list(in_time.values_list("technicians", flat=True)) == [1, 1, 1, 1, 0, 0]
    with pytest.raises(SomeFull):
        take_together({uuid4(): stretch(2)})


def test_no_technician_no_place(service, stretch):
    Outlet.objects.update(counts_technicians=True)
    Slot.objects.update(technicians=1)

    with pytest.raises(SomeFull) as refused:
        take_together(wanted := {uuid4(): stretch(0), uuid4(): stretch(0)})

    assert refused.value.claimants == [list(wanted)[1]]


def test_bays_that_only_the_desk_gives_are_not_for_blocks(service, stretch):
    Slot.objects.update(for_owners=1)

    with pytest.raises(SomeFull):
        take_together({uuid4(): stretch(0), uuid4(): stretch(0)})
