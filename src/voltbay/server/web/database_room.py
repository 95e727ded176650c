"""Whether the database's disk takes what is written, found out by writing there.

A full disk refuses only what needs new room: a row that is changed finds some in its own page, and
the log's files are used again. So a query is given too little memory: what does not fit PostgreSQL
writes to a temporary file beside its tables, and takes away again. No table and no log grows by it.
"""

import logging
import time

from django.db import DatabaseError, connection, transaction

log = logging.getLogger(__name__)

REMEMBERED_FOR = 5.0  # seconds in which a process does not write again, whoever asks
LITTLE = "SELECT set_config('work_mem', '64kB', true)"
MUCH = "SELECT count(*) FROM generate_series(1, 20000)"  # about half a megabyte
# When this process last looked, by time.monotonic, and what it found.
LOOKED: list[tuple[float, bool]] = []


def takes_files() -> bool:
    """Say whether the database could write a file just now, or within the last five seconds."""
    now = time.monotonic()
    if not LOOKED or now - LOOKED[-1][0] > REMEMBERED_FOR:
        LOOKED[:] = [(now, _writes())]
    return LOOKED[-1][1]


def _writes() -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(LITTLE)
            cursor.execute(MUCH)
    except DatabaseError as failed:
        log.warning("the database writes no file (%s)", type(failed.__cause__).__name__)
        return False
    return True
