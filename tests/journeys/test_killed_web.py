"""The web server is killed while photos come in: nothing is lost, doubled or stuck."""

import os
import signal
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.documents import an_owner, photos_setting
from tests.journeys.test_broken_input import answers, free_port
from tests.programs import program, wait_until
from tests.recognition.test_storage import files_in
from tools.cards import draw_identity_card
from voltbay.accounts.owners.sessions import open_session
from voltbay.recognition.documents.sweep import sweep_orphans
from voltbay.recognition.models import Document

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
OWNERS, PHOTOS = 6, 3


def test_photos_that_come_in_while_the_server_is_killed(tmp_path: Path, settings):
    folder, log = tmp_path / "photos", tmp_path / "web.log"
    settings.STORAGES = photos_setting(folder)
    photo, _ = draw_identity_card(seed=7)
    tokens = [a_token() for _ in range(OWNERS)]
    address = f"127.0.0.1:{free_port()}"

    def send_all(token: str) -> list[str]:
        return [send(address, token, photo, key=f"{token[:20]}-{n}") for n in range(PHOTOS)]

    web = ("web", "--bind", address, "--processes", "2", "--threads", "8")
    with program(*web, photos=folder, log=log) as server, ThreadPoolExecutor(OWNERS) as crowd:
        wait_until(lambda: answers(address), log=log)
        sending = [crowd.submit(send_all, token) for token in tokens]
        wait_until(lambda: Document.objects.count() >= 3, log=log)
        os.killpg(server.pid, signal.SIGKILL)
        told = [document for each in sending for document in each.result() if document]

    assert len(told) < OWNERS * PHOTOS  # or the kill came too late to try anything
    assert_nothing_is_lost_or_stuck(told, folder)

    with program(*web, photos=folder, log=log), ThreadPoolExecutor(OWNERS) as crowd:
        wait_until(lambda: answers(address), log=log)
        again = [document for each in crowd.map(send_all, tokens) for document in each]

    assert len(set(again)) == OWNERS * PHOTOS
    assert set(told) <= set(again)
    assert Document.objects.count() == OWNERS * PHOTOS
    assert_nothing_is_lost_or_stuck(again, folder)
    sweep_orphans(now=timezone.now() + timedelta(hours=2))
    assert len(files_in(folder)) == OWNERS * PHOTOS


def a_token() -> str:
    token, _ = open_session(owner=an_owner(), client="tests", now=timezone.now())
    return token


def send(address: str, token: str, photo: bytes, *, key: str) -> str:
    """Send a photo; return the document's id, or nothing if the server is gone."""
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key}
    form = {"data": {"kind": "identity_card"}, "files": {"image": ("card.jpg", photo)}}
    try:
        answer = httpx.post(
            f"http://{address}/api/v1/documents", headers=headers, timeout=60, **form
        )
    except httpx.TransportError:
        return ""
    assert answer.status_code == 202, answer.text
    return str(answer.json()["id"])


def assert_nothing_is_lost_or_stuck(told: list[str], folder: Path) -> None:
    """What was told is kept, and what is kept has its photo and its job, once."""
    kept = {str(document.pk): document.photo for document in Document.objects.all()}
    jobs = ProcrastinateJob.objects.filter(args__document_id__in=list(kept), status="todo")
    queued = sorted(jobs.values_list("args__document_id", flat=True))
    assert set(told) <= set(kept)
    assert queued == sorted(kept)
    assert {str(folder / photo) for photo in kept.values()} <= {str(f) for f in files_in(folder)}
