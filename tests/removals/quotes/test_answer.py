"""Proposing, accepting and refusing a price, and what follows for the removal."""

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.places import NINE
from tests.quoted import STROKES, TO, accepted, agree, quoted
from tests.removals.conftest import MODULE, PACK, work_on
from voltbay.notifications.models import Notice
from voltbay.removals.ending import Ending
from voltbay.removals.errors import (
    DeductionWrong,
    DestinationWrong,
    NotWeighed,
    PaidAlready,
    PriceOutOfRange,
    QuoteAnswered,
    QuoteOther,
    QuoteOutdated,
    QuoteReasonMissing,
    QuoteRefused,
    QuoteWaiting,
    SignatureMissing,
    SignerMissing,
)
from voltbay.removals.models import Payout, Quote
from voltbay.removals.packs.find import find_pack
from voltbay.removals.packs.record import PackEntry, record_pack
from voltbay.removals.packs.strike import strike
from voltbay.removals.packs.weigh import weigh
from voltbay.removals.payouts.settle import Settled, settle
from voltbay.removals.quotes.answer import Destination, Signed, accept, refuse
from voltbay.removals.quotes.propose import Offered, propose
from voltbay.removals.quotes.withdraw import withdraw_quote
from voltbay.removals.receipts.queries import contents
from voltbay.removals.work.abandon import abandon
from voltbay.removals.work.finish import finish

LATER = NINE + timedelta(hours=2)


@pytest.fixture
def weighed(removal, bob):
    work_on(removal, bob, codes=(PACK, MODULE))
    return removal


def state_of(quote):
    return Quote.objects.get(pk=quote.pk).state


def test_a_price_per_kilogram_is_reckoned_from_the_mass(weighed, bob):
    quote = quoted(weighed, bob, yuan="12.34", unit="kg", now=NINE)

    assert [line.amount_yuan for line in quote.lines.all()] == [Decimal("5090.25")] * 2
    assert quote.total_yuan == Decimal("10180.50")
    told = Notice.objects.get(template="quote_made").params
    assert told["link"].endswith(f"/#/pages/quote/quote?code={weighed.booking.code}")


@pytest.mark.parametrize(
    ("offered", "refusal"),
    [
        (Offered("kg", Decimal(10), Decimal(50)), DeductionWrong),
        (Offered("pack", Decimal(10), Decimal(50), "外壳变形"), DeductionWrong),
        (Offered("pack", Decimal(-1)), PriceOutOfRange),
        (Offered("kg", Decimal(1_000_000)), PriceOutOfRange),
        (Offered("barrel", Decimal(1)), PriceOutOfRange),
    ],
)
def test_a_price_that_cannot_be_is_not_proposed(weighed, bob, offered, refusal):
    with pytest.raises(refusal):
        propose(weighed, {pack.pk: offered for pack in weighed.packs.all()}, staff=bob, now=NINE)

    assert not Quote.objects.exists()


def test_each_battery_has_its_price_and_is_weighed_first(removal, bob):
    record_pack(removal, PackEntry(PACK), staff=bob, now=NINE)

    with pytest.raises(NotWeighed):
        propose(removal, {}, staff=bob, now=NINE)


def test_another_quote_takes_the_place_of_the_one_that_waits(weighed, bob):
    first = quoted(weighed, bob, now=NINE)

    second = quoted(weighed, bob, yuan="1500", now=LATER)

    assert (state_of(first), second.number) == ("withdrawn", 2)
    with pytest.raises(QuoteAnswered):
        accepted(first, bob, now=LATER)


def test_a_signed_quote_is_owed(weighed, bob):
    quote = accepted(quoted(weighed, bob, now=NINE), bob, now=LATER)

    assert (quote.state, quote.answered_on, quote.witness) == ("accepted", "tablet", bob)
    assert (quote.signer, quote.signature[:9]) == ("王小燕", "M100 200L")
    assert (quote.payout.state, quote.payout.account) == ("owed", TO.account)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"signer": " "}, SignerMissing),
        ({"strokes": "[]"}, SignatureMissing),
        ({"total_yuan": Decimal("1200.01")}, QuoteOther),
        ({"to": Destination("bank", "王小燕")}, DestinationWrong),
        ({"to": Destination("gold", "王小燕", "1")}, DestinationWrong),
    ],
)
def test_what_is_incomplete_accepts_nothing(weighed, bob, changes, refusal):
    quote = quoted(weighed, bob, now=NINE)
    said = {"signer": "王小燕", "strokes": STROKES, "total_yuan": quote.total_yuan, "to": TO}
    said |= changes

    with pytest.raises(refusal):
        accept(
            quote,
            by=Signed(said["signer"], said["strokes"], bob),
            total_yuan=said["total_yuan"],
            to=said["to"],
            now=LATER,
        )

    assert state_of(quote) == "waiting"


