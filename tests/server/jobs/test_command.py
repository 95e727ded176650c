"""`voltbay jobs`, over the queue of the tests."""

from argparse import Namespace

import pytest
from django.db import connection

from voltbay.audit.models import AuditEntry
from voltbay.server.jobs.command import run

pytestmark = pytest.mark.django_db


def given_up(lock=None):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, queueing_lock)"
            " VALUES ('notices', 'notifications.deliver', '{\"notice_id\": 7}', 'failed', %s)"
            " RETURNING id",
            [lock],
        )
        return cursor.fetchone()[0]


def states():
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, status::text FROM procrastinate_jobs ORDER BY id")
        return dict(cursor.fetchall())


def told(capsys, verb, *jobs):
    run(Namespace(verb=verb, job=list(jobs), language="en"))
    return capsys.readouterr().out


def test_what_was_given_up_is_listed_and_done_again(capsys):
    job = given_up()

    listed = told(capsys, "list")
    assert f"{job}  notifications.deliver" in listed
    assert '{"notice_id": 7}' in listed
    assert told(capsys, "retry", job).startswith("1 jobs are queued again")

    assert states() == {job: "todo"}
    assert AuditEntry.objects.get().what == "job-retried"
    assert "No job was given up" in told(capsys, "list")


def test_a_job_whose_successor_waits_is_not_done_twice(capsys):
    old = given_up(lock="rescue")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, queueing_lock)"
            " VALUES ('default', 'server.rescue', 'rescue') RETURNING id"
        )
        successor = cursor.fetchone()[0]

    told(capsys, "retry", old)

    assert states() == {successor: "todo"}


def test_one_that_is_not_there_stops_all_of_it(capsys):
    job = given_up()

    with pytest.raises(SystemExit, match="nothing was changed"):
        told(capsys, "forget", job, job + 1)
    assert states() == {job: "failed"}

    told(capsys, "forget", job)
    assert states() == {}
