"""The web processes as callers meet them: slow ones, odd ones, and while one is replaced."""

import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from attack.slow import longest_wait
from tests.live import Site

CROWD = 120  # more than the 48 threads of the two processes
WITHIN = 1.0  # seconds


@pytest.mark.parametrize(
    "trick",
    ["headers by the byte", "half-sent photos", "sign-ins by the byte", "chunks of a byte"],
)
def test_slow_callers_keep_nobody_waiting(site: Site, trick: str):
    assert longest_wait(site.url, trick, callers=CROWD, seconds=0.5) < WITHIN


def heard(site: Site, sent: bytes, *, seconds: float = 5) -> bytes:
    """Return all that is answered to some bytes until we are hung up on, or nothing more comes."""
    parts = urlsplit(site.url)
    with socket.create_connection((parts.hostname, parts.port), timeout=seconds) as line:
        line.sendall(sent)
        with ExitStack() as stack:
            answers = stack.enter_context(line.makefile("rb"))
            try:
                return answers.read()
            except TimeoutError:
                return b"(still open)"


def heard_with_room(site: Site, sent: bytes) -> bytes:
    """Ask again while a crowd that has just left still fills the room for bodies, as is told."""
    ends_at = time.monotonic() + 60
    while True:
        answered = heard(site, sent, seconds=30)
        if statuses(answered) != [503] or time.monotonic() > ends_at:
            return answered
        time.sleep(1)


def statuses(answered: bytes) -> list[int]:
    return [int(part[:3]) for part in answered.split(b"HTTP/1.1 ")[1:]]


HOST = b"Host: 127.0.0.1\r\n"
CLOSE = b"Connection: close\r\n"
HIDDEN = b"GET /nothing HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        (b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", 400),
        (b"Content-Length: 5\r\nContent-Length: 6\r\n", 400),
        (b"Content-Length: +5\r\n", 400),
        (b"Content-Length : 5\r\n", 400),
        (b"Transfer-Encoding: xchunked\r\n", 501),
        (b"Transfer-Encoding: chunked, identity\r\n", 400),
        (b"Transfer-Encoding:\x0bchunked\r\n", 400),
        (b"X: a\r\n folded: b\r\n", 400),
        (b"X: " + bytes(3) + b"\r\n", 400),
        (b"Host: elsewhere.example\r\n", 400),
        (b"".join(b"X-%d: y\r\n" % n for n in range(100)), 431),
        (b"X: " + b"y" * 9000 + b"\r\n", 431),
    ],
)
def test_headers_that_two_servers_could_read_differently_are_refused(
    site: Site, headers: bytes, status: int
):
    sent = b"POST /healthz HTTP/1.1\r\n" + HOST + headers + b"\r\n0\r\n\r\n" + HIDDEN

    assert statuses(heard(site, sent)) == [status]


@pytest.mark.parametrize(
    ("line", "status"),
    [
        (b"GET /" + b"x" * 5000 + b" HTTP/1.1", 414),
        (b"GET /healthz HTTP/9.9", 400),
        (b"get /healthz HTTP/1.1", 400),
        (b"GET /he\x00lthz HTTP/1.1", 400),
        (b"GET /healthz", 400),
        (b"PRI * HTTP/2.0", 400),
    ],
)
def test_a_line_that_is_no_request_is_refused(site: Site, line: bytes, status: int):
    assert statuses(heard(site, line + b"\r\n" + HOST + CLOSE + b"\r\n")) == [status]


def test_headers_that_do_not_end_are_refused(site: Site):
    fields = b"".join(b"X-%d: " % n + b"y" * 4000 + b"\r\n" for n in range(9))

    assert statuses(heard(site, b"GET /healthz HTTP/1.1\r\n" + HOST + fields)) == [431]


def test_nobody_is_upgraded_to_another_protocol(site: Site):
    upgrade = (
        b"Connection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMA\r\n"
    )

    answered = heard(site, b"GET /healthz HTTP/1.1\r\n" + HOST + upgrade + b"\r\n")

    assert statuses(answered) == [200]


