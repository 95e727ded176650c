"""What the database and the photo store hold, for `judge`: `python -m scripts.cluster.facts`.

With the site's settings, on a host of the site. Prints JSON.
"""

import json
import sys
from datetime import timedelta

import django

# Given up; or begun, or due, a minute ago.
JOBS = """
SELECT status::text, task_name, count(*) FROM procrastinate_jobs AS job
WHERE status = 'failed' OR (status IN ('doing', 'todo') AND greatest(scheduled_at,
(SELECT max(at) FROM procrastinate_events WHERE job_id = job.id)) < now() - interval '1 minute')
GROUP BY 1, 2
"""
MOVES = """
SELECT booking.code, booking.state, array_agg(event.to_state ORDER BY event.id)
FROM bookings_booking AS booking
JOIN bookings_bookingevent AS event ON event.booking_id = booking.id
GROUP BY 1, 2
"""
NOTICES = "SELECT template, state, count(*) FROM notifications_notice GROUP BY 1, 2"
# As the vendor has them in OutId.
SENT = "SELECT id FROM notifications_notice WHERE state = 'sent'"
CLAIMS = """
SELECT (SELECT coalesce(sum(places), 0) FROM slots_claim),
       (SELECT coalesce(sum(taken), 0) FROM slots_slot),
       (SELECT count(*) FROM bookings_booking WHERE state IN ('held', 'confirmed', 'in_review'))
"""


def main() -> None:
    """Print them."""
    import psycopg
    from django.db import connection

    from voltbay.core import clock
    from voltbay.recognition.documents.sweep import OPEN_SUBMISSION, sweep_orphans
    from voltbay.server.backup.contents import broken_invariants, photo_keys

    def rows(query: str) -> list[list[object]]:
        with connection.cursor() as cursor:
            cursor.execute(query)
            return [list(row) for row in cursor.fetchall()]

    # What a program left that died between photo and row goes when its hour is over: as if it were.
    later = clock.now() + OPEN_SUBMISSION + timedelta(hours=1)  # noqa: TID251  # a door
    swept = sweep_orphans(now=later) if "--sweep" in sys.argv else 0
    connection.ensure_connection()
    raw: psycopg.Connection = connection.connection
    found = {
        "broken": broken_invariants(raw),
        "claims": rows(CLAIMS)[0],
        "jobs": rows(JOBS),
        "moves": {code: {"state": state, "moves": moves} for code, state, moves in rows(MOVES)},
        "notices": rows(NOTICES),
        "sent": [number for (number,) in rows(SENT)],
        "photos": photo_keys(raw),
        "swept": swept,
    }
    print(json.dumps(found, default=str))


if __name__ == "__main__":
    django.setup()
    main()
