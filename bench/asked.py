"""What is asked of the web, ready to be sent, and what is told of the answers."""

import json
from dataclasses import dataclass


@dataclass(frozen=True)
class Request:
    """One request; with a body it is a POST."""

    path: str
    token: str = ""
    body: bytes = b""
    kind: str = "application/json"

    @property
    def method(self) -> str:
        """What is asked for."""
        return "POST" if self.body else "GET"

    @property
    def written(self) -> bytes:
        """The request as it is sent."""
        lines = [f"{self.method} {self.path} HTTP/1.1", "Host: 127.0.0.1"]
        if self.token:
            lines.append(f"Authorization: Bearer {self.token}")
        if self.body:
            lines += [f"Content-Type: {self.kind}", f"Content-Length: {len(self.body)}"]
        return "\r\n".join([*lines, "", ""]).encode() + self.body


@dataclass(frozen=True)
class Answers:
    """How many of each status, times in seconds, and an answer that was not expected."""

    statuses: dict[int, int]
    wall: float
    p50: float
    p95: float
    wrong: str

    @property
    def per_second(self) -> float:
        """Answers a second."""
        return sum(self.statuses.values()) / self.wall


def get(path: str, *, token: str = "") -> Request:
    """Ask for something."""
    return Request(path, token)


def post(path: str, body: object, *, token: str = "") -> Request:
    """Send JSON."""
    return Request(path, token, json.dumps(body).encode())
