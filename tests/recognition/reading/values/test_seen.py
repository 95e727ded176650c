"""Of two looks at one document."""

import pytest

from voltbay.recognition.reading.kinds.identity_card import IDENTITY_CARD
from voltbay.recognition.reading.kinds.vehicle_licence import VEHICLE_LICENCE
from voltbay.recognition.reading.values.seen import CERTAIN, Seen, merged


def name(kind, first, second):
    field = "name" if kind is IDENTITY_CARD else "owner"
    return merged({field: first}, {field: second}, kind.fits)[field]


SURE = Seen("郑艳", 0.9996, sight=0.9992)


@pytest.mark.parametrize("kind", [IDENTITY_CARD, VEHICLE_LICENCE], ids=str)
@pytest.mark.parametrize("worthless", ["郑艳.", "郑艳-", "郑艳郑艳"])
def test_what_no_name_contains_is_no_contradiction(kind, worthless):
    assert name(kind, Seen(worthless, 0.9, sight=0.9999), SURE) == SURE


@pytest.mark.parametrize(("trust", "certain"), [(0.3, True), (0.95, False)])
def test_a_contradiction_counts_as_far_as_it_is_sure_of_itself(trust, certain):
    found = name(IDENTITY_CARD, Seen("郑艳丽", trust, sight=trust), SURE)

    assert (found.text, found.confidence >= CERTAIN) == ("郑艳", certain)


def test_ink_that_one_look_saw_and_the_other_did_not_is_none():
    found = name(IDENTITY_CARD, Seen("郑艳", 0.85, sight=0.9999), SURE)

    assert found.confidence == SURE.confidence
