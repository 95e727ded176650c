"""Places for many claimants, all or none."""

from uuid import uuid4

import pytest

from tests.places import HALF_HOUR, NINE, open_outlet, publish_slots
from voltbay.slots.models import Claim, Slot
from voltbay.slots.take import Stretch
from voltbay.slots.together import SomeFull, give_back_together, take_together


@pytest.fixture
def service(db):
    return open_outlet()


@pytest.fixture
def stretch(service):
    publish_slots(service, count=4, capacity=2)
    return lambda first: Stretch(
        service.outlet_id, NINE + HALF_HOUR * first, NINE + HALF_HOUR * (first + 2), 2, 1
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
