"""The chain in the database tells which row was altered, VINs erased or not."""

from datetime import timedelta

import pytest
from django.db import connection

from tests.kept import over
from tests.traceability.conftest import LATER, VIN, report
from voltbay.traceability.models import ReportRow
from voltbay.traceability.report_file import is_the_same, report_file
from voltbay.traceability.verify import verify_company


@pytest.fixture
def made(outlet, pack, bob):
    report(outlet, bob, profile="national_platform", car_maker="")
    return report(outlet, bob)


def forge(statement):
    """Write past the guard, as whoever owns the server can."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE traceability_reportrow DISABLE TRIGGER USER")
        cursor.execute(statement)
        cursor.execute("ALTER TABLE traceability_reportrow ENABLE TRIGGER USER")


def broken(made):
    return [(each.sequence, each.code) for each in verify_company(made.company_id)[1]]


def test_what_was_reported_holds(made):
    assert verify_company(made.company_id) == (2, [])


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        (
            "UPDATE traceability_reportrow SET payload = payload || ' ' WHERE sequence = 1",
            [(1, "altered")],
        ),
        (
            "UPDATE traceability_reportrow SET digest = repeat('1', 64) WHERE sequence = 2",
            [(2, "altered")],
        ),
        (
            "UPDATE traceability_reportrow SET profile = 'other' WHERE sequence = 2",
            [(2, "column_altered")],
        ),
        ("DELETE FROM traceability_reportrow WHERE sequence = 1", [(2, "not_the_next")]),
    ],
)
def test_the_altered_row_is_named(made, statement, found):
    connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")

    forge(statement)

    assert broken(made) == found


def test_another_vin_is_noticed(made):
    row = ReportRow.objects.get(sequence=2)
    row.vin = "LSJA24U62KN000123"
    row.save(update_fields=["vin"])

    assert broken(made) == [(2, "vin_altered")]


def test_old_vins_go_and_the_chain_still_holds(made):
    over("traceability.vins", now=LATER + timedelta(days=1000))
    assert ReportRow.objects.filter(vin__isnull=False).count() == 2

    assert over("traceability.vins", now=LATER + timedelta(days=1100)) == 2

    assert verify_company(made.company_id) == (2, [])
    with connection.cursor() as cursor:
        cursor.execute("SELECT each::text FROM traceability_reportrow AS each")
        assert not [row for (row,) in cursor.fetchall() if VIN in row]
    content, _ = report_file(made)
    assert VIN not in content.decode()
    assert not is_the_same(made, content)


def test_no_vin_stands_open_in_the_table(made):
    with connection.cursor() as cursor:
        cursor.execute("SELECT each::text FROM traceability_reportrow AS each")
        assert not [row for (row,) in cursor.fetchall() if VIN in row]
