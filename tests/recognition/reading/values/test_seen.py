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


CUT = Seen("州众邦物流有限责任公司", 0.9999, sight=0.9998)


@pytest.mark.parametrize("trust", [0.6, 0.9999])
def test_a_name_whose_beginning_one_look_lost_is_the_longer_one_and_asked_about(trust):
    whole = Seen("杭州众邦物流有限责任公司", trust, sight=trust)

    found = [name(VEHICLE_LICENCE, *looks) for looks in ((CUT, whole), (whole, CUT))]

    assert [(one.text, one.confidence < CERTAIN) for one in found] == [(whole.text, True)] * 2


def test_what_was_hardly_seen_before_a_name_is_not_put_there():
    found = name(VEHICLE_LICENCE, CUT, Seen("某州众邦物流有限责任公司", 0.3, sight=0.3))

    assert found.text == CUT.text


def test_a_plate_that_a_rule_changed_in_one_look_stays_asked_about():
    """京A970D4, which both networks read as 京A97004 in the first look, with a thought of D."""
    changed = Seen("京A97004", 0.59, corrected=True)
    looks = {"plate": changed}, {"plate": Seen("京A97004", 0.998)}

    found = [merged(*some, VEHICLE_LICENCE.fits)["plate"] for some in (looks, looks[::-1])]

    assert [(one.text, one.confidence < CERTAIN) for one in found] == [("京A97004", True)] * 2


def test_a_plate_without_0_that_another_look_reads_as_it_was_changed_is_certain():
    looks = {"plate": Seen("蒙D54617A", 0.59, corrected=True)}, {"plate": Seen("蒙D54617A", 0.973)}

    assert merged(*looks, VEHICLE_LICENCE.fits)["plate"].confidence == 0.973
