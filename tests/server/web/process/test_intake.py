"""What becomes of a body that does not come, and of an answer that is made piece by piece."""

import asyncio
import json
from collections.abc import Iterator
from threading import Event
from typing import Any

import pytest

from tests.loops import run
from voltbay.server.web.process import intake, threads
from voltbay.server.web.process.intake import Intake

HEADERS = [(b"host", b"127.0.0.1"), (b"accept-language", b"en"), (b"content-type", b"text/plain")]


class Site:
    """A WSGI application, and what was sent of its answers."""

    def __init__(self, pieces: list[bytes]) -> None:
        self.pieces = pieces
        self.read = b""
        self.closed = 0
        self.sent: list[dict[str, Any]] = []
        self.intake = Intake(self._answer, threads=2)

    def ask(self, *parts: bytes | None, method: str = "POST", length: int = 10) -> None:
        """Send a request in parts; None is a caller who hangs up, and nothing more is silence."""
        scope = {
            "type": "http",
            "method": method,
            "http_version": "1.1",
            "raw_path": b"/",
            "query_string": b"",
            "headers": [*HEADERS, (b"content-length", str(length).encode())],
            "client": ("203.0.113.7", 4000),
            "server": ("127.0.0.1", 8000),
        }
        coming = iter(parts)

        async def receive() -> dict[str, Any]:
            part = next(coming, b"silence")
            if part == b"silence":
                await asyncio.sleep(60)
            if part is None:
                return {"type": "http.disconnect"}
            return {"type": "http.request", "body": part, "more_body": part != b"end"}

        async def send(message: dict[str, Any]) -> None:
            self.sent.append(message)

        run(self.intake(scope, receive, send))

    @property
    def body(self) -> bytes:
        """Return the body of the answer."""
        return b"".join(message.get("body", b"") for message in self.sent)

    def _answer(self, environ: dict[str, Any], start_response: Any) -> "Site":
        self.read = environ["wsgi.input"].read()
        start_response("200 OK", [("Content-Type", "text/plain")])
        return self

    streaming = True

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.pieces)

    def close(self) -> None:
        """Count how often it is closed."""
        self.closed += 1


def test_a_body_is_whole_before_it_is_read():
    site = Site([b"fine"])

    site.ask(b"half ", b"end")

    assert (site.read, site.body, site.closed) == (b"half end", b"fine", 1)
    assert site.intake.uploads.held == 0


def test_who_stops_in_the_middle_is_told_why(monkeypatch):
    monkeypatch.setattr(intake, "LONGEST_SILENCE", 0.05)
    site = Site([])

    site.ask(b"half ")

    assert site.sent[0]["status"] == 408
    assert json.loads(site.body)["code"] == "body_too_slow"
    assert "signal" in json.loads(site.body)["detail"]
    assert site.intake.uploads.held == 0


def test_who_hangs_up_leaves_nothing_behind():
    site = Site([])

    site.ask(b"half ", None)

    assert site.sent == []
    assert site.intake.uploads.held == 0


def test_who_finds_no_room_is_told_to_come_again():
    site = Site([])
    site.intake.uploads.most = 1

    site.ask(b"half ")

    assert site.sent[0]["status"] == 503
    assert (b"retry-after", b"5") in [(k.lower(), v) for k, v in site.sent[0]["headers"]]


def test_who_waits_too_long_for_a_thread_is_told_to_come_again(monkeypatch):
    monkeypatch.setattr(threads, "LONGEST_TURN", 0.1)
    site, go = Site([b"fine"]), Event()
    pool = site.intake.threads.of({"PATH_INFO": "/"})
    busy = [pool.submit(go.wait, 30) for _ in range(pool._max_workers)]

    site.ask(b"end")

    assert not any(each.done() for each in busy)
    go.set()
    assert (site.sent[0]["status"], site.read) == (503, b"")
    assert json.loads(site.body)["code"] == "unavailable"
    assert (b"retry-after", b"5") in [(k.lower(), v) for k, v in site.sent[0]["headers"]]


def test_a_body_that_is_longer_than_announced_types_allow_is_refused():
    site = Site([])

    site.ask(bytes(2 * 1024 * 1024), b"end")

    assert json.loads(site.body)["code"] == "body_too_large"


def test_a_long_answer_comes_in_pieces_and_is_closed():
    site = Site([bytes(1000)] * 100)

    site.ask(b"end")

    assert len(site.body) == 100_000
    assert len(site.sent) > 3
    assert site.closed == 1


@pytest.mark.parametrize("method", ["HEAD"])
def test_who_asks_for_the_head_alone_gets_no_body(method: str):
    site = Site([b"fine"])

    site.ask(b"end", method=method)

    assert (site.body, site.closed) == (b"", 1)
