from datetime import timedelta

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.documents import a_document, recognised
from tests.places import NOW
from voltbay.recognition.documents.read import conclude
from voltbay.recognition.documents.requeue import requeue_lost

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=1)


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def take_job(*, heard_of_worker_at) -> None:
    """Have a worker take every job, and fall silent at a time."""
    sql("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s)", heard_of_worker_at)
    sql(
        "UPDATE procrastinate_jobs SET status = 'doing',"
        " worker_id = (SELECT max(id) FROM procrastinate_workers)"
    )


def test_a_document_whose_job_waits_is_left_alone():
    a_document()

    assert requeue_lost(now=LATER) == 0


def test_a_document_whose_worker_lives_is_left_alone():
    a_document()
    take_job(heard_of_worker_at=LATER - timedelta(seconds=10))

    assert requeue_lost(now=LATER) == 0


def test_a_document_whose_worker_died_is_queued_again():
    document = a_document()
    take_job(heard_of_worker_at=LATER - timedelta(seconds=31))

    assert requeue_lost(now=LATER) == 1

    job = ProcrastinateJob.objects.get(status="todo")
    assert job.args == {"document_id": str(document.pk)}
    assert requeue_lost(now=LATER) == 0


def test_a_document_whose_worker_was_pruned_is_queued_again():
    a_document()
    take_job(heard_of_worker_at=NOW)
    sql("DELETE FROM procrastinate_workers")

    assert requeue_lost(now=LATER) == 1


def test_a_document_whose_job_failed_is_queued_again():
    a_document()
    sql("UPDATE procrastinate_jobs SET status = 'failed'")

    assert requeue_lost(now=LATER) == 1


def test_a_fresh_document_is_given_time():
    a_document()
    sql("UPDATE procrastinate_jobs SET status = 'failed'")

    assert requeue_lost(now=NOW + timedelta(seconds=20)) == 0


def test_a_document_that_was_read_is_done():
    conclude(a_document(), recognised(), now=NOW)
    sql("UPDATE procrastinate_jobs SET status = 'succeeded'")

    assert requeue_lost(now=LATER) == 0
