"""At the desk: what a guardian asks is written down, seen and decided; a manager corrects."""

import io
import zipfile
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.console.conftest import book
from tests.people import ALICE_NAME
from tests.places import open_outlet
from tests.staff import let_in, staff_with
from voltbay.accounts.models import Choice, Role
from voltbay.audit.models import View
from voltbay.rights.models import Correction, RightsRequest, SeenPaper

ASKED = {
    "relation": "guardian_of_child",
    "asks": "withdraw",
    "asker": "王大明",
    "phone": "13700137000",
    "subject": ALICE_NAME,
    "words": "孩子的证件照片请删除",
}


def at(name, **where):
    return reverse(f"console:{name}", kwargs=where)


def sent(client, url, **typed):
    return client.post(url, {"key": str(uuid4()), **typed})


@pytest.fixture
def manager(outlet):
    return let_in(Client(), staff_with(Role.OUTLET_MANAGER, outlet=outlet, name="mia"))


@pytest.fixture
def operator(db):
    return let_in(Client(), staff_with(Role.OPERATOR, name="olga"))


@pytest.fixture
def booked(service, slots):
    return book(service, slots[0])


def test_a_guardian_is_written_down_seen_and_answered_and_the_effect_is_at_once(
    desk, manager, outlet, booked
):
    new = at("rights-new", outlet_id=outlet.pk)
    without = sent(desk, new, **ASKED)
    taken = sent(desk, new, **ASKED, booking=booked.code)

    assert without.status_code == 422
    assert "预约号" in without.text
    assert taken.status_code == 302
    case = RightsRequest.objects.get()
    assert (case.owner, case.state, case.taken_by.username) == (booked.owner, "open", "bob")
    page = at("rights-request", request_id=case.pk)
    assert "王大明" not in desk.get(page).text

    seen, answer = (at(f"rights-{name}", request_id=case.pk) for name in ("paper", "answer"))
    assert sent(manager, answer, action="grant", answer="同意").status_code == 422
    sent(desk, seen, paper="household_register", number_end="12a9")
    assert sent(desk, answer, action="grant", answer="同意").status_code == 403
    assert sent(manager, answer, action="grant", answer="已核对，同意").status_code == 302

    case.refresh_from_db()
    assert (case.state, case.answered_by.username) == ("granted", "mia")
    assert SeenPaper.objects.get().number_end == "12A9"
    word = Choice.objects.get(of="reminders")
    assert (word.action, word.staff.username) == ("withdrawn", "mia")
    assert sent(manager, answer, action="refuse", answer="反悔").status_code == 409
    shown = sent(desk, at("rights-reveal", request_id=case.pk), purpose="law", why="").text
    assert "王大明" in shown
    assert "孩子的证件照片请删除" in shown
    assert View.objects.get().owner_id == booked.owner_id
    assert "已同意" in manager.get(at("rights")).text


def test_an_heir_gets_the_copy_from_the_operator_only_once_it_is_granted(
    desk, operator, outlet, booked
):
    typed = {**ASKED, "relation": "heir", "asks": "copy", "booking": booked.code}
    sent(desk, at("rights-new", outlet_id=outlet.pk), **typed)
    case = RightsRequest.objects.get()
    copy = at("rights-copy", request_id=case.pk)

    too_early = sent(operator, copy)
    sent(desk, at("rights-paper", request_id=case.pk), paper="death_certificate")
    sent(operator, at("rights-answer", request_id=case.pk), action="grant", answer="同意")
    handed = sent(operator, copy)

    assert too_early.status_code == 404
    assert sent(desk, copy).status_code == 403
    packed = zipfile.ZipFile(io.BytesIO(handed.content))
    assert booked.code in packed.read("data.html").decode()
    assert "王大明" not in packed.read("data.json").decode(), "who asked is somebody else"
    assert View.objects.get(purpose="law").owner_id == booked.owner_id


def test_a_manager_corrects_masked_and_another_outlets_requests_are_not_there(
    desk, manager, outlet, booked
):
    page = at("correct", code=booked.code)
    right = {"field": "name", "value": "王晓燕", "why": "听错", "paper": "identity_card"}

    missing = sent(manager, page, action="correct", **{**right, "paper": ""})
    done = sent(manager, page, action="correct", **right)

    assert (missing.status_code, done.status_code) == (422, 302)
    assert (Correction.objects.get().state, desk.get(page).status_code) == ("done", 403)
    shown = manager.get(page).text
    assert "王晓燕" not in shown
    full = sent(manager, at("correct-reveal", code=booked.code), purpose="law", why="").text
    assert "王晓燕" in full
    sent(desk, at("rights-new", outlet_id=outlet.pk), **ASKED, booking=booked.code)
    case = RightsRequest.objects.get()
    elsewhere = open_outlet("嘉定网点").outlet
    other = let_in(Client(), staff_with(Role.OUTLET_MANAGER, outlet=elsewhere, name="ned"))
    assert other.get(at("rights-request", request_id=case.pk)).status_code == 404
    assert case.pk.hex not in other.get(at("rights")).text.replace("-", "")
    assert other.get(page).status_code == 404
