"""A report is a file and the proof of what it said; what is in it is not owed any more."""

import csv
import hashlib
import io
import zipfile

import pytest
from django.db import DatabaseError, connection, transaction

from tests.removals.conftest import PACK, RECEIVER
from tests.traceability.conftest import (
    LATER,
    OTHER_PACK,
    OTHER_VIN,
    VIN,
    finished,
    leave,
    report,
    wanted,
    weigh_anew,
)
from voltbay.audit.models import View
from voltbay.traceability.errors import CarMakerMissing, NothingToReport, ReportIncomplete
from voltbay.traceability.models import ReportRow
from voltbay.traceability.queries import State, movements
from voltbay.traceability.report_file import is_the_same, report_file

pytestmark = pytest.mark.usefixtures("owed_is_kept")


def rows(made):
    content, _ = report_file(made)
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def owed(outlet, **asked):
    return [str(each) for each in movements(wanted(outlet, **asked), now=LATER)]


def test_what_came_in_is_reported_in_the_car_makers_columns(outlet, pack, bob):
    made = report(outlet, bob)

    assert rows(made) == [
        {
            "入库电池编码": PACK,
            "产品类型": "电池包",
            "入库日期": "2026-04-08",
            "回收服务网点名称": "浦东回收服务网点",
            "回收服务网点统一社会信用代码": "91310115MA1TEKT19B",
            "车辆识别代号(VIN)": VIN,
        }
    ]
    assert (made.count, made.profile, made.staff) == (1, "car_maker", bob)
    assert owed(outlet) == []


def test_what_left_names_the_receiver_and_its_code(outlet, pack, bob):
    leave(pack, bob)

    row = rows(report(outlet, bob, list_name="out"))[0]

    assert (row["退役去向单位名称"], row["退役去向单位统一社会信用代码"]) == ("绿能", RECEIVER)
    assert row["电池质量(kg)"] == "412.5"


def test_each_profile_is_owed_by_itself(outlet, pack, bob):
    report(outlet, bob)

    assert owed(outlet, profile="national_platform", car_maker="") == [f"{pack.pk}:in"]


def test_a_car_maker_gets_only_its_own_cars(service, slots, outlet, pack, bob):
    other = {"slot": 1, "vin": OTHER_VIN, "plate": "沪AD54321"}
    finished(service, slots, bob, codes=[OTHER_PACK], model="荣威牌CSA7000", **other)

    made = report(outlet, bob, car_maker="荣威")

    assert [row["入库电池编码"] for row in rows(made)] == [OTHER_PACK]
    assert owed(outlet, car_maker="") == [f"{pack.pk}:in"]


def test_without_a_car_maker_nothing_is_written(outlet, pack, bob):
    with pytest.raises(CarMakerMissing):
        report(outlet, bob, car_maker="")


def test_what_was_reported_is_not_reported_again(outlet, pack, bob):
    report(outlet, bob)

    with pytest.raises(NothingToReport):
        report(outlet, bob)


def test_what_lacks_something_stays_owed(service, slots, outlet, bob):
    finished(service, slots, bob, codes=["001PE01D8H0000777RP"])

    with pytest.raises(ReportIncomplete) as refused:
        report(outlet, bob, list_name="reused_in")

    assert refused.value.data["rows"] == 1
    assert len(owed(outlet, list_name="reused_in")) == 1


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_file_can_be_made_again_byte_by_byte(outlet, pack, bob, form):
    made = report(outlet, bob, form=form)

    content, _ = report_file(made)

    assert is_the_same(made, content)
    assert hashlib.sha256(content).hexdigest() == made.sha256
    if form == "xlsx":
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            assert PACK in book.read("xl/sharedStrings.xml").decode()


def test_no_cell_becomes_a_formula(outlet, pack, bob):
    leave(pack, bob, name="=HYPERLINK(1)")

    row = rows(report(outlet, bob, list_name="out"))[0]

    assert row["退役去向单位名称"] == "'=HYPERLINK(1)"


def test_whoever_takes_vins_out_has_a_view_of_each_booking(outlet, pack, bob):
    made = report(outlet, bob)

    view = View.objects.get(booking_code=pack.removal.booking.code)
    assert made.filename in view.why


def test_a_corrected_mass_owes_a_correction_only_where_it_was_reported(outlet, pack, bob):
    leave(pack, bob)
    first = report(outlet, bob, list_name="out")
    report(outlet, bob)

    weigh_anew(pack, bob, "400")

    assert owed(outlet, state=State.CORRECTION) == []
    correction = {"state": State.CORRECTION, "list_name": "out"}
    row = rows(report(outlet, bob, **correction))[0]
    assert (row["原上报内容"], row["电池质量(kg)"]) == ("电池质量(kg)：412.5", "400.0")
    assert rows(first)[0]["电池质量(kg)"] == "412.5"


def test_a_correction_says_what_was_reported_before(outlet, pack, bob):
    report(outlet, bob, list_name="in", profile="car_maker")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE removals_batterypack SET product = 'M'")
    correction = {"state": State.CORRECTION}
    assert owed(outlet, **correction) == [f"{pack.pk}:in"]

    made = report(outlet, bob, **correction)

    row = rows(made)[0]
    assert (row["更正说明"], row["原上报内容"]) == ("产品类型", "产品类型：电池包")
    assert row["产品类型"] == "电池模块"
    assert owed(outlet, **correction) == []
    old, new = ReportRow.objects.order_by("id")
    assert (old.is_current, new.is_current, new.corrects) == (False, True, old)


AGAIN = """INSERT INTO traceability_reportrow (report_id, company_id, sequence, profile, pack_id,
    way, at, facts, payload, previous, digest, is_current)
    SELECT report_id, company_id, sequence + 1, profile, pack_id, way, at, facts, payload,
    digest,"""
ROWS = "FROM traceability_reportrow"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE traceability_reportrow SET payload = payload || ' '",
        "UPDATE traceability_reportrow SET facts = '{}'",
        "UPDATE traceability_reportrow SET is_current = false",
        "UPDATE traceability_reportrow SET may_differ = true",
        "UPDATE traceability_reportrow SET digest = repeat('1', 64)",
        "DELETE FROM traceability_reportrow",
        "DELETE FROM traceability_report",
        "UPDATE traceability_report SET sha256 = repeat('1', 64)",
        "UPDATE traceability_report SET withdrawn_at = now()",
        f"{AGAIN} encode(sha256(convert_to(digest || payload, 'UTF8')), 'hex'), true {ROWS}",
        f"{AGAIN} digest, false {ROWS}",
    ],
)
def test_what_was_reported_cannot_be_changed_or_doubled(outlet, pack, bob, statement):
    report(outlet, bob)

    with pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute(statement)
