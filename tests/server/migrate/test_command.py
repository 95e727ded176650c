"""`voltbay migrate` on to later releases, while somebody books or holds what it needs."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import psycopg
import pytest
from psycopg import IsolationLevel

from bench.migrations import MOST, booking, environment, expected, go_back, migrate
from tests.server.postgres.test_standby import wait_until

COLUMNS = """
SELECT column_name FROM information_schema.columns
WHERE table_name = 'bookings_booking'
    AND column_name IN ('shade', 'day', 'weight', 'second_outlet_id')
"""
# Those of the release before, which books on, know no day.
EMPTY = """
SELECT count(*) FROM bookings_booking
WHERE (day IS NULL AND state = 'completed') OR weight IS NULL
"""
BUILT = """
SELECT indexrelid::regclass::text FROM pg_index
WHERE indrelid = 'bookings_booking'::regclass AND indisvalid
    AND indexrelid::regclass::text IN ('booking_by_day', 'booking_shade_once')
ORDER BY 1
"""
EVENTS = """
SELECT relkind::text FROM pg_class WHERE relname = 'bookings_bookingevent'
UNION ALL SELECT count(*)::text FROM bookings_booking AS booking
WHERE NOT EXISTS (SELECT FROM bookings_bookingevent WHERE booking_id = booking.id)
"""
APPLIED = "SELECT app || '.' || name FROM django_migrations"
# Packs of finished removals that were reported to nobody and are owed to nobody.
OWED = """
SELECT count(*) FROM removals_batterypack AS pack
WHERE NOT EXISTS (SELECT FROM traceability_owed WHERE pack_id = pack.id)
"""
DROPPED = """
  - Alter field outlet on slot
      locks slots_slot (about """
PATIENCE = 120  # seconds until an index is being built, or nobody builds on
INVALID = "SELECT count(*) FROM pg_index WHERE NOT indisvalid"
BUILDING = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'CREATE INDEX CONCURRENTLY%'"
CHECKED = """
SELECT conname FROM pg_constraint WHERE conrelid = 'bookings_booking'::regclass AND convalidated
    AND (conname = 'booking_has_weight' OR conname LIKE '%second_outlet%')
"""


def asked(url: str, statement: str) -> list[object]:
    with psycopg.connect(url) as connection:
        return [value for (value,) in connection.execute(statement)]


def staying(url: str) -> "psycopg.Connection[tuple[object, ...]]":
    """Connect so that no server ends a transaction for being long, however slow the machine."""
    return psycopg.connect(url, options="-c idle_in_transaction_session_timeout=0")


def test_nobody_who_books_meanwhile_waits_for_a_second(town: str):
    said = migrate(town, "--plan").stdout
    assert "bookings.later_2_fill (in parts" in said
    assert "locks bookings_booking (about 5,000 rows): reading and writing wait" in said
    assert "fills bookings_booking (about 5,000 rows) in batches" in said
    assert asked(town, COLUMNS) == []  # it was only said

    with booking(town) as met:
        done = migrate(town)

    assert done.returncode == 0, done.stderr
    assert met.errors == []
    assert len(met.waits) > 50
    assert met.longest() < MOST
    assert len(asked(town, COLUMNS)) == 4
    assert asked(town, EMPTY) == [0]
    assert asked(town, BUILT) == ["booking_by_day", "booking_shade_once"]
    assert len(asked(town, CHECKED)) == 2
    assert asked(town, EVENTS) == [
        "p",
        "0",
    ]  # by month, with the moves of old and new bookings
    assert "there is nothing to do" in migrate(town).stdout


def test_what_landed_since_the_first_release_kept_nobody_waiting(town: str):
    staying = go_back(town)
    assert list(staying) == ["audit.0003_by_month"]  # another of the later ones does the same
    assert "no way back" in staying["audit.0003_by_month"]
    assert not expected() & set(asked(town, APPLIED)) - set(staying)

    with booking(town) as met:
        done = migrate(town)

    assert done.returncode == 0, done.stderr
    assert DROPPED in done.stdout
    assert met.errors == []
    assert met.longest() < MOST
    assert expected() <= set(asked(town, APPLIED))
    assert asked(town, OWED) == [0]


def test_it_says_how_far_it_is(town: str):
    said = migrate(town).stdout

    assert said.index("bookings.later_1_columns") < said.index("bookings.later_2_fill")
    assert "bookings_booking: 5,000 rows filled of about 5,000" in said


def test_it_gives_way_to_whoever_holds_the_table_and_tries_again(town: str):
    command = [sys.executable, "-m", "voltbay", "migrate", "--lock-timeout", "300"]
    with (
        staying(town) as holder,
        booking(town) as met,
        subprocess.Popen(
            command,
            env=environment(town, later=True),
            stdout=subprocess.PIPE,
            text=True,
        ) as migrating,
    ):
        holder.execute("SELECT count(*) FROM bookings_booking")  # a report, say, that stays open
        said = [wait_for("Gave way for the 2. time", migrating)]
        assert asked(town, COLUMNS) == []
        holder.rollback()
        rest, _ = migrating.communicate(timeout=120)

    assert migrating.returncode == 0, [*said, rest]
    assert met.errors == []
    assert met.longest() < MOST
    assert len(asked(town, COLUMNS)) == 4


def wait_for(words: str, process: subprocess.Popen[str]) -> str:
    """Read on until it says this."""
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if words in line:
            return said
    raise AssertionError(said)


def test_it_stops_with_a_sentence_where_the_table_never_comes_free(town: str):
    with staying(town) as holder:
        holder.execute("SELECT count(*) FROM bookings_booking")
        done = migrate(town, "--lock-timeout", "100", "--tries", "1")

    assert done.returncode == 1
    assert "gave way 1 times" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_deadlock_is_given_way_to_and_tried_again(town: str):
    with psycopg.connect(town, autocommit=True) as connection:
        connection.execute("CREATE SEQUENCE met")
        connection.execute(
            "CREATE FUNCTION meet() RETURNS event_trigger LANGUAGE plpgsql AS"
            " $$ BEGIN IF nextval('met') = 1 THEN"
            " RAISE 'deadlock detected' USING ERRCODE = 'deadlock_detected'; END IF; END $$"
        )
        connection.execute(
            "CREATE EVENT TRIGGER meet ON ddl_command_start WHEN TAG IN ('ALTER TABLE')"
            " EXECUTE FUNCTION meet()"
        )
        done = migrate(town)

    assert done.returncode == 0, done.stderr
    assert "Gave way for the 1. time" in done.stdout
    assert len(asked(town, COLUMNS)) == 4


def test_a_second_one_does_not_begin(town: str):
    with staying(town) as holder:
        holder.execute("SELECT count(*) FROM bookings_booking")
        with subprocess.Popen(
            [sys.executable, "-m", "voltbay", "migrate", "--tries", "50"],
            env=environment(town, later=True),
            stdout=subprocess.PIPE,
            text=True,
        ) as first:
            wait_for("Gave way", first)
            second = migrate(town)
            first.terminate()

    assert second.returncode == 1
    assert "another voltbay migrate is running" in second.stderr


def test_a_statement_that_holds_its_lock_for_long_is_undone(town: str):
    with psycopg.connect(town, autocommit=True) as connection:
        connection.execute(
            "CREATE FUNCTION dawdle() RETURNS event_trigger LANGUAGE plpgsql AS"
            " $$ BEGIN PERFORM pg_sleep(5); END $$"
        )
        connection.execute(
            "CREATE EVENT TRIGGER dawdle ON ddl_command_start WHEN TAG IN ('ALTER TABLE')"
            " EXECUTE FUNCTION dawdle()"
        )
        began = time.monotonic()
        done = migrate(town, "--lock-timeout", "200", "--statement-timeout", "300")

    assert done.returncode == 1
    assert "took longer than 300 ms" in done.stderr
    assert time.monotonic() - began < 60
    assert asked(town, COLUMNS) == []


def test_limits_that_contradict_each_other_are_refused(town: str):
    done = migrate(town, "--lock-timeout", "5000", "--statement-timeout", "300")

    assert done.returncode == 1
    assert "must be more than 0 and less than" in done.stderr


@pytest.fixture
def report(town: str) -> Iterator["psycopg.Connection[tuple[object, ...]]"]:
    """Look at the database and stay in this transaction."""
    with staying(town) as connection:
        connection.isolation_level = IsolationLevel.REPEATABLE_READ
        connection.execute("SELECT 1 FROM pg_class LIMIT 1")
        yield connection


@pytest.fixture
def builds(town: str, report: object) -> Iterator[subprocess.Popen[str]]:
    """Migrate until an index is being built, which waits for the report to end."""
    with subprocess.Popen(
        [sys.executable, "-m", "voltbay", "migrate"],
        env=environment(town, later=True),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as migrating:
        wait_until(lambda: asked(town, INVALID) == [1], seconds=PATIENCE)
        yield migrating
        migrating.kill()


def test_one_that_was_killed_while_it_built_an_index_goes_on(
    town: str, builds: subprocess.Popen[str], report: "psycopg.Connection[tuple[object, ...]]"
):
    builds.kill()
    # Nobody builds on for whoever is gone.
    wait_until(lambda: asked(town, BUILDING) == [0], seconds=PATIENCE)
    assert asked(town, INVALID) == [1]

    report.rollback()
    done = migrate(town)

    assert done.returncode == 0, done.stderr
    assert asked(town, INVALID) == [0]
    assert asked(town, BUILT) == ["booking_by_day", "booking_shade_once"]


def test_one_that_waits_says_for_whom(
    builds: subprocess.Popen[str], report: "psycopg.Connection[tuple[object, ...]]"
):
    said = wait_for(f"waits for the transaction of connection {report.info.backend_pid}", builds)
    report.rollback()
    builds.communicate(timeout=PATIENCE)

    assert "bookings.later_3_index" in said
    assert builds.returncode == 0


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_one_that_is_cut_off_says_so(
    town: str, builds: subprocess.Popen[str], sign: signal.Signals
):
    builds.send_signal(sign)
    _, said = builds.communicate(timeout=30)

    assert builds.returncode == 1
    assert said.startswith("voltbay: cut off.")
    assert "Traceback" not in said
    assert asked(town, BUILDING) == [0]


DOES = """
CREATE FUNCTION do_it() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN {} END $$;
CREATE EVENT TRIGGER it ON ddl_command_start WHEN TAG IN ('{}') EXECUTE FUNCTION do_it()
"""


def at(town: str, command: str, happens: str) -> None:
    with psycopg.connect(town, autocommit=True) as connection:
        connection.execute(DOES.format(happens, command))


def test_rows_that_break_a_rule_are_named_by_the_rule_alone(town: str):
    at(
        town,
        "CREATE INDEX",
        "RAISE 'Key (phone)=(13800138000) is there twice'"
        " USING ERRCODE = 'unique_violation', CONSTRAINT = 'booking_by_day';",
    )
    done = migrate(town)

    assert done.returncode == 1
    assert "rows that are there break booking_by_day" in done.stderr
    assert "13800138000" not in done.stderr


def test_a_connection_that_is_lost_is_said(town: str):
    at(town, "ALTER TABLE", "PERFORM pg_terminate_backend(pg_backend_pid());")
    done = migrate(town)

    assert done.returncode == 1
    assert "the connection to the database was lost" in done.stderr
    assert "Traceback" not in done.stderr
