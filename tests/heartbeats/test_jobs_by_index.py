"""A connection that wrote its first job when there were few does not read all at each later one."""

from pathlib import Path

import psycopg
import pytest
from procrastinate import sql

from tests.races.crowd import own_connection

FEW, MANY = 8, 3_000
DEFER = """
SELECT procrastinate_defer_jobs_v1(ARRAY[
    ROW('bench', 'bench', 0, NULL, NULL, '{{}}', {at})::procrastinate_job_to_defer_v1
])
"""
AT = ("NULL", "now() + interval '1 hour'")
OTHERS = """
INSERT INTO procrastinate_jobs (queue_name, task_name, args)
SELECT 'bench', 'bench', '{}' FROM generate_series(1, %s)
"""
READ = "SELECT seq_tup_read FROM pg_stat_xact_user_tables WHERE relname = 'procrastinate_jobs'"
# Those that procrastinate's statements call to fetch and end a job, and those of triggers that
# write what became of one: each looks the job up.
FUNCTIONS = """
SELECT proname, 'enable_seqscan=off' = ANY(COALESCE(proconfig, '{}')) FROM pg_proc
WHERE (proname ~ '_(fetch|finish)_job_' AND strpos(%s, proname || '(') > 0)
    OR prosrc ~ 'INSERT INTO procrastinate_events'
    AND oid IN (SELECT tgfoid FROM pg_trigger WHERE tgrelid = 'procrastinate_jobs'::regclass)
"""
TRIGGER = "procrastinate_trigger_function_status_events_insert_v1()"


def read_for_a_job(own: psycopg.Connection, *, at: str) -> int:
    """Return how many rows are read to write one job where many wait, planned when few did."""
    own.execute("TRUNCATE procrastinate_jobs CASCADE")  # what was taken back leaves its pages
    own.execute(OTHERS, [FEW])
    own.execute("ANALYZE procrastinate_jobs")
    for _ in range(FEW):
        own.execute(DEFER.format(at=at))
    own.execute(OTHERS, [MANY])
    before = own.execute(READ).fetchone()[0]
    own.execute(DEFER.format(at=at))
    return own.execute(READ).fetchone()[0] - before


@pytest.fixture
def own(transactional_db):
    """Return a connection of its own, which plans everything anew; nothing it does stays."""
    with own_connection() as own:
        yield own
        own.rollback()


@pytest.mark.parametrize("at", AT, ids=["now", "later"])
def test_writing_a_job_reads_no_other(own, at):
    assert read_for_a_job(own, at=at) == 0


def test_without_it_every_job_is_read(own):
    own.execute(f"ALTER FUNCTION {TRIGGER} RESET enable_seqscan")

    assert read_for_a_job(own, at="NULL") >= MANY


def test_what_fetches_ends_and_follows_a_job_has_it(own):
    """Also after procrastinate has made a function anew, which has lost it."""
    asked = own.execute(FUNCTIONS, [Path(sql.__file__).with_name("queries.sql").read_text()])
    known = dict(asked)

    assert len(known) >= 5
    assert [name for name, has_it in known.items() if not has_it] == []
