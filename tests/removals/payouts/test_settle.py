"""What staff say became of a payout."""

from datetime import timedelta

import pytest

from tests.places import NINE
from tests.quoted import TO, agree
from tests.removals.conftest import work_on
from voltbay.audit.models import AuditEntry
from voltbay.audit.record import recorded
from voltbay.notifications.models import Notice
from voltbay.removals.errors import (
    DestinationWrong,
    PayoutChanged,
    PayoutIncomplete,
    PayoutMoveWrong,
    PayoutReasonMissing,
    PayoutUnknown,
)
from voltbay.removals.models import Payout
from voltbay.removals.payouts.settle import Settled, change_destination, find_payout, settle
from voltbay.removals.quotes.answer import Destination

LATER = NINE + timedelta(days=1)
PAID = Settled("paid", "网银已转", "bank", NINE, "2026040800001")


@pytest.fixture
def payout(removal, bob):
    work_on(removal, bob)
    return agree(removal, bob, now=NINE).payout


def move(payout, state, bob, *, seen):
    return settle(payout, Settled(state, "原因"), seen=seen, staff=bob, now=LATER)


def test_what_is_paid_says_when_how_and_by_which_reference(payout, bob):
    settle(payout, PAID, seen=0, staff=bob, now=LATER)

    now = Payout.objects.get()
    assert (now.state, now.paid_at, now.way, now.reference) == (
        "paid",
        NINE,
        "bank",
        "2026040800001",
    )
    assert now.account == "****0123", "what is paid needs no whole account any more"
    assert Notice.objects.filter(template="payout_made").count() == 1


@pytest.mark.parametrize(
    "said",
    [
        Settled("paid", "已付", "bank"),
        Settled("paid", "已付", "", NINE),
        Settled("paid", "已付", "gold", NINE),
        Settled("paid", "已付", "bank", LATER + timedelta(minutes=1)),
    ],
)
def test_a_payment_without_when_and_how_is_none(payout, bob, said):
    with pytest.raises(PayoutIncomplete):
        settle(payout, said, seen=0, staff=bob, now=LATER)


def test_each_change_needs_a_reason_and_what_was_seen(payout, bob):
    with pytest.raises(PayoutReasonMissing):
        settle(payout, Settled("waived", " "), seen=0, staff=bob, now=LATER)
    move(payout, "failed", bob, seen=0)
    with pytest.raises(PayoutChanged):
        move(payout, "waived", bob, seen=0)


@pytest.mark.parametrize(
    "way", [["owed"], ["failed", "failed"], ["waived", "paid"], ["waived", "failed"], ["gone"]]
)
def test_a_payout_moves_only_where_it_may(payout, bob, way):
    *first, last = way
    for seen, state in enumerate(first):
        move(payout, state, bob, seen=seen)

    with pytest.raises(PayoutMoveWrong):
        move(payout, last, bob, seen=len(first))


def test_a_transfer_that_came_back_is_owed_again_and_paid_anew(payout, bob):
    settle(payout, PAID, seen=0, staff=bob, now=LATER)
    move(payout, "failed", bob, seen=1)
    to = Destination("alipay", "王小燕", "13800138000")

    change_destination(payout, to, reason="账号有误", seen=2, staff=bob, now=LATER)
    settle(payout, PAID, seen=3, staff=bob, now=LATER)

    assert Payout.objects.get().state == "paid"
    assert Notice.objects.filter(template="payout_made").count() == 2


def test_a_destination_is_whole_and_not_changed_afterwards(payout, bob):
    with pytest.raises(DestinationWrong):
        change_destination(payout, Destination("bank"), reason="x", seen=0, staff=bob, now=LATER)
    settle(payout, PAID, seen=0, staff=bob, now=LATER)
    with pytest.raises(PayoutMoveWrong):
        change_destination(payout, TO, reason="x", seen=1, staff=bob, now=LATER)


def test_a_payout_of_another_booking_is_not_found(payout):
    with pytest.raises(PayoutUnknown):
        find_payout(payout.pk, payout.pk)


def test_the_audit_log_has_each_change_without_payee_and_account(payout, bob):
    with recorded(by=bob, address="127.0.0.1"):
        settle(payout, PAID, seen=0, staff=bob, now=LATER)

    entry = AuditEntry.objects.get(what="removals_payout.update")
    assert (entry.after["state"], entry.after["reason"]) == ("paid", "网银已转")
    assert (entry.before["account"], entry.after["account"]) == ("***", "***")
