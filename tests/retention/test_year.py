"""A year of one owner, and what is found of it when the time is over: nothing that may not be."""

import logging
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection

from tests.documents import photos_setting
from tests.people import ALICE_NAME, ALICE_PHONE, owner_with
from tests.places import NINE
from tests.retention.year import WORDS, Year, live_a_year
from tests.traces import Trace, files, traces
from voltbay.accounts.models import Consent
from voltbay.audit.models import AuditEntry
from voltbay.bookings.close_account import close_account
from voltbay.core.keys import fingerprint
from voltbay.core.retention import register
from voltbay.recognition import photos
from voltbay.removals.models import BatteryPack, Receipt
from voltbay.removals.receipts.queries import verify_receipt
from voltbay.retention.run import run_all

DAY = timedelta(days=1)
A_YEAR = NINE + 366 * DAY
AFTER_ALL = NINE + 3 * 366 * DAY


@pytest.fixture
def folder(tmp_path: Path, settings) -> Path:
    settings.STORAGES = photos_setting(tmp_path / "photos")
    return tmp_path / "photos"


@pytest.fixture
def night(django_capture_on_commit_callbacks):
    """Run a night, with what it leaves for after its commit."""

    def _night(now):
        with django_capture_on_commit_callbacks(execute=True):
            run_all(now=now)

    return _night


@pytest.fixture
def close(django_capture_on_commit_callbacks):
    def _close(owner, now):
        with django_capture_on_commit_callbacks(execute=True):
            close_account(owner=owner, now=now)

    return _close


@pytest.fixture
def year(db, folder, caplog, django_capture_on_commit_callbacks) -> Year:
    caplog.set_level(logging.DEBUG)
    with django_capture_on_commit_callbacks(execute=True):
        return live_a_year()


def forbidden(now) -> list[Trace]:
    """Return traces that no rule of the register allows at that moment."""
    return [trace for trace in traces(WORDS) if not _is_allowed(trace, now)]


def _is_allowed(trace: Trace, now) -> bool:
    """Tell whether some rule keeps that column of that row, and its time is not over."""
    if trace.model is None:
        return False
    return any(
        rule.kept().filter(pk=trace.key).exists()
        and not rule.due(now).filter(pk=trace.key).exists()
        for rule in register().values()
        if rule.table is trace.model and (not rule.columns or trace.column in rule.columns)
    )


def places(found: list[Trace]) -> set[str]:
    return {trace.table for trace in found}


def test_of_a_year_only_what_the_register_allows_is_found_then_less_then_nothing(
    year, folder, night, close, caplog
):
    before = traces(WORDS)
    assert len(places(before)) >= 20, "the year leaves traces all over"
    assert {trace.what.split(" as ")[0] for trace in before} >= set(WORDS) - {"account"}
    assert len(files(folder)) == 6

    night(A_YEAR)
    assert forbidden(A_YEAR) == []
    assert places(traces(WORDS)) == {
        "audit_auditentry",  # to the end of its month
        *("accounts_owner", "accounts_vehicle", "accounts_wechataccount"),
        *("notifications_wechataccept", "bookings_booking"),
        *("fleets_fleetaccount", "fleets_fleetvehicle"),
        *("removals_removalstep", "removals_quote", "removals_payout", "removals_receipt"),
        *("removals_batterypack", "removals_handover"),
        *("rights_correction", "rights_rightsrequest", "removals_quoteline"),
        *("traceability_reportrow", "traceability_report", "traceability_correctedreceiver"),
    }

    close(year.alice, A_YEAR)
    assert forbidden(A_YEAR) == []
    night(A_YEAR + DAY)
    assert places(traces(WORDS)) == {
        *("audit_auditentry", "bookings_booking", "removals_removalstep"),
        *("removals_quote", "removals_payout", "removals_receipt"),
        *("removals_batterypack", "removals_handover"),
        *("rights_correction", "rights_rightsrequest", "removals_quoteline"),
        *("traceability_reportrow", "traceability_report", "traceability_correctedreceiver"),
    }
    found = {trace.column for trace in traces(WORDS) if trace.table == "bookings_booking"}
    assert not {column for column in found if "phone" in column or "number" in column}

    night(AFTER_ALL)
    assert traces(WORDS) == []
    assert files(folder) == []
    assert not [word for word in WORDS.values() if word in caplog.text]
    assert BatteryPack.objects.count() == 1
    assert all(verify_receipt(receipt) for receipt in Receipt.objects.all())


def test_who_closes_the_account_at_once_is_found_only_where_the_law_wants_it(
    year, folder, night, close
):
    closed_at = NINE + DAY
    close(year.alice, closed_at)

    assert forbidden(closed_at) == []
    night(closed_at + DAY)
    assert forbidden(closed_at + DAY) == []
    assert not places(traces(WORDS)) & {
        *("accounts_owner", "accounts_vehicle", "accounts_wechataccount", "accounts_session"),
        *("notifications_notice", "notifications_wechataccept", "notifications_screenmessage"),
        *("recognition_document", "callouts_callout", "fleets_fleetvehicle"),
    }

    assert Consent.objects.exists()
    night(AFTER_ALL)
    assert (traces(WORDS), files(folder)) == ([], [])
    assert not Consent.objects.exists()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE directory_outlet SET phone = '13800138000'",
        "UPDATE directory_outlet SET name = '王小燕的网点'",
    ],
)
def test_the_scan_finds_what_is_planted_in_plain(year, statement):
    assert "directory_outlet" not in places(traces(WORDS))

    connection.cursor().execute(statement)

    assert "directory_outlet" in places(traces(WORDS))


def test_the_scan_finds_what_is_sealed_fingerprinted_in_json_or_a_file(db, folder):
    assert traces(WORDS) == []

    stranger = owner_with(ALICE_PHONE)
    assert {trace.column for trace in traces(WORDS)} == {
        "phone",
        "phone_fingerprint",
        "phone_end_fingerprint",
    }
    stranger.phone, stranger.phone_fingerprint = "13611112222", fingerprint("x", purpose="phone")
    stranger.save()
    AuditEntry.objects.create(at=NINE, what="x", after={"name": {"deep": [ALICE_NAME]}})
    assert [(trace.table, trace.column) for trace in traces(WORDS)] == [
        ("audit_auditentry", "after")
    ]
    photos.put("2026/04/07/planted", b"picture")
    assert files(folder) == ["2026/04/07/planted"]
