"""The register in the console, and holds that an operator places and lifts."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.retention.conftest import bob, done  # noqa: F401  # fixtures
from tests.staff import let_in, staff_with
from voltbay.accounts.models import Role, StaffUser
from voltbay.audit.models import AuditEntry
from voltbay.bookings.models import LegalHold
from voltbay.core.retention import register
from voltbay.retention.run import run_all

PAGE, PLACE, LIFT = (
    reverse(f"console:{name}") for name in ("retention", "hold-place", "hold-lift")
)


@pytest.fixture
def office(db):
    return let_in(Client(), staff_with(Role.OPERATOR, name="eve"))


def form(of, **changes):
    until = timezone.now() + timedelta(days=30)
    typed = {"booking": of.code, "reason": "投诉 2026-17", "until": f"{until:%Y-%m-%d}"}
    return {**typed, "key": str(uuid4()), **changes}


def test_the_register_says_what_each_night_did(office, done):  # noqa: F811
    assert "还没有执行" in office.get(PAGE).text

    run_all(now=done.ends_at + timedelta(days=1095))

    let_in(office, StaffUser.objects.get(username="eve"))  # her session was over as well
    shown = office.get(PAGE).text
    assert "还没有执行" not in shown
    assert shown.count("VOLTBAY_KEEP_RECORD_DAYS") == 12
    assert all(rule.what.zh in shown for rule in register().values())


def test_an_operator_holds_a_booking_and_lifts_the_hold(office, done):  # noqa: F811
    assert office.post(PLACE, form(done)).status_code == 302

    hold = LegalHold.objects.get()
    assert (hold.booking, hold.reason, hold.placed_by.username) == (done, "投诉 2026-17", "eve")
    assert "投诉 2026-17" in office.get(PAGE).text
    placed = AuditEntry.objects.get(what="legal-hold-placed")
    assert (placed.target, placed.staff.username) == (done.code, "eve")
    changed = AuditEntry.objects.get(what="bookings_legalhold.insert")
    assert changed.after["reason"] == "***"

    office.post(LIFT, {"hold": hold.pk, "key": str(uuid4())})
    hold.refresh_from_db()
    assert hold.lifted_by.username == "eve"
    assert office.post(LIFT, {"hold": hold.pk, "key": str(uuid4())}).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"reason": " "}, "请写明延长保存的原因"),
        ({"until": "2020-01-01"}, "三年以内"),
        ({"until": ""}, "三年以内"),
        ({"booking": "VB00000000"}, "没有这个预约"),
    ],
)
def test_a_refusal_says_what_to_do_and_keeps_what_was_typed(office, done, wrong, said):  # noqa: F811
    answer = office.post(PLACE, form(done, **wrong))

    assert answer.status_code >= 400
    assert said in answer.text
    assert wrong.get("reason", "投诉 2026-17").strip() in answer.text
    assert not LegalHold.objects.exists()


def test_a_booking_is_held_once(office, done):  # noqa: F811
    office.post(PLACE, form(done))

    answer = office.post(PLACE, form(done))

    assert (answer.status_code, "已经在延长保存" in answer.text) == (409, True)


def test_the_auditor_reads_the_register_and_no_reason(office, done):  # noqa: F811
    office.post(PLACE, form(done))
    auditor = let_in(Client(), staff_with(Role.AUDITOR, name="audrey"))

    shown = auditor.get(PAGE).text

    assert done.code in shown
    assert "投诉" not in shown
    assert PLACE not in shown
    assert auditor.post(PLACE, form(done)).status_code == 403
