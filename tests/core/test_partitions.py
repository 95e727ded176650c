"""Months of a table that is kept by month: those to come, and one that goes."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import psycopg
import pytest
from django.db import OperationalError, connection

from voltbay.core import partitions
from voltbay.core.partitions import Month, Table, drop_month, make_months, months_of, next_month

pytestmark = pytest.mark.django_db(transaction=True)

LOG = Table("quarry_log", "at")
MARCH = datetime(2026, 2, 28, 16, tzinfo=UTC)  # in Shanghai


@pytest.fixture(autouse=True)
def log():
    run(
        "CREATE TABLE quarry_log (id bigint NOT NULL, at timestamptz NOT NULL)"
        " PARTITION BY RANGE (at)"
    )
    run("CREATE TABLE quarry_log_other PARTITION OF quarry_log DEFAULT")
    yield
    run("DROP TABLE quarry_log")


def run(statement: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall()) if cursor.description else []


def names() -> list[str]:
    return [month.name for month in months_of(LOG)]


def test_months_are_made_as_far_ahead_as_no_worker_may_run():
    assert LOG in partitions.tables()

    assert make_months(LOG, now=MARCH) == [f"quarry_log_2026_0{n}" for n in (3, 4, 5, 6)]
    assert make_months(LOG, now=MARCH) == []

    assert make_months(LOG, now=MARCH + timedelta(days=31)) == ["quarry_log_2026_07"]
    assert months_of(LOG)[0] == Month("quarry_log_2026_03", MARCH, next_month(MARCH))


def test_a_year_of_nights_makes_each_month_once_and_leaves_no_gap():
    for day in range(366):
        make_months(LOG, now=MARCH + timedelta(days=day))

    found = months_of(LOG)
    assert len(found) == len(set(names())) == 12 + 4
    assert all(one.ends_at == then.starts_at for one, then in pairwise(found))


def test_a_month_whose_rows_lie_elsewhere_is_left_to_that_and_the_next_are_made():
    run("INSERT INTO quarry_log VALUES (1, '2026-04-02')")

    made = make_months(LOG, now=MARCH)

    assert made == ["quarry_log_2026_03", "quarry_log_2026_05", "quarry_log_2026_06"]
    assert run("SELECT tableoid::regclass::text FROM quarry_log") == [("quarry_log_other",)]


def test_a_month_goes_with_what_it_holds_and_with_nothing_else():
    make_months(LOG, now=MARCH)
    run("INSERT INTO quarry_log VALUES (1, '2026-03-31 15:59+00'), (2, '2026-03-31 16:00+00')")

    drop_month(months_of(LOG)[0])

    assert run("SELECT id FROM quarry_log") == [(2,)]
    assert names()[0] == "quarry_log_2026_04"


def test_who_reads_the_table_is_not_waited_for_longer_than_half_a_second():
    make_months(LOG, now=MARCH)
    wanted = ("dbname", "user", "host", "port")
    given = {k: v for k, v in connection.get_connection_params().items() if k in wanted and v}

    with psycopg.connect(**given) as reader:
        reader.execute("SELECT count(*) FROM quarry_log")
        with pytest.raises(OperationalError, match="lock timeout"):
            drop_month(months_of(LOG)[0])

    assert len(names()) == 4
