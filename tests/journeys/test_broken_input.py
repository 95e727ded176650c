"""Charlie sends whatever he likes through a real web server: a 4xx each, and nothing is kept."""

import io
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from django.utils import timezone
from PIL import Image

from tests.documents import a_photo, an_owner, photos_setting
from tests.programs import program, wait_until
from tests.recognition.test_storage import files_in
from tools.hostile_pictures import as_many_scans_as_allowed
from voltbay.accounts.models import Owner
from voltbay.accounts.owners.sessions import open_session
from voltbay.recognition.models import Document, Submission

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
MEGABYTE = 1024 * 1024
SQL = "'; DROP TABLE recognition_document; --"


@pytest.fixture
def folder(tmp_path: Path, settings) -> Path:
    settings.STORAGES = photos_setting(tmp_path / "photos")
    return tmp_path / "photos"


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "web.log"


@pytest.fixture
def charlie(folder: Path, log: Path) -> Iterator[httpx.Client]:
    """A signed-in client of a web server that runs beside the test."""
    token, _ = open_session(owner=an_owner(), client="tests", now=timezone.now())
    address = f"127.0.0.1:{free_port()}"
    web = ("web", "--bind", address, "--processes", "1", "--threads", "24")
    with (
        program(*web, photos=folder, log=log),
        httpx.Client(
            base_url=f"http://{address}",
            headers={"Authorization": f"Bearer {token}"},
            timeout=60,
        ) as client,
    ):
        wait_until(lambda: answers(address), log=log)
        yield client


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def answers(address: str) -> bool:
    try:
        return httpx.get(f"http://{address}/healthz").status_code == 200
    except httpx.TransportError:
        return False


def drawn(kind: str, size: tuple[int, int] = (320, 200)) -> bytes:
    out = io.BytesIO()
    Image.new("L", size).save(out, kind)
    return out.getvalue()


def form(image: bytes | None = None, kind: str | None = "identity_card") -> dict:
    photo = a_photo() if image is None else image
    return {"data": {"kind": kind}, "files": {"image": ("card.jpg", photo, "image/jpeg")}}


def broken() -> Iterator[tuple[str, int, str, dict]]:
    """What is wrong, the status and code it deserves, and the request."""
    photo = ("card.jpg", a_photo(), "image/jpeg")
    yield "no bytes", 422, "photo_empty", form(b"")
    yield "a text", 422, "photo_not_an_image", form(b"Dear Sir or Madam" * 99)
    yield "a PDF", 422, "photo_not_an_image", form(b"%PDF-1.7\n" + bytes(999))
    yield "a GIF", 422, "photo_kind_unsupported", form(drawn("GIF"))
    yield "60 megapixels", 422, "photo_too_many_pixels", form(drawn("PNG", (10_000, 6_000)))
    yield "half a photo", 422, "photo_damaged", form(a_photo()[:900])
    yield "11 MB", 413, "photo_too_large", form(a_photo() + bytes(11 * MEGABYTE))
    yield "40 MB", 413, "body_too_large", form(bytes(40 * MEGABYTE))
    for kind in ("driving_licence", "", "身份证", "🚗🔋", SQL, "identity_card " * 1000):
        yield f"kind {kind[:12]!r}", 422, "invalid", form(kind=kind)
    yield "no kind", 422, "invalid", {"files": {"image": photo}}
    yield "no photo", 422, "invalid", {"data": {"kind": "identity_card"}}
    yield (
        "two photos",
        422,
        "invalid",
        {
            "data": {"kind": "identity_card"},
            "files": [("image", photo), ("image", photo)],
        },
    )
    yield (
        "an extra file",
        422,
        "invalid",
        {
            "data": {"kind": "identity_card"},
            "files": [("image", photo), (SQL, photo)],
        },
    )
    yield "JSON", 422, "invalid", {"json": {"kind": "identity_card", "image": "aGVsbG8="}}
    yield (
        "no boundary",
        400,
        "body_malformed",
        {
            "content": b"hello",
            "headers": {"Content-Type": "multipart/form-data"},
        },
    )
    yield "a key too short", 422, "invalid", {**form(), "headers": {"Idempotency-Key": "1"}}


