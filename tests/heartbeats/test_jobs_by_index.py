"""A connection that wrote its first job when there were few does not read all at each later one."""

import psycopg
import pytest

from tests.races.crowd import own_connection

FEW, MANY = 8, 3_000
DEFER = """
SELECT procrastinate_defer_jobs_v1(ARRAY[
    ROW('bench', 'bench', 0, NULL, NULL, '{}', NULL)::procrastinate_job_to_defer_v1
])
"""
OTHERS = """
INSERT INTO procrastinate_jobs (queue_name, task_name, args)
SELECT 'bench', 'bench', '{}' FROM generate_series(1, %s)
"""
READ = "SELECT seq_tup_read FROM pg_stat_xact_user_tables WHERE relname = 'procrastinate_jobs'"
TRIGGER = "procrastinate_trigger_function_status_events_insert_v1()"


def read_for_a_job(own: psycopg.Connection) -> int:
    """Return how many rows are read to write one job where many wait, planned when few did."""
    own.execute("TRUNCATE procrastinate_jobs CASCADE")  # what was taken back leaves its pages
    own.execute(OTHERS, [FEW])
    own.execute("ANALYZE procrastinate_jobs")
    for _ in range(FEW):
        own.execute(DEFER)
    own.execute(OTHERS, [MANY])
    before = own.execute(READ).fetchone()[0]
    own.execute(DEFER)
    return own.execute(READ).fetchone()[0] - before


@pytest.fixture
def own(transactional_db):
    """Return a connection of its own, which plans everything anew; nothing it does stays."""
    with own_connection() as own:
        yield own
        own.rollback()


def test_writing_a_job_reads_no_other(own):
    assert read_for_a_job(own) == 0


def test_without_it_every_job_is_read(own):
    own.execute(f"ALTER FUNCTION {TRIGGER} RESET enable_seqscan")

    assert read_for_a_job(own) >= MANY
