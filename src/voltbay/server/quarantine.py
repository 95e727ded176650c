"""`voltbay quarantine`: say whether this site is a copy that does nothing yet; begin and end it."""

import argparse
import sys
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection

from voltbay.core import clock
from voltbay.quarantine.state import NotWhole, begin, end, quarantine
from voltbay.server.said import say
from voltbay.server.worker import DEAD_AFTER_SECONDS

ALIVE = "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > %s"
WAITING = """
SELECT count(*), count(*) FILTER (WHERE task_name LIKE 'notifications.%%')
FROM procrastinate_jobs WHERE status IN ('todo', 'doing')
"""


def run(chosen: argparse.Namespace) -> None:
    """Do what was asked. Exits with a sentence where it cannot be done."""
    now = clock.now()
    {"tell": _tell_state, "begin": _begin, "end": _end}[chosen.verb](chosen, now)


def _tell_state(chosen: argparse.Namespace, _now: datetime) -> None:
    found = quarantine()
    if found is None:
        return _say(chosen, "none")
    if found.since is None:
        return _say(chosen, found.why, site=found.site, ours=settings.VOLTBAY_PUBLIC_URL)
    return _say(chosen, "since" if found.is_whole else "not_whole", since=found.since.isoformat())


def _begin(chosen: argparse.Namespace, now: datetime) -> None:
    """Nobody can tell a worker that runs: it would send what it has taken."""
    with connection.cursor() as cursor:
        cursor.execute(ALIVE, [now - timedelta(seconds=DEAD_AFTER_SECONDS)])
        (alive,) = cursor.fetchone()
    if alive:
        sys.exit(f"voltbay: {say('quarantine', 'workers', chosen.language, count=alive)}")
    begin(now=now)
    _say(chosen, "begun")


def _end(chosen: argparse.Namespace, _now: datetime) -> None:
    try:
        end()
    except NotWhole:
        sys.exit(f"voltbay: {say('quarantine', 'not_whole', chosen.language)}")
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        jobs, messages = cursor.fetchone()
    _say(chosen, "ended", jobs=jobs, messages=messages)


def _say(chosen: argparse.Namespace, what: str, **gaps: object) -> None:
    print(say("quarantine", what, chosen.language, **gaps), flush=True)
