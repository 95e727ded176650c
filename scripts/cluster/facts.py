"""What the database and the photo store hold, for `judge`: `python -m scripts.cluster.facts`.

With the site's settings, on a host of the site. Prints JSON.
"""

import json
import sys
from datetime import timedelta
from typing import Any

import django

# Given up; or begun, or due, a minute ago. Aborted are those of timers that left it to the next.
JOBS = """
SELECT status::text, task_name, count(*) FROM procrastinate_jobs AS job
WHERE status NOT IN ('succeeded', 'aborted', 'doing', 'todo') OR (status IN ('doing', 'todo') AND
greatest(scheduled_at, (SELECT max(at) FROM procrastinate_events WHERE job_id = job.id))
< now() - interval '1 minute')
GROUP BY 1, 2
"""
# Jobs that ever were: those that came off are deleted.
COUNTS = """
SELECT (SELECT last_value FROM procrastinate_jobs_id_seq), (SELECT count(*) FROM bookings_booking),
       (SELECT count(*) FROM slots_claim)
"""
MOVES = """
SELECT booking.code, booking.state, array_agg(event.to_state ORDER BY event.id)
FROM bookings_booking AS booking
JOIN bookings_bookingevent AS event ON event.booking_id = booking.id
GROUP BY 1, 2
"""
# In the trial's town a booking takes one slot; what was given back, and nobody, has no claim.
CLAIMS = """
SELECT coalesce(booking.code, 'nobody'), coalesce(booking.state, ''), count(claim.id)
FROM bookings_booking AS booking FULL JOIN slots_claim AS claim ON claim.claimant = booking.id
GROUP BY booking.code, booking.state
HAVING count(claim.id) <>
    CASE WHEN booking.state IN ('held', 'confirmed', 'in_review') THEN 1 ELSE 0 END
"""
# A timer gives them back within a minute.
OVERDUE = """
SELECT code FROM bookings_booking
WHERE state = 'held' AND held_until < now() - interval '3 minutes'
"""


def found() -> dict[str, Any]:
    """Return what the database holds."""
    import psycopg
    from django.db import connection

    from voltbay.notifications.channels.aliyun_sms import out_id
    from voltbay.notifications.models import Notice
    from voltbay.server.backup.contents import broken_invariants, photo_keys

    def rows(query: str) -> list[list[Any]]:
        with connection.cursor() as cursor:
            cursor.execute(query)
            return [list(row) for row in cursor.fetchall()]

    connection.ensure_connection()
    raw: psycopg.Connection = connection.connection
    jobs, bookings, claims = rows(COUNTS)[0]
    notices = Notice.objects.only("id", "created_at", "template", "state")
    return {
        "counts": {"jobs": jobs, "bookings": bookings, "claims": claims},
        "broken": broken_invariants(raw),
        "claims": rows(CLAIMS),
        "overdue": [code for (code,) in rows(OVERDUE)],
        "jobs": rows(JOBS),
        "moves": {code: {"state": state, "moves": moves} for code, state, moves in rows(MOVES)},
        "notices": {out_id(each): [each.template, each.state] for each in notices},
        "photos": photo_keys(raw),
    }


def swept() -> int:
    """Erase what a program left that died between photo and row, and return how many.

    It goes when its hour is over: as if it were.
    """
    from voltbay.core import clock
    from voltbay.recognition.documents.sweep import OPEN_SUBMISSION, sweep_orphans

    later = clock.now() + OPEN_SUBMISSION + timedelta(hours=1)  # noqa: TID251  # a door
    return sweep_orphans(now=later)


if __name__ == "__main__":
    django.setup()
    number = swept() if "--sweep" in sys.argv else 0
    print(json.dumps({**found(), "swept": number}, default=str))
