"""Months of the logs: rows find theirs, retention drops those that are over, the rest is empty."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError, connection

from tests.places import NOW
from voltbay.audit.models import AuditEntry
from voltbay.audit.queries import entries
from voltbay.core import partitions
from voltbay.core.partitions import Table, make_months, month_start, months_of, next_month
from voltbay.core.retention import register
from voltbay.retention.carry_out import carry_out
from voltbay.retention.models import Run
from voltbay.retention.months import drop_over, prepare_months
from voltbay.retention.run import run_all
from voltbay.retention.state import state_of

ENTRIES = Table("audit_auditentry", "at")
LATE = datetime(2029, 1, 1, tzinfo=UTC)
YEAR = timedelta(days=365)


@pytest.fixture
def begins(db) -> datetime:
    """Make sixteen months after what was there; return when the first of them begins."""
    first = months_of(ENTRIES)[0].ends_at
    for n in range(14):
        make_months(ENTRIES, now=first + timedelta(days=30 * n))
    return first


def log_entries(begins: datetime, *, months: int) -> None:
    """Write three entries into each month: on its first instant, in its middle and on its last."""
    start = begins
    for _ in range(months):
        end = next_month(start)
        for at in (start, start + (end - start) / 2, end - timedelta(microseconds=1)):
            AuditEntry.objects.create(at=at, what="act check-in 302", target=f"{at:%Y-%m}")
        start = end
    settle()


def settle() -> None:
    """Have references checked now: a test is one transaction, and no table goes before that."""
    connection.check_constraints()


def held_by(table: str) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT tableoid::regclass::text, count(*) FROM {table} GROUP BY 1")
        return dict(cursor.fetchall())


def test_rows_of_several_months_lie_in_theirs_and_nowhere_else(begins):
    log_entries(begins, months=5)

    found = held_by("audit_auditentry")

    assert set(found.values()) == {3}
    assert len(found) == 5
    assert ENTRIES.other not in found


def test_a_month_is_dropped_once_its_last_row_is_a_year_old_and_the_run_says_how_many(begins):
    log_entries(begins, months=5)
    second = next_month(begins)
    third = next_month(second)
    rule = register()["audit.entries"]

    day_before = third + YEAR - timedelta(days=1)
    assert state_of(rule, now=day_before).overdue == 3
    run_all(now=day_before)
    assert min(AuditEntry.objects.values_list("at", flat=True)) == second

    run_all(now=third + YEAR)
    assert months_of(ENTRIES)[0].starts_at == third
    assert AuditEntry.objects.count() == 9
    runs = Run.objects.filter(kind="audit.entries").order_by("day")
    assert [run.ended for run in runs] == [3, 3]
    assert runs.last().overdue == 0


def test_what_was_there_before_and_what_lies_in_no_month_is_ended_row_by_row(begins):
    before, last_month = months_of(ENTRIES)[0], month_start(begins - timedelta(days=1))
    stray = datetime(2099, 1, 1, tzinfo=UTC)
    for at in (last_month - timedelta(days=1), last_month, stray):
        AuditEntry.objects.create(at=at, what="x")
    settle()

    assert carry_out(register()["audit.entries"], now=last_month + YEAR).ended == 1
    assert held_by("audit_auditentry") == {before.name: 1, ENTRIES.other: 1}

    late = next_month(stray) + YEAR
    assert carry_out(register()["audit.entries"], now=late).ended == 2
    assert months_of(ENTRIES) == []
    assert not AuditEntry.objects.exists()


def test_nothing_is_dropped_of_what_a_legal_hold_may_keep(begins, done):
    log_entries(begins, months=1)
    of_bookings = replace(register()["audit.entries"], of_booking="pk")

    assert drop_over(of_bookings, now=LATE) == 0

    entries = AuditEntry.objects.count()
    assert drop_over(register()["audit.entries"], now=LATE) == entries


def test_a_month_that_somebody_reads_is_left_to_the_next_night(begins, monkeypatch):
    def waits(_: object) -> None:
        raise OperationalError("canceling statement due to lock timeout")

    log_entries(begins, months=1)
    with monkeypatch.context() as patch:
        patch.setattr(partitions, "drop_month", waits)
        assert drop_over(register()["audit.entries"], now=LATE) == 0
    assert AuditEntry.objects.count() == 3

    assert drop_over(register()["audit.entries"], now=LATE) == 3


def test_what_was_done_to_something_is_found_by_index_in_every_month(begins):
    log_entries(begins, months=14)
    prepare_months(now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")  # months of a few rows are as soon read
        cursor.execute("SET LOCAL enable_sort = off")

    newest = entries()[:20]

    assert [entry.pk for entry in newest] == sorted((each.pk for each in newest), reverse=True)
    assert "Seq Scan" not in newest.explain()


def test_at_night_months_are_made_before_they_are_needed(db):
    late = months_of(ENTRIES)[-1].ends_at + timedelta(days=5)

    made = prepare_months(now=late)

    assert len(made) > 3
    assert prepare_months(now=late) == []
    AuditEntry.objects.create(at=late, what="x")
    assert ENTRIES.other not in held_by("audit_auditentry")


def test_what_is_told_apart_or_not_is_counted_alike(begins, done):
    log_entries(begins, months=2)
    for rule in register().values():
        rows = rule.kept()
        assert state_of(rule, now=NOW).left == rows.values("pk").distinct().count(), rule.kind
