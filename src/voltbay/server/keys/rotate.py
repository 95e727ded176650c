"""`voltbay keys rotate`: a new key seals from now on, and what older ones sealed is sealed anew.

1. Put a new key first, unless an earlier rotation is not finished: then go on with its key.
2. Seal rows anew, table after table, then photos; tell how far it is.
3. Wait for transactions that began under the old key, and look again.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.db import connection

from voltbay.core.keys import keyring
from voltbay.server.keys.columns import sealed_tables, waiting
from voltbay.server.keys.reseal import Unopened, photos_waiting, reseal_photos, reseal_rows

LOCK = 0x766F6C74  # "volt": one rotation at a time
PATIENCE = 60  # seconds that a transaction of others may still take
TOLD_EVERY = 1.0  # seconds

Tell = Callable[[str, int, int], None]  # where, done, of


class RotationRunning(Exception):
    """Another rotation is at work on this database."""


@dataclass
class Outcome:
    """What a rotation did, and what does not open under any key of the list."""

    rows: int = 0
    photos: int = 0
    unopened: Unopened = field(default_factory=Unopened)


def is_unfinished() -> bool:
    """Tell whether anything was sealed by another key than the newest."""
    newest = keyring().newest
    return any(waiting(table, newest=newest) for table in sealed_tables()) or bool(photos_waiting())


def reseal_all(tell: Tell) -> Outcome:
    """Seal everything under the newest key. Raises RotationRunning or StorageFull."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            raise RotationRunning
        try:
            outcome = Outcome()
            _once(outcome, tell)
            _wait_for_others()
            _once(outcome, tell)
            return outcome
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def _once(outcome: Outcome, tell: Tell) -> None:
    outcome.unopened = Unopened()
    for table in sealed_tables():
        of = waiting(table, newest=keyring().newest)
        steps = reseal_rows(table, unopened=outcome.unopened) if of else iter(())
        outcome.rows += _told(table.name, steps, of, tell)
    of = photos_waiting()
    steps = reseal_photos(unopened=outcome.unopened) if of else iter(())
    outcome.photos += _told("photos", steps, of, tell)


def _told(where: str, steps: Iterator[int], of: int, tell: Tell) -> int:
    done, told_at = 0, time.monotonic()
    for did in steps:
        done += did
        if time.monotonic() - told_at > TOLD_EVERY:
            tell(where, done, of)
            told_at = time.monotonic()
    if of:
        tell(where, done, of)
    return done


def _wait_for_others() -> None:
    """Return when every transaction that writes and is open now has ended, or after a minute."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::numeric")
        (now_open,) = cursor.fetchone()
        ends_at = time.monotonic() + PATIENCE
        while time.monotonic() < ends_at:
            cursor.execute(
                "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::numeric >= %s", [now_open]
            )
            if cursor.fetchone()[0]:
                return
            time.sleep(0.1)
