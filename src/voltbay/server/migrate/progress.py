"""How far a long statement is, and whom it waits for: asked over a second connection.

An index that is built beside writers waits for every transaction that is older than it, without
a word and without end. PostgreSQL knows both whom it waits for and how far it is.
Source: PostgreSQL, "CREATE INDEX Progress Reporting".
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC
from threading import Event, Thread

from django.db import DatabaseError, connection

from voltbay.server.said import say

TELL_SECONDS = 5.0
# Of another role's connection only the number is shown to whoever may not see the rest.
FAR = """
SELECT building.index_relid::regclass::text, building.phase,
       100 * coalesce(nullif(building.blocks_done, 0), building.tuples_done)
           / nullif(CASE building.blocks_done WHEN 0 THEN building.tuples_total
                    ELSE building.blocks_total END, 0),
       other.pid, other.xact_start, nullif(other.application_name, '')
FROM pg_stat_activity AS mine
LEFT JOIN pg_stat_progress_create_index AS building ON building.pid = mine.pid
LEFT JOIN pg_stat_activity AS other ON other.pid = ANY (pg_blocking_pids(mine.pid))
WHERE mine.pid = %(pid)s AND mine.state = 'active'
  AND mine.query_start < statement_timestamp() - %(seconds)s * interval '1 second'
ORDER BY other.xact_start, other.pid
LIMIT 1
"""


@contextmanager
def told_how_far(language: str, tell: Callable[[str], None]) -> Iterator[None]:
    """Tell every five seconds, while the block runs, of the statement that this connection has."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    is_over = Event()
    looking = Thread(target=_look, args=(pid, language, tell, is_over), daemon=True)
    looking.start()
    try:
        yield
    finally:
        is_over.set()
        looking.join()


def _look(pid: int, language: str, tell: Callable[[str], None], is_over: Event) -> None:
    try:
        while not is_over.wait(TELL_SECONDS):
            if line := how_far(pid, language):
                tell(line)
    except DatabaseError:
        return  # what is told is a courtesy; the migration itself says what broke
    finally:
        connection.close()  # a thread has one of its own


def how_far(pid: int, language: str) -> str | None:
    """Say in a line how far the statement of a connection is. None if it has not taken long."""
    with connection.cursor() as cursor:
        cursor.execute(FAR, {"pid": pid, "seconds": TELL_SECONDS})
        found = cursor.fetchone()
    if found is None:
        return None
    index, phase, share, other, since, program = found
    if other is not None:
        begun = f"{since.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC" if since else "?"
        return say("migrate", "waits", language, pid=other, since=begun, program=program or "?")
    if index is None:
        return None
    return say("migrate", "building", language, index=index, phase=phase, share=share or 0)
