"""A tablet in an owner's hands shows the offer, and nothing else until staff take it back."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.console.conftest import book
from tests.staff import let_in, staff_with
from voltbay.accounts.models import Role
from voltbay.audit.models import AuditEntry
from voltbay.bookings.desk.looks import all_agree
from voltbay.bookings.desk.receive import receive
from voltbay.bookings.move import by
from voltbay.removals.packs.record import PackEntry, record_pack
from voltbay.removals.quotes.propose import Offered, propose
from voltbay.removals.rules import Step
from voltbay.removals.work.begin import begin
from voltbay.removals.work.take_step import take_step

PASSWORD = "correct horse battery"
PACK = "001PE0100000A18120000123"
TAKE_BACK = "/console/take-back/"


@pytest.fixture
def carol(client, outlet):
    carol = staff_with(Role.OUTLET_MANAGER, outlet=outlet, name="carol")
    carol.set_password(PASSWORD)
    carol.save()
    let_in(client, carol)
    return carol


@pytest.fixture
def offered(service, slots, carol):
    """A car whose battery has a price that waits for its owner."""
    now = timezone.now()
    booking = book(service, slots[0])
    receive(booking, looks=all_agree(booking), by=by(carol), now=booking.starts_at)
    removal = begin(booking, staff=carol, now=now)
    for step in list(Step)[:3]:
        take_step(removal, step, staff=carol, now=now)
    pack = record_pack(removal, PackEntry(PACK, Decimal("412.5")), staff=carol, now=now)
    propose(removal, {pack.pk: Offered("kg", Decimal("12.80"))}, staff=carol, now=now)
    return booking


def sign_page(booking) -> str:
    return reverse("console:sign", kwargs={"code": booking.code})


@pytest.mark.parametrize(
    "elsewhere",
    ["/console/", "/console/outlets/", "/console/review/", "/console/password/", "/console/audit/"],
)
def test_an_owner_with_the_tablet_reaches_nothing_but_the_offer(client, offered, elsewhere):
    assert client.get(sign_page(offered)).status_code == 200

    away = client.get(elsewhere)

    assert away.status_code == 302
    assert away["Location"].startswith(TAKE_BACK)
    assert client.get(sign_page(offered)).status_code == 200


def test_nor_does_an_operators_tablet_reach_the_back_office(client, offered, outlet):
    let_in(client, staff_with(Role.OPERATOR, name="olga"))
    client.get(sign_page(offered))

    assert client.get("/admin/")["Location"].startswith(TAKE_BACK)
    assert client.post("/console/enrol/")["Location"] == "/console/"


def test_what_is_sent_from_another_tab_is_not_done_and_a_board_there_is_shut(client, offered):
    client.get(sign_page(offered))
    act = reverse("console:act", kwargs={"code": offered.code})
    board = reverse("console:board", kwargs={"outlet_id": offered.outlet_id})

    sent = client.post(act, {"action": "no-show"}, headers={"X-Outbox": "1"})
    polled = client.get(board, headers={"HX-Request": "true"})

    assert sent.status_code == 401
    assert sent.json()["to"].startswith(TAKE_BACK)
    assert polled["HX-Redirect"].startswith(TAKE_BACK)


def test_the_password_takes_it_back_and_a_wrong_one_does_not(client, offered, carol):
    client.get(sign_page(offered))
    quote = reverse("console:quote", kwargs={"code": offered.code})

    wrong = client.post(TAKE_BACK, {"password": "guessed", "next": quote})
    still = client.get(quote)
    right = client.post(TAKE_BACK, {"password": PASSWORD, "next": quote})

    assert (wrong.status_code, still.status_code) == (422, 302)
    assert "carol" not in wrong.content.decode()
    assert (right.status_code, right["Location"]) == (302, quote)
    assert client.get(quote).status_code == 200
    noted = AuditEntry.objects.order_by("id").values_list("what", flat=True)
    assert list(noted)[-2:] == ["sign-in-refused", "took-back"]


def test_a_fresh_sign_in_takes_it_back_too(client, offered, carol, settings):
    settings.VOLTBAY_STAFF_TOTP = False
    client.get(sign_page(offered))

    client.post("/console/sign-in/", {"username": "carol", "password": PASSWORD})

    assert client.get("/console/outlets/").status_code == 200


def test_browsers_forget_what_lies_behind_back(client, offered):
    before = client.session.session_key

    client.get(sign_page(offered))

    assert client.session.session_key not in (None, before)


def test_nobody_takes_back_what_nobody_has(client, carol):
    assert client.get(TAKE_BACK)["Location"] == "/console/"


def test_a_page_that_is_refused_hands_nothing_over(client, carol, service, slots):
    booking = book(service, slots[0])

    assert client.get(sign_page(booking)).status_code == 404
    assert client.get("/console/outlets/").status_code == 200