def test_nothing_that_is_broken_is_taken_in(charlie, folder, log):
    fared = {}
    for what, status, code, request in broken():
        answer = charlie.post("/api/v1/documents", **request)
        problem = answer.json()
        assert answer.headers["Content-Type"] == "application/problem+json", what
        assert problem["detail"] not in ("", problem["code"]), what
        fared[what] = (answer.status_code, problem["code"]) == (status, code) or problem

    assert fared == dict.fromkeys(fared, True)
    assert not Document.objects.exists()
    assert Submission.objects.exists()  # what was opened is counted, though it was refused
    assert files_in(folder) == []
    assert "Traceback" not in log.read_text()
    assert charlie.post("/api/v1/documents", **form()).status_code == 202


def test_ids_and_waits_that_are_none_are_refused(charlie, log):
    paths = ["1", "🚗", SQL, "0" * 500, "x" * 500]

    for path in paths:
        answer = charlie.get(f"/api/v1/documents/{path}")
        assert (answer.status_code, answer.json()["code"]) in (
            (422, "invalid"),
            (404, "not_found"),
        ), path
    nul = charlie.get("/api/v1/documents/%00")
    assert (nul.status_code, nul.json()["code"]) == (400, "nul_not_allowed")
    for wait in ("-1", "21", "NaN", "1e3", "%F0%9F%9A%97", SQL):
        answer = charlie.get(f"/api/v1/documents/{Document().pk}", params={"wait": wait})
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid"), wait
    assert "Traceback" not in log.read_text()


def test_a_crowd_that_waits_does_not_keep_others_from_being_answered(charlie):
    document = charlie.post("/api/v1/documents", **form()).json()["id"]

    def wait(_: int) -> str:
        return charlie.get(f"/api/v1/documents/{document}?wait=5").json()["state"]

    with ThreadPoolExecutor(40) as crowd:
        waiting = [crowd.submit(wait, number) for number in range(40)]
        time.sleep(1)
        began = time.monotonic()
        assert charlie.get("/api/v1/agreements").status_code == 200
        took = time.monotonic() - began
    states = [each.result() for each in waiting]

    assert states == ["reading"] * 40
    assert took < 2.5  # on a busy machine; without a limit on waiters it takes over four


def test_dear_pictures_stop_nobody_else(charlie, log):
    dear = as_many_scans_as_allowed()
    hostile = [{"Authorization": f"Bearer {token_of(an_owner())}"} for _ in range(3)]

    def send(number: int) -> str:
        url = str(charlie.base_url.join("/api/v1/documents"))
        answer = httpx.post(url, headers=hostile[number % 3], timeout=120, **form(dear))
        return answer.json().get("code", "taken in")

    with ThreadPoolExecutor(24) as crowd:
        jobs = [crowd.submit(send, number) for number in range(24)]
        slow, mine = [], []
        while len(mine) < 5 or not all(job.done() for job in jobs):
            slow.append(seconds(lambda: charlie.get("/healthz")))
            if len(mine) < 5:
                mine.append(charlie.post("/api/v1/documents", **form()).status_code)

    fared = {job.result() for job in jobs}
    cut = {"photo_too_costly", "photo_took_too_long"}
    assert fared <= {"taken in", "intake_busy", "too_many_being_read", *cut}
    assert mine == [202] * 5
    assert max(slow) < 5  # on a machine with nothing to spare; usually a hundredth
    assert "Traceback" not in log.read_text()


def token_of(owner: Owner) -> str:
    return open_session(owner, client="tests", now=timezone.now())[0]


def seconds(do: Callable[[], object]) -> float:
    began = time.monotonic()
    do()
    return time.monotonic() - began
