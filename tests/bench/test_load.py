"""Each request is sent once, by `wrk` and by Python alike; another status is told."""

import shutil
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from bench import crowd, wrk
from bench.asked import Request, get, post

WRK = shutil.which("wrk") or ""
needs_wrk = pytest.mark.skipif(not WRK, reason="wrk is not installed")


class Site(BaseHTTPRequestHandler):
    """Remembers what it was asked, and has everything but /missing."""

    protocol_version = "HTTP/1.1"
    seen: list[tuple[str, str, bytes]]

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.seen.append((self.command, self.path, body))
        self.send_response(404 if self.path == "/missing" else 200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    do_POST = do_GET  # noqa: N815  # as the server calls it

    def log_message(self, *said: Any) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[ThreadingHTTPServer]:
    Site.seen = []
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def send_by(program: str, site: ThreadingHTTPServer, requests: list[Request]) -> Any:
    if program == "wrk":
        return wrk.send(WRK, site.server_port, requests, clients=3, status=200)
    return crowd.send(site.server_port, requests, clients=3, status=200)


@pytest.mark.parametrize("program", [pytest.param("wrk", marks=needs_wrk), "crowd"])
class TestSending:
    def test_each_is_sent_once(self, site, program):
        requests = [get(f"/{n}", token="t") for n in range(20)]
        requests += [post(f"/{n}", {"n": n}) for n in range(20, 40)]

        answers = send_by(program, site, requests)

        assert answers.statuses == {200: 40}
        assert sorted(Site.seen) == sorted((each.method, each.path, each.body) for each in requests)
        assert 0 < answers.p50 <= answers.p95 < answers.wall

    def test_another_status_comes_with_what_was_said(self, site, program):
        answers = send_by(program, site, [get("/there"), get("/missing")])

        assert (answers.statuses, answers.wrong) == ({200: 1, 404: 1}, "ok")
