"""Offering a price, having it answered, and noting what became of the money."""

from uuid import uuid4

import pytest
from django.urls import reverse

from tests.console.money.conftest import path, work
from tests.quoted import STROKES
from tests.staff import let_in, staff_with, taken_back
from voltbay.accounts.models import Role
from voltbay.audit.models import AuditEntry, View
from voltbay.removals.models import Payout, Quote, Receipt
from voltbay.removals.receipts.queries import contents

ACCOUNT = "6222021234567890123"


def send(client, route, booking, **entries):
    return client.post(path(route, booking), {"key": str(uuid4()), **entries})


def propose(client, booking, pack, *, yuan="12,80", **changes):
    names = {"unit": "kg", "yuan": yuan, "less": "", "why": ""} | changes
    entries = {f"{name}:{pack.pk}": value for name, value in names.items()}
    return send(client, "quote", booking, action="propose", note="含运费", **entries)


def sign(client, booking, **changes):
    quote = Quote.objects.latest("number")
    said = {
        "number": quote.number,
        "total": quote.total_yuan,
        "signer": "王小燕",
        "strokes": STROKES,
        "way": "bank",
        "payee": "王小燕",
        "account": ACCOUNT,
    }
    return send(client, "sign", booking, **said | changes)


def settle(client, booking, **changes):
    payout = Payout.objects.get()
    said = {"payout": payout.pk, "seen": payout.changes, "action": "settle", "way": "bank"}
    return send(client, "payout", booking, **said | {"reason": "网银已转"} | changes)


def test_a_price_is_offered_signed_printed_and_paid(manager, car, pack):
    assert propose(manager, car, pack).status_code == 302
    page = manager.get(path("quote", car)).content.decode()
    assert "5280.00" in page

    assert sign(manager, car).status_code == 302
    thanks = manager.get(path("sign", car)).content.decode()
    assert "<canvas" not in thanks
    taken_back(manager)
    for step in ("weigh", "pack"):
        work(manager, car, f"step:{step}")
    assert work(manager, car, "finish", car_after="kept").status_code == 302
    assert contents(Receipt.objects.get())["price_yuan"] == "5280.00"

    assert settle(manager, car, state="paid", paid_on="2026-04-08").status_code == 302
    assert Payout.objects.get().state == "paid"
    assert AuditEntry.objects.filter(what="removals_payout.update").exists()


def test_the_page_of_the_work_says_what_the_offer_keeps_from_being_finished(manager, car, pack):
    propose(manager, car, pack)
    waits = manager.get(path("removal", car)).content.decode()
    send(manager, "quote", car, action="refuse", number=1, why="太低")
    refused = manager.get(path("removal", car)).content.decode()

    assert "车主还没有答复报价" in waits
    assert "电池仍归车主" in refused


def test_an_entry_that_is_refused_is_shown_as_it_was_typed(manager, car, pack):
    answer = propose(manager, car, pack, less="９９９９", why="")

    assert answer.status_code == 422
    assert "９９９９" in answer.content.decode()
    assert not Quote.objects.exists()


def test_a_form_sent_twice_offers_once(manager, car, pack):
    entries = {f"unit:{pack.pk}": "pack", f"yuan:{pack.pk}": "1200", "action": "propose"}
    entries["key"] = str(uuid4())

    answers = [manager.post(path("quote", car), entries).status_code for _ in range(2)]

    assert (answers, Quote.objects.count()) == ([302, 302], 1)


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"strokes": ""}, 422),
        ({"signer": ""}, 422),
        ({"total": "1"}, 409),
        ({"account": ""}, 422),
        ({"strokes": "[" * 50_000}, 422),
        ({"number": "x"}, 422),
    ],
)
def test_without_a_signature_and_the_right_amount_nothing_is_accepted(
    manager, car, pack, wrong, status
):
    propose(manager, car, pack)

    assert sign(manager, car, **wrong).status_code == status
    assert Quote.objects.get().state == "waiting"


def test_staff_note_a_no_and_the_page_says_what_is_next(manager, car, pack):
    propose(manager, car, pack)

    send(manager, "quote", car, action="refuse", number=1, why="价格低")

    page = manager.get(path("quote", car), headers={"Accept-Language": "zh-hans"}).content.decode()
    assert "价格低" in page
    assert manager.get(path("sign", car)).status_code == 404


def test_a_payment_without_a_day_or_a_reason_is_refused(manager, car, pack):
    propose(manager, car, pack)
    sign(manager, car)

    assert settle(manager, car, state="paid").status_code == 422
    assert settle(manager, car, state="waived", reason="").status_code == 422
    assert settle(manager, car, state="failed", seen=7).status_code == 409


def test_payee_account_and_signature_are_masked_until_somebody_says_why(manager, car, pack):
    propose(manager, car, pack)
    sign(manager, car)
    masked = manager.get(path("quote", car)).content.decode()
    assert ACCOUNT not in masked
    assert "****0123" in masked
    assert 'class="signature"' not in masked

    reveal = reverse("console:quote-reveal", kwargs={"code": car.code, "number": 1})
    silent = manager.post(reveal, {"why": ""})
    shown = manager.post(reveal, {"why": "核对收款账号"})

    assert silent.status_code == 422
    assert ACCOUNT in shown.content.decode()
    assert 'class="signature"' in shown.content.decode()
    assert View.objects.get().why == "核对收款账号"


def test_staff_at_the_desk_offer_and_do_not_pay(client, manager, car, pack, outlet):
    let_in(client, staff_with(Role.OUTLET_STAFF, outlet=outlet, name="erik"))

    assert propose(client, car, pack).status_code == 302
    assert sign(client, car).status_code == 302
    assert settle(client, car, state="waived").status_code == 403
