"""What the worker does, called as the worker calls it."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Job

from tests.documents import Told, a_document, recognised
from tests.recognition.documents.test_requeue import sql
from tests.recognition.test_storage import files_in
from voltbay.recognition import jobs, photos, tasks
from voltbay.recognition.documents.read import MOST_TRIES
from voltbay.recognition.engines.engine import EngineUnavailable
from voltbay.recognition.models import Document

pytestmark = pytest.mark.django_db(transaction=True)
LONG_AGO = timezone.now() - timedelta(days=2)


@pytest.fixture
def engine(monkeypatch) -> Told:
    told = Told(recognised())
    monkeypatch.setattr(tasks, "engine_for", lambda document_id, *, now: told)
    return told


def state_of(document: Document) -> str:
    return Document.objects.values_list("state", flat=True).get(pk=document.pk)


def test_the_jobs_that_are_deferred_by_name_exist():
    assert {jobs.READ, jobs.ERASE_PHOTO} <= app.tasks.keys()
    assert app.tasks[jobs.READ].queue == jobs.QUEUE


def test_a_job_reads_its_document(engine):
    document = a_document()

    tasks.read_document(document_id=str(document.pk))

    assert state_of(document) == "recognised"


def test_a_job_without_a_document_does_nothing(engine):
    tasks.read_document(document_id=str(uuid4()))

    assert engine.pictures == []


def test_an_engine_that_is_away_is_tried_as_often_as_a_document(engine):
    document = a_document()
    engine.answer = EngineUnavailable()
    waits = []

    for attempt in range(MOST_TRIES):
        with pytest.raises(EngineUnavailable) as failed:
            tasks.read_document(document_id=str(document.pk))
        again = tasks.BACK_OFF.get_retry_decision(exception=failed.value, job=a_job(attempt))
        waits.append(round((again.retry_at - timezone.now()).total_seconds()) if again else None)

    assert waits == [3, 9, 27, 81, None]
    assert state_of(document) == "refused"


def a_job(attempts: int):
    return Job(
        id=1,
        queue=jobs.QUEUE,
        lock=None,
        queueing_lock=None,
        task_name=jobs.READ,
        attempts=attempts,
    )


def test_a_job_erases_a_photo_however_often_it_runs(folder):
    key = photos.key_of(UUID(int=1), now=timezone.now())
    photos.put(key, b"a picture")

    tasks.erase_photo(key=key)
    tasks.erase_photo(key=key)

    assert files_in(folder) == []


def test_by_the_clock_lost_documents_are_queued_again():
    document = a_document(now=LONG_AGO)
    sql("UPDATE procrastinate_jobs SET status = 'failed'")

    tasks.queue_lost_again(timestamp=0)

    queued = ProcrastinateJob.objects.get(status="todo", task_name=jobs.READ)
    assert queued.args == {"document_id": str(document.pk)}


def test_by_the_clock_leftovers_are_swept(folder):
    a_document(now=LONG_AGO)

    tasks.sweep(timestamp=0)

    assert len(files_in(folder)) == 1
