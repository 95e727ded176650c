"""Requests sent by threads, with as little client work as Python allows."""

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import Empty, SimpleQueue
from socket import create_connection
from typing import BinaryIO

from bench.asked import Answers, Request

Told = tuple[int, float, bytes]  # status, seconds, body


def send(port: int, requests: Sequence[Request], *, clients: int, status: int) -> Answers:
    """Send every request once, `clients` at a time; `status` is what is expected."""
    waiting: SimpleQueue[Request] = SimpleQueue()
    for request in requests:
        waiting.put(request)
    began = time.perf_counter()
    with ThreadPoolExecutor(clients) as crowd:
        parts = crowd.map(lambda _: _work(port, waiting), range(clients))
        told = [each for part in parts for each in part]
    wall = time.perf_counter() - began
    statuses: dict[int, int] = {}
    for each, _, _ in told:
        statuses[each] = statuses.get(each, 0) + 1
    seconds = sorted(each[1] for each in told)
    wrong = next((body for each, _, body in told if each != status), b"")
    p50, p95 = (seconds[int(share * (len(seconds) - 1))] for share in (0.5, 0.95))
    return Answers(statuses, wall, p50, p95, wrong.decode(errors="replace")[:300])


def _work(port: int, waiting: "SimpleQueue[Request]") -> list[Told]:
    """Send what is waiting over one connection.

    By hand: on two cores the client shares them with the server, and `http.client` reads headers
    as slowly as the server writes a booking.
    """
    told = []
    with create_connection(("127.0.0.1", port), timeout=60) as line, line.makefile("rb") as answers:
        while True:
            try:
                request = waiting.get_nowait()
            except Empty:
                return told
            began = time.perf_counter()
            line.sendall(request.written)
            status, body = _read(answers)
            told.append((status, time.perf_counter() - began, body))


def _read(answers: BinaryIO) -> tuple[int, bytes]:
    """Read one answer, whose length gunicorn always announces."""
    status = int(answers.readline().split()[1])
    length = 0
    while (header := answers.readline()) != b"\r\n":
        if header[:15].lower() == b"content-length:":
            length = int(header[15:])
    return status, answers.read(length)
