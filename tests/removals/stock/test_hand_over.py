"""Batteries leave for a named receiver, all or none."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.places import NINE, open_outlet
from tests.removals.conftest import PACK, RECEIVER, a_booking
from voltbay.directory.models import Outlet
from voltbay.identifiers.credit_code import CreditCodeMalformed
from voltbay.removals.errors import (
    HandoverKeyReused,
    NothingChosen,
    NotWeighed,
    PackGone,
    ReceiverNeedsReason,
)
from voltbay.removals.models import BatteryPack, Handover
from voltbay.removals.packs.record import PackEntry, record_pack
from voltbay.removals.queries import handovers, stock
from voltbay.removals.stock.hand_over import Receiver, hand_over
from voltbay.removals.work.begin import begin

LATER = NINE + timedelta(days=10)
TO = Receiver("格林循环利用有限公司", RECEIVER)


@pytest.fixture
def outlet(receipt):
    return receipt.removal.outlet


@pytest.fixture
def packs(receipt):
    return list(BatteryPack.objects.order_by("code").values_list("pk", flat=True))


def give(outlet, packs, bob, to=TO, now=LATER):
    return hand_over(outlet, packs, to, staff=bob, now=now)


def test_a_handover_takes_batteries_out_of_stock(outlet, packs, bob):
    assert Outlet.objects.get().stored_kg == 825

    handover = give(outlet, packs, bob)

    assert Outlet.objects.get().stored_kg == 0
    assert not stock([outlet.pk]).exists()
    assert [len(each.packs.all()) for each in handovers([outlet.pk])] == [2]
    assert handover.receiver_credit_code == RECEIVER


def test_a_battery_leaves_once_and_all_or_none_leave(outlet, packs, bob):
    give(outlet, packs[:1], bob)

    with pytest.raises(PackGone):
        give(outlet, packs, bob)
    assert stock([outlet.pk]).count() == 1


def test_another_outlets_battery_is_not_ours_to_hand_over(outlet, packs, bob):
    other = open_outlet("闵行回收服务网点").outlet

    with pytest.raises(PackGone):
        give(other, packs, bob)


def test_a_receivers_code_is_checked(outlet, packs, bob):
    with pytest.raises(CreditCodeMalformed):
        give(outlet, packs, bob, replace(TO, credit_code="12345"))
    with pytest.raises(ReceiverNeedsReason):
        give(outlet, packs, bob, replace(TO, credit_code="91350211M0000XUF46"))

    issued = replace(TO, credit_code="91350211M0000XUF46", override_reason="营业执照原件核对")
    assert give(outlet, packs, bob, issued).credit_code_override_reason == "营业执照原件核对"


def test_nothing_is_no_handover(outlet, bob, packs):
    with pytest.raises(NothingChosen):
        give(outlet, [], bob)
    with pytest.raises(NothingChosen):
        give(outlet, packs, bob, replace(TO, name=" "))


def test_an_entry_that_is_sent_twice_hands_over_once(outlet, packs, bob):
    to = replace(TO, idempotency_key="tablet-1-7")

    assert give(outlet, packs[:1], bob, to) == give(outlet, packs[:1], bob, to)
    with pytest.raises(HandoverKeyReused):
        give(outlet, packs[1:], bob, to)
    assert Handover.objects.count() == 1


def test_a_battery_without_a_mass_stays(removal, bob):
    pack = record_pack(removal, PackEntry(PACK), staff=bob, now=NINE)

    with pytest.raises(NotWeighed):
        give(removal.outlet, [pack.pk], bob)


def test_a_code_that_left_may_come_back(outlet, packs, bob, service, slots):
    give(outlet, packs, bob)
    other = a_booking(service, slots, bob, slot=4, vin="LSJA24U62KN000123", plate="沪AD54321")

    again = record_pack(begin(other, staff=bob, now=NINE), PackEntry(PACK), staff=bob, now=NINE)

    assert again.left_at is None
