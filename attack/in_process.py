"""Requests through Django's own test client, each undone: quick, and it sees why one broke."""

import logging
import traceback
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.test import Client

from attack.allowed import Who
from attack.asking import Request
from attack.every_route import Answer
from attack.town import Town
from tests.staff import let_in
from voltbay.accounts.owners.sessions import open_session

CSRF = "c" * 32


class Last(logging.Handler):
    """Keeps the last error that was logged with its trace."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.why = ""

    def emit(self, record: logging.LogRecord) -> None:
        """Say where it broke: the error, and the last line of ours on the way there."""
        if not record.exc_info or record.exc_info[1] is None:
            return
        error = record.exc_info[1]
        frames = traceback.extract_tb(error.__traceback__)
        ours = [each for each in frames if "/voltbay/" in each.filename] or frames
        said = f"{type(error).__name__}: {str(error)[:80]!r}"
        where = ours[-1]
        self.why = f"{said} in {where.filename.rpartition('/src/')[2]}:{where.name}"


def cookies_of(town: Town, now: datetime) -> dict[Who, dict[str, str]]:
    """Sign everybody in, and return what they send to be known."""
    found: dict[Who, dict[str, str]] = {Who.NOBODY: {}}
    for who, owner in town.owners.items():
        found[who] = {
            "Authorization": f"Bearer {open_session(owner=owner, now=now, client='x')[0]}"
        }
    for who, staff in town.staff.items():
        client = let_in(Client(), staff)
        key = client.cookies[settings.SESSION_COOKIE_NAME].value
        found[who] = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={key}; csrftoken={CSRF}"}
    return found


class Sender:
    """Sends as somebody and takes everything back."""

    def __init__(self, known_by: dict[Who, dict[str, str]]) -> None:
        self.known_by = known_by
        self.last = Last()
        self.client = Client(raise_request_exception=False)  # one: it loads all middleware

    def __call__(self, who: Who, request: Request) -> Answer:
        """Send one request."""
        self.last.why = ""
        root = logging.getLogger()
        root.handlers, usual = [self.last], root.handlers
        try:
            with transaction.atomic():
                answer = self._send(who, request)
                transaction.set_rollback(True)
        finally:
            root.handlers = usual
        return answer

    def _send(self, who: Who, request: Request) -> Answer:
        headers = {"X-CSRFToken": CSRF, **self.known_by[who], **request.headers}
        self.client.cookies.clear()
        environ: dict[str, Any] = {_named(name): value for name, value in headers.items()}
        answer = self.client.generic(
            request.method,
            request.path,
            request.body,
            request.content_type or "application/octet-stream",
            QUERY_STRING=request.query,
            **environ,
        )
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        return Answer(answer.status_code, dict(answer.headers), body, self.last.why)


def _named(header: str) -> str:
    name = header.upper().replace("-", "_")
    return name if name in ("CONTENT_LENGTH", "CONTENT_TYPE") else f"HTTP_{name}"