def test_http_1_0_is_answered_and_closed(site: Site):
    answered = heard(site, b"GET /healthz HTTP/1.0\r\n" + HOST + b"\r\n")

    assert b" 200 OK" in answered
    assert answered.endswith(b'{"status": "ok"}')


@pytest.mark.parametrize(
    "name",
    [
        *(b"SCRIPT_NAME", b"Script-Name", b"PATH_INFO", b"Path-Info", b"REMOTE_USER"),
        *(b"X-Forwarded-Prefix", b"X-Script-Name", b"X-Original-URL", b"X-Rewrite-URL"),
    ],
)
def test_no_header_moves_a_page_elsewhere(site: Site, name: bytes):
    sent = b"GET /admin/auth/group/ HTTP/1.1\r\n" + HOST + CLOSE + name + b": /healthz\r\n\r\n"

    answered = heard(site, sent)

    assert b"\r\nLocation: /admin/login/?next=/admin/auth/group/\r\n" in answered


@pytest.mark.parametrize(
    "path", [b"//admin/", b"/console/..;/admin/", b"/healthz/../admin/", b"/ADMIN/", b"/admin%2f/x"]
)
def test_a_path_is_served_as_it_is_written(site: Site, path: bytes):
    answered = heard(site, b"GET " + path + b" HTTP/1.1\r\n" + HOST + CLOSE + b"\r\n")

    assert statuses(answered)[0] in (302, 404)
    assert b"password" not in answered


def chunked(body: bytes) -> bytes:
    head = b"POST /api/v1/sign-in HTTP/1.1\r\n" + HOST + CLOSE
    head += b"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    return head + b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)


def test_a_body_in_chunks_is_read(site: Site):
    answered = heard(site, chunked(b'{"nothing": "of use"}'))

    assert statuses(answered) == [422]
    assert b'"phone": "missing"' in answered


def test_a_body_in_chunks_is_limited_like_any_other(site: Site):
    answered = heard_with_room(site, chunked(bytes(2 * 1024 * 1024)))

    assert statuses(answered) == [413]
    assert b"body_too_large" in answered


def in_pieces(body: bytes, *, size: int) -> bytes:
    head, _, _ = chunked(b"").partition(b"0\r\n")
    parts = (body[at : at + size] for at in range(0, len(body), size))
    return head + b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def test_chunks_too_small_to_be_meant_are_refused(site: Site):
    answered = heard(site, in_pieces(b'{"nothing": "of use"}' + b" " * 1000, size=1))

    assert statuses(answered) == [400]
    assert b"chunks are too small" in answered


@pytest.mark.parametrize(("length", "size"), [(250, 1), (400_000, 512)])
def test_chunks_of_whoever_streams_are_read(site: Site, length: int, size: int):
    body = in_pieces(b'{"nothing": "of use"}'.ljust(length), size=size)

    assert statuses(heard_with_room(site, body)) == [422]


def test_who_asks_before_sending_too_much_hears_no_at_once(site: Site):
    head = b"POST /api/v1/sign-in HTTP/1.1\r\n" + HOST
    head += b"Content-Length: 9999999\r\nExpect: 100-continue\r\n\r\n"

    assert statuses(heard(site, head)) == [413]


def test_who_asks_before_sending_is_told_to_go_on(site: Site):
    body = b"{}"
    head = b"POST /api/v1/sign-in HTTP/1.1\r\n" + HOST + CLOSE
    head += b"Content-Type: application/json\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n"
    parts = urlsplit(site.url)
    with socket.create_connection((parts.hostname, parts.port), timeout=5) as line:
        line.sendall(head)
        assert line.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
        line.sendall(body)

        assert line.recv(100).startswith(b"HTTP/1.1 422 ")


