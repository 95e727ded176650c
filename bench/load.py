"""Requests over kept-alive connections, with as little client work as Python allows."""

import json
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection
from queue import Empty, SimpleQueue


@dataclass(frozen=True)
class Request:
    """One request, its body already written."""

    method: str
    path: str
    token: str = ""
    body: bytes = b""


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
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    told = []
    while True:
        try:
            request = waiting.get_nowait()
        except Empty:
            connection.close()
            return told
        told.append(_ask(connection, request))


def _ask(connection: HTTPConnection, request: Request) -> tuple[int, float, bytes]:
    headers = {"Content-Type": "application/json"}
    if request.token:
        headers["Authorization"] = f"Bearer {request.token}"
    began = time.perf_counter()
    connection.request(request.method, request.path, request.body or None, headers)
    answer = connection.getresponse()
    body = answer.read()
    return answer.status, time.perf_counter() - began, body


def post(path: str, body: object, *, token: str) -> Request:
    """Write a POST of JSON."""
    return Request("POST", path, token, json.dumps(body).encode())