def test_a_quote_for_other_masses_is_not_accepted_any_more(weighed, bob):
    quote = quoted(weighed, bob, now=NINE)
    weigh(find_pack(weighed, PACK), Decimal(400), staff=bob, now=NINE)

    with pytest.raises(QuoteOutdated):
        accepted(quote, bob, now=LATER)

    assert (state_of(quote), Payout.objects.count()) == ("waiting", 0)


def test_what_is_given_away_is_owed_nothing(weighed, bob):
    agree(weighed, bob, yuan="0", now=NINE)

    receipt = finish(weighed, Ending("kept"), staff=bob, now=LATER).receipt

    assert Payout.objects.count() == 0
    assert contents(receipt)["price_yuan"] == "0.00"


@pytest.mark.parametrize("answer", ["none", "refused"])
def test_nothing_is_finished_without_a_yes(weighed, bob, answer):
    quote = quoted(weighed, bob, now=NINE)
    if answer == "refused":
        refuse(quote, by=weighed.booking.owner, why="太低", now=LATER)

    with pytest.raises(QuoteWaiting if answer == "none" else QuoteRefused):
        finish(weighed, Ending("kept"), staff=bob, now=LATER)


def test_a_no_is_not_undone_by_withdrawing_what_came_after_it(weighed, bob):
    refuse(quoted(weighed, bob, now=NINE), by=bob, now=NINE)
    withdraw_quote(quoted(weighed, bob, now=LATER), why="算错", staff=bob, now=LATER)

    with pytest.raises(QuoteRefused):
        finish(weighed, Ending("kept"), staff=bob, now=LATER)


def test_a_quote_that_was_withdrawn_leaves_the_receipt_without_a_price(weighed, bob):
    quote = quoted(weighed, bob, now=NINE)
    with pytest.raises(QuoteReasonMissing):
        withdraw_quote(quote, why=" ", staff=bob, now=LATER)
    withdraw_quote(quote, why="企业停止收购", staff=bob, now=LATER)

    receipt = finish(weighed, Ending("kept"), staff=bob, now=LATER).receipt

    assert contents(receipt)["price_yuan"] is None


def test_a_battery_reweighed_after_the_yes_needs_another_quote(weighed, bob):
    agree(weighed, bob, now=NINE)
    weigh(find_pack(weighed, PACK), Decimal(400), staff=bob, now=NINE)

    with pytest.raises(QuoteOutdated):
        finish(weighed, Ending("kept"), staff=bob, now=LATER)

    agree(weighed, bob, yuan="1100", now=LATER)
    finish(weighed, Ending("kept"), staff=bob, now=LATER)


def test_a_later_yes_waives_what_the_earlier_one_owed(weighed, bob):
    first = agree(weighed, bob, now=NINE)

    agree(weighed, bob, yuan="1500", now=LATER)

    states = list(Payout.objects.order_by("quote__number").values_list("state", flat=True))
    assert states == ["waived", "owed"]
    assert first.pk


def test_once_it_is_paid_no_other_price_is_proposed(weighed, bob):
    quote = agree(weighed, bob, now=NINE)
    said = Settled("paid", "已转账", "bank", LATER, "123")
    settle(quote.payout, said, seen=0, staff=bob, now=LATER)

    with pytest.raises(PaidAlready):
        quoted(weighed, bob, now=LATER)


def test_who_takes_the_battery_along_is_owed_nothing_and_forgotten(weighed, bob):
    agree(weighed, bob, now=NINE)
    for code in (PACK, MODULE):
        strike(find_pack(weighed, code), staff=bob, now=LATER, why="车主带走")

    abandon(weighed, staff=bob, reason="车主不同意回收", now=LATER)

    quote, payout = Quote.objects.get(), Payout.objects.get()
    assert (quote.signer, quote.signature, payout.payee, payout.account) == (None,) * 4
    assert payout.state == "waived"