def processes(site: Site) -> list[int]:
    pid = site.web.process.pid
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@contextmanager
def crowd(site: Site, found: list[object]) -> Iterator[None]:
    """Have eight people ask over kept lines, as browsers do, while the block lasts."""
    over = threading.Event()

    def ask() -> None:
        with httpx.Client(base_url=site.url, timeout=20) as line:
            while not over.is_set():
                try:
                    found.append(line.get("/healthz").status_code)
                except httpx.TransportError as error:
                    found.append(error)

    people = [threading.Thread(target=ask) for _ in range(8)]
    for each in people:
        each.start()
    try:
        yield
    finally:
        over.set()
        for each in people:
            each.join()


def test_a_process_that_ends_ends_in_peace(site: Site):
    """Nothing aborts on the way out, and whoever restarts it need not wait."""
    (first, *_) = processes(site)
    before = site.web.log.read_text()

    os.kill(first, signal.SIGTERM)
    wait_for_the_end_of(first)
    site.wait_until_ready()

    said = site.web.log.read_text().removeprefix(before)
    assert "Worker exiting" in said
    assert "terminate called" not in said
    assert "was sent" not in said


def test_measures_go_on_where_the_process_before_ended(site: Site):
    for _ in range(4):
        httpx.get(f"{site.url}/healthz")
    before = asked(site)
    files = {path.name for path in site.measures.iterdir()}

    for pid in processes(site):
        os.kill(pid, signal.SIGTERM)
        wait_for_the_end_of(pid)
    site.wait_until_ready()

    assert asked(site) >= before
    assert {path.name for path in site.measures.iterdir()} == files


def asked(site: Site) -> float:
    """Return how often `/healthz` was asked, as is measured."""
    lines = httpx.get(f"{site.url}/metrics").text.splitlines()
    counts = [line for line in lines if 'route="healthz"' in line and "_requests_total" in line]
    return float(counts[0].rpartition(" ")[2])


def wait_for_the_end_of(pid: int) -> None:
    """Return when a process is gone."""
    while Path(f"/proc/{pid}").exists():
        time.sleep(0.1)


def test_no_request_fails_while_a_process_is_replaced(site: Site):
    (first, *_) = processes(site)
    found: list[object] = []

    with crowd(site, found):
        wait_for_more(found)
        os.kill(first, signal.SIGTERM)
        wait_for_the_end_of(first)
        wait_for_more(found)

    assert set(found) == {200}


def wait_for_more(found: list[object]) -> None:
    """Return when everybody was answered a few times more."""
    enough = len(found) + 40
    while len(found) < enough:
        time.sleep(0.05)


def test_who_asks_ahead_gets_one_answer_and_the_line_is_closed(site: Site):
    answered = heard(site, HIDDEN * 40)

    assert statuses(answered) == [404]
    assert b"connection: close" in answered.lower()


def test_a_caller_who_waits_for_each_answer_keeps_the_line(site: Site):
    parts = urlsplit(site.url)
    with socket.create_connection((parts.hostname, parts.port), timeout=10) as line:
        for _ in range(3):
            line.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            assert line.recv(4096).startswith(b"HTTP/1.1 200")


def test_callers_who_come_at_once_spread_over_the_processes(site: Site):
    """One process that takes them all would answer them alone, for as long as they stay."""
    parts = urlsplit(site.url)
    mine = set()

    with ExitStack() as stack:
        for _ in range(3):
            burst = [
                stack.enter_context(socket.create_connection((parts.hostname, parts.port)))
                for _ in range(30)
            ]
            for line in burst:
                line.sendall(b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\n")
            for line in burst:
                assert line.recv(100).startswith(b"HTTP/1.1 200 ")
            mine |= {line.getsockname()[1] for line in burst}
        taken = [len(callers_of(pid) & mine) for pid in processes(site)]

    assert sum(taken) == 90
    assert min(taken) >= 20


def callers_of(pid: int) -> set[int]:
    """Return the ports from which those call whose lines a process has open."""
    names = {file.readlink().name for file in Path(f"/proc/{pid}/fd").iterdir()}
    lines = [line.split() for line in Path(f"/proc/{pid}/net/tcp").read_text().splitlines()[1:]]
    return {int(line[2].split(":")[1], 16) for line in lines if f"socket:[{line[9]}]" in names}
