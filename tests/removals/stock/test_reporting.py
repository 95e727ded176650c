"""Batteries without a readable code leave in a list of their own, until their code is found."""

import csv
import io
from datetime import timedelta
from decimal import Decimal

import pytest

from tests.documents import a_photo, photos_setting
from tests.places import NINE
from tests.removals.conftest import MODULE, PACK, RECEIVER, work_on
from voltbay.directory.models import Outlet
from voltbay.removals.ending import Ending
from voltbay.removals.errors import NothingToExport, PackFixed
from voltbay.removals.models import BatteryPack, Export, Receipt
from voltbay.removals.packs.record_uncoded import UncodedEntry, record_uncoded
from voltbay.removals.receipts.queries import check_receipt, contents
from voltbay.removals.receipts.reissue import Corrected, Correction, reissue
from voltbay.removals.rules import Step
from voltbay.removals.stock.export import export, mark_reported
from voltbay.removals.stock.hand_over import Receiver, hand_over
from voltbay.removals.stock.reporting import Range, to_report
from voltbay.removals.work.finish import finish
from voltbay.removals.work.photos import take_photo

LATER = NINE + timedelta(days=40)
KNOWN = UncodedEntry(reason="imported", maker="TESLA", energy_kwh=Decimal(75), mass_kg=Decimal(480))


@pytest.fixture
def pack(removal, bob, settings, tmp_path):
    """Return a battery without a code, which came with a module that has one."""
    settings.STORAGES = photos_setting(tmp_path)
    pack = record_uncoded(removal, KNOWN, staff=bob, now=NINE)
    take_photo(removal, Step.INSPECT, a_photo(), staff=bob, now=NINE, of=pack)
    work_on(removal, bob, codes=(MODULE,), mass="20")
    finish(removal, Ending("kept"), staff=bob, now=NINE)
    return pack


def write(pack, bob, kind, now=NINE):
    made, content = export(Range([pack.outlet_id], kind), Export.Form.CSV, staff=bob, now=now)
    return made, list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def owed(pack, now=LATER):
    return [(due.kind, due.pack.pk == pack.pk) for due in to_report([pack.outlet_id], now=now)]


def find_code(pack, bob, mass=480):
    serial = Receipt.objects.order_by("number").last().serial
    right = Correction("找到编码", Ending("kept"), {pack.code: Corrected(PACK, Decimal(mass))})
    return reissue(serial, right, staff=bob, now=LATER)


def test_it_is_reported_in_a_list_of_its_own(pack, bob):
    _, own = write(pack, bob, "uncoded_in")
    _, national = write(pack, bob, "in")

    assert dict(zip(*own, strict=True)) == {
        "网点自编号": pack.printed_number,
        "无编码原因": "进口，无国标编码",
        "产品类型": "电池包",
        "制造商": "TESLA",
        "电池类型": "未知",
        "标称能量(kWh)": "75.00",
        "电池质量(kg)": "480.0",
        "铭牌序列号": "",
        "入库日期": "2026-04-08",
        "回收服务网点名称": "浦东回收服务网点",
        "回收服务网点统一社会信用代码": "91310115MA1TEKT19B",
    }
    assert [row[0] for row in national[1:]] == [MODULE]


def test_it_is_handed_over_and_owed_until_it_is_reported(pack, bob):
    assert Outlet.objects.get().stored_kg == 500
    hand_over(pack.outlet, [pack.pk], Receiver("绿能", RECEIVER), staff=bob, now=NINE)
    assert Outlet.objects.get().stored_kg == 20
    assert ("uncoded_out", True) in owed(pack)

    for kind in ("uncoded_in", "uncoded_out"):
        mark_reported(write(pack, bob, kind)[0].pk, staff=bob, now=NINE)

    assert owed(pack) == [("in", False)]
    with pytest.raises(NothingToExport):
        write(pack, bob, "uncoded_in")


def test_under_a_code_that_was_found_it_is_owed_anew_and_there_is_time(pack, bob):
    mark_reported(write(pack, bob, "uncoded_in")[0].pk, staff=bob, now=NINE)

    find_code(pack, bob)

    due = next(due for due in to_report([pack.outlet_id], now=LATER) if due.pack.pk == pack.pk)
    assert (due.kind, due.days_left) == ("in", 30)
    assert PACK in [row[0] for row in write(pack, bob, "in", now=LATER)[1]]


def test_a_list_from_before_the_code_was_found_does_not_report_the_code(pack, bob):
    made, _ = write(pack, bob, "uncoded_in")
    find_code(pack, bob)

    mark_reported(made.pk, staff=bob, now=LATER)

    assert ("in", True) in owed(pack)


def test_the_new_receipt_and_the_public_page_say_both(pack, bob):
    find_code(pack, bob)

    new = Receipt.objects.get(number=2)
    said = next(each for each in contents(new)["packs"] if each["code"] == PACK)
    assert said["own_number"] == pack.printed_number
    assert check_receipt(new.serial).says["packs"] == contents(new)["packs"]
    assert pack.removal.events.get(kind="code_found").details["before"]["code"] == pack.code


def test_after_it_left_its_code_may_be_found_and_nothing_else_changed(pack, bob):
    hand_over(pack.outlet, [pack.pk], Receiver("绿能", RECEIVER), staff=bob, now=NINE)

    with pytest.raises(PackFixed):
        find_code(pack, bob, mass=400)
    find_code(pack, bob)

    found = BatteryPack.objects.get(pk=pack.pk)
    assert (found.code, found.own_number, found.code_found_at) == (PACK, pack.code, LATER)


def test_a_receipt_is_corrected_while_our_number_stays(pack, bob):
    serial = Receipt.objects.get().serial
    right = {pack.code: Corrected(pack.printed_number, Decimal(470))}

    new = reissue(serial, Correction("皮重", Ending("kept"), right), staff=bob, now=LATER)

    assert contents(new)["mass_kg"] == "490.0"
    assert not BatteryPack.objects.get(pk=pack.pk).has_code
