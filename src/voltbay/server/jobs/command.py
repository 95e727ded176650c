"""`voltbay jobs …`: jobs that were given up, looked at, done again and forgotten."""

import argparse
import json
import sys

from django.db import transaction

from voltbay.audit.record import record
from voltbay.core import clock
from voltbay.core.local_time import local
from voltbay.heartbeats.errors import JobMissing
from voltbay.heartbeats.failed_jobs import do_again, failed_jobs, forget
from voltbay.server.said import say

VERBS = {"retry": (do_again, "job-retried", "again"), "forget": (forget, "job-forgotten", "gone")}


def run(chosen: argparse.Namespace) -> None:
    """Do what was asked. Exits with 1, and does nothing, if a job that was named is not there."""
    if chosen.verb == "list":
        return _list(chosen.language)
    do, what, said = VERBS[chosen.verb]
    try:
        with transaction.atomic():
            for job_id in chosen.job:
                do(job_id)
                record(what, by=None, address="", now=clock.now(), target=str(job_id))
    except JobMissing:
        sys.exit(f"voltbay: {say('jobs', 'missing', chosen.language)}")
    print(say("jobs", said, chosen.language, count=len(chosen.job)))
    return None


def _list(language: str) -> None:
    found = failed_jobs()
    for job in found:
        at = f"{local(job.failed_at):%Y-%m-%d %H:%M}" if job.failed_at else "-"
        gaps = {"task": job.task, "queue": job.queue, "attempts": job.attempts, "at": at}
        arguments = json.dumps(job.arguments)
        print(say("jobs", "job", language, number=job.id, arguments=arguments, **gaps))
    if not found:
        print(say("jobs", "none", language))
