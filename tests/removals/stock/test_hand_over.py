"""Batteries leave for a named receiver, and what is owed about them is reported."""

import csv
import hashlib
import io
import zipfile
from dataclasses import replace
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from django.db import DatabaseError, connection, transaction

from tests.places import NINE, open_outlet
from tests.removals.conftest import MODULE, PACK, RECEIVER, a_booking, work_on
from voltbay.directory.models import Outlet
from voltbay.identifiers.credit_code import CreditCodeMalformed
from voltbay.removals.errors import (
    HandoverKeyReused,
    NothingChosen,
    NothingToExport,
    NotWeighed,
    PackGone,
    ReceiverNeedsReason,
)
from voltbay.removals.models import BatteryPack, Export, Handover
from voltbay.removals.packs.record import PackEntry, record_pack
from voltbay.removals.queries import exports, handovers, stock
from voltbay.removals.stock.export import export, mark_reported
from voltbay.removals.stock.hand_over import Receiver, hand_over
from voltbay.removals.stock.reporting import Range, to_report
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


def of(outlet, kind, **days):
    return Range(outlets=[outlet.pk], kind=kind, **days)


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


def test_what_is_owed_is_told_with_the_days_left(outlet, packs, bob):
    give(outlet, packs[:1], bob)

    owed = to_report([outlet.pk], now=LATER + timedelta(days=25))

    assert [(due.kind, due.days_left) for due in owed] == [("in", -5), ("in", -5), ("out", 5)]
    assert owed[0].by_date == date(2026, 5, 8)


def test_the_days_are_a_setting(outlet, settings):
    settings.VOLTBAY_REPORT_DAYS = 42

    assert {due.days_left for due in to_report([outlet.pk], now=NINE)} == {42}


def test_the_record_of_a_removal_under_way_is_not_reported_yet(removal, bob):
    work_on(removal, bob)

    assert to_report([removal.outlet_id], now=NINE) == []


def test_what_came_in_is_exported_with_the_columns_of_the_field(outlet, bob):
    made, content = export(of(outlet, "in"), Export.Form.CSV, staff=bob, now=LATER)

    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows[0] == [
        "入库电池编码",
        "产品类型",
        "入库日期",
        "回收服务网点名称",
        "回收服务网点统一社会信用代码",
    ]
    assert rows[1:] == [
        [PACK, "电池包", "2026-04-08", "浦东回收服务网点", "91310115MA1TEKT19B"],
        [MODULE, "电池模块", "2026-04-08", "浦东回收服务网点", "91310115MA1TEKT19B"],
    ]
    assert made.sha256 == hashlib.sha256(content).hexdigest()
    assert (made.rows, made.filename) == (2, "traceability-in-20260418-090000.csv")


def test_what_left_is_exported_as_a_workbook(outlet, packs, bob):
    give(outlet, packs[:1], bob)
    _, content = export(of(outlet, "out"), Export.Form.XLSX, staff=bob, now=LATER)

    assert cells(content) == [
        "退役电池编码",
        "产品类型",
        "退役日期",
        "退役厂商名称",
        "退役去向单位名称",
        "电池类型",
        "电池质量(kg)",
        PACK,
        "电池包",
        "2026-04-18",
        "绿环电池回收有限公司",
        "格林循环利用有限公司",
        "三元材料电池",
        "412.5",
    ]


def test_a_name_that_looks_like_a_formula_stays_a_text(outlet, packs, bob):
    give(outlet, packs[:1], bob, replace(TO, name='=HYPERLINK("http://x")'))

    _, as_csv = export(of(outlet, "out"), Export.Form.CSV, staff=bob, now=LATER)
    _, as_xlsx = export(of(outlet, "out"), Export.Form.XLSX, staff=bob, now=LATER)

    assert "\"'=HYPERLINK(" in as_csv.decode()
    assert '=HYPERLINK("http://x")' in cells(as_xlsx)
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(as_xlsx)).read("xl/worksheets/sheet1.xml")


def cells(content: bytes) -> list[str]:
    """Return the texts of a workbook's only sheet, in order."""
    archive = zipfile.ZipFile(io.BytesIO(content))
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    strings = ElementTree.fromstring(archive.read("xl/sharedStrings.xml")).iter(f"{space}si")
    texts = ["".join(each.itertext()) for each in strings]
    sheet = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    return [texts[int(value.text)] for value in sheet.iter(f"{space}v")]


def test_an_export_alone_does_not_report(outlet, bob):
    made, _ = export(of(outlet, "in"), Export.Form.CSV, staff=bob, now=LATER)
    assert len(to_report([outlet.pk], now=LATER)) == 2

    mark_reported(made.pk, staff=bob, now=LATER)
    mark_reported(made.pk, staff=bob, now=LATER + timedelta(days=1))

    assert to_report([outlet.pk], now=LATER) == []
    assert Export.objects.get().reported_at == LATER
    with pytest.raises(NothingToExport):
        export(of(outlet, "in"), Export.Form.CSV, staff=bob, now=LATER)


def test_an_export_of_two_outlets_is_not_one_outlets_to_see(outlet, bob):
    other = open_outlet("闵行回收服务网点").outlet
    both = Range(outlets=[outlet.pk, other.pk], kind="in")
    made, _ = export(both, Export.Form.CSV, staff=bob, now=LATER)

    assert not exports([outlet.pk]).exists()
    assert list(exports([outlet.pk, other.pk])) == [made]


def test_days_that_were_reported_can_be_exported_again(outlet, bob):
    made, first = export(of(outlet, "in"), Export.Form.CSV, staff=bob, now=LATER)
    mark_reported(made.pk, staff=bob, now=LATER)

    days = {"first_date": date(2026, 4, 8), "last_date": date(2026, 4, 8)}
    _, again = export(of(outlet, "in", **days), Export.Form.CSV, staff=bob, now=LATER)

    assert again == first


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE removals_export SET sha256 = 'forged'",
        "DELETE FROM removals_export_packs",
        "DELETE FROM removals_export",
    ],
)
def test_the_proof_of_an_export_cannot_be_changed(outlet, bob, statement):
    export(of(outlet, "in"), Export.Form.CSV, staff=bob, now=LATER)

    with pytest.raises(DatabaseError, match="only added to"), transaction.atomic():
        connection.cursor().execute(statement)


def test_a_code_that_left_may_come_back(outlet, packs, bob, service, slots):
    give(outlet, packs, bob)
    other = a_booking(service, slots, bob, slot=4, vin="LSJA24U62KN000123", plate="沪AD54321")

    again = record_pack(begin(other, staff=bob, now=NINE), PackEntry(PACK), staff=bob, now=NINE)

    assert again.left_at is None
