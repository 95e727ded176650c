"""Requests over kept-alive connections, with as little client work as Python allows."""

import json
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from socket import create_connection
from typing import BinaryIO


@dataclass(frozen=True)
class Request:
    """One request, ready to be sent."""

    written: bytes


@dataclass(frozen=True)
class Answers:
    """What came back: how many of each status, seconds each, bodies, and the wall time."""

    statuses: dict[int, int]
    seconds: list[float]
    bodies: list[bytes]
    wall: float

    @property
    def per_second(self) -> float:
        """Answers a second."""
        return len(self.seconds) / self.wall

    def quantile(self, share: float) -> float:
        """Return the time below which a share of the answers came, in seconds."""
        return sorted(self.seconds)[min(len(self.seconds) - 1, int(share * len(self.seconds)))]


def send(port: int, requests: Iterable[Request], *, clients: int) -> Answers:
    """Send every request once, `clients` at a time."""
    waiting: SimpleQueue[Request] = SimpleQueue()
    for request in requests:
        waiting.put(request)
    began = time.perf_counter()
    with ThreadPoolExecutor(clients) as crowd:
        told = [
            each
            for part in crowd.map(lambda _: _work(port, waiting), range(clients))
            for each in part
        ]
    wall = time.perf_counter() - began
    statuses: dict[int, int] = {}
    for status, _, _ in told:
        statuses[status] = statuses.get(status, 0) + 1
    return Answers(statuses, [each[1] for each in told], [each[2] for each in told], wall)


def _work(port: int, waiting: "SimpleQueue[Request]") -> list[tuple[int, float, bytes]]:
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


def get(path: str) -> Request:
    """Write a GET."""
    return Request(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())


def post(path: str, body: object, *, token: str) -> Request:
    """Write a POST of JSON."""
    written = json.dumps(body).encode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(written)}\r\n\r\n"
    )
    return Request(head.encode() + written)
