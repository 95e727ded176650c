"""Requests over the line to the real server, one connection a thread."""

import http.client
import threading
from datetime import UTC, datetime

from attack.allowed import Who
from attack.asking import Request
from attack.every_route import Answer
from attack.place import Place

PATIENCE = 30  # seconds; a client that waits for a reading may stay for twenty
LONGEST_LINE = 60_000  # beyond that the server does not read on, and tells nobody
UNSENDABLE = "(not sent)"


class Sender:
    """Sends as somebody; a connection that the server closes is a refusal, not an error."""

    def __init__(self, place: Place) -> None:
        from attack.in_process import cookies_of

        self.place = place
        self.known_by = cookies_of(place.town, datetime.now(UTC))
        self.local = threading.local()

    def __call__(self, who: Who, request: Request) -> Answer:
        """Send one request."""
        self.place.count()
        headers = {"X-CSRFToken": "c" * 32, **self.known_by[who], **request.headers}
        if request.content_type or request.body:
            headers.setdefault("Content-Type", request.content_type or "application/octet-stream")
        path = request.path + (f"?{request.query}" if request.query else "")
        try:
            return self._send(request, path, headers)
        except (http.client.HTTPException, OSError) as closed:
            self._drop()
            timed_out = isinstance(closed, TimeoutError)
            return Answer(599 if timed_out else 0, why="no answer" if timed_out else "closed")
        except ValueError:  # the client's own library does not write such a line or header
            self._drop()
            return Answer(0, why=UNSENDABLE)

    def _send(self, request: Request, path: str, headers: dict[str, str]) -> Answer:
        line = self._line()
        line.request(request.method, path[:LONGEST_LINE], request.body or None, headers)
        answer = line.getresponse()
        body = answer.read()
        return Answer(answer.status, dict(answer.getheaders()), body)

    def _line(self) -> http.client.HTTPConnection:
        if not hasattr(self.local, "line"):
            port = self.place.port
            self.local.line = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        return self.local.line  # type: ignore[no-any-return]

    def _drop(self) -> None:
        if hasattr(self.local, "line"):
            self.local.line.close()
            del self.local.line
