"""Whole requests for Django: read in the event loop, answered by a thread, sent from the loop.

1. A request without a body gets a thread at once.
2. A body is read first, within limits of length, time and memory. Slow senders wait here.
3. Django is called with the whole body. What is not taken is answered here, without a thread.
4. What it answers is sent from the loop: a slow reader holds no thread either.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from itertools import islice
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest

from voltbay.core.callers import caller_of, network_of
from voltbay.server.web.bodies import limit_for, refusal
from voltbay.server.web.process.environ import Environ, Scope, environ_of, header
from voltbay.server.web.process.large import LargeBodies
from voltbay.server.web.process.sender import sender_of
from voltbay.server.web.process.threads import Threads, TooBusy, in_turn
from voltbay.server.web.process.uploads import MEGABYTE, Upload, Uploads

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Wsgi = Callable[[Environ, Callable[..., object]], Iterable[bytes]]

LONGEST_SILENCE = 15.0  # seconds without a byte of a body
GRACE = 30.0  # seconds in which nobody is too slow
SLOWEST = 4096  # bytes a second afterwards: the worst mobile networks do better
# Django holds a photo several times while it looks at it: these wait for a turn, without a thread.
LARGE = MEGABYTE
MOST_DRAINED = 100 * MEGABYTE
PIECES = 16  # of a streamed answer are made at once: files come in pieces of 4 KB


@dataclass
class Answer:
    """What Django said; `rest` is what it has not made yet."""

    status: int
    headers: list[tuple[bytes, bytes]] | None  # none when they are sent
    body: bytes
    rest: Iterator[bytes] | None = None
    close: Callable[[], None] = lambda: None


class ClientGone(Exception):
    """Nobody waits for the answer any more."""


class Intake:
    """An ASGI application around Django's WSGI application."""

    def __init__(self, django: Wsgi, *, threads: int) -> None:
        self.django = django
        self.threads = Threads(threads)
        self.uploads = Uploads()
        self.large = LargeBodies()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; anything else, such as a WebSocket, is turned down by silence."""
        if scope["type"] != "http":
            return
        if not _has_body(scope):
            await self._answer(environ_of(scope, BytesIO()), send)
            return
        upload = Upload(_network(scope), heard_at=asyncio.get_running_loop().time())
        self.uploads.begin(upload)
        try:
            refused = await self._read(scope, upload, receive)
        except ClientGone:
            self.uploads.forget(upload)
            return
        except BaseException:
            self.uploads.forget(upload)
            raise
        if refused:
            self.uploads.forget(upload)
            await _send(_refusal(scope, refused), send)
            return
        work = self._work(scope, upload, send)
        # A caller who hangs up does not stop the thread: its memory counts until it is done.
        await (asyncio.shield(work) if upload.held >= LARGE else work)

    async def _work(self, scope: Scope, upload: Upload, send: Send) -> None:
        """Have Django answer a request whose body is here."""
        environ = environ_of(scope, upload.body)
        environ["CONTENT_LENGTH"] = str(upload.body.tell())
        upload.body.seek(0)
        try:
            if upload.held < LARGE:
                await self._answer(environ, send)
            else:
                sender = sender_of(environ, network=upload.address)
                async with self.large.turn(sender, size=upload.held):
                    await self._answer(environ, send)
        finally:
            self.uploads.forget(upload)

    async def _read(self, scope: Scope, upload: Upload, receive: Receive) -> str:
        """Read the body; return the code of why there is none, or an empty text."""
        limit = limit_for(header(scope, b"content-type").partition(";")[0].strip().lower())
        announced = header(scope, b"content-length")
        if announced.isdigit() and int(announced) > limit:
            self.uploads.forget(upload)
            if not header(scope, b"expect"):  # else they wait for our word before they send
                await self._drain(receive)
            return "body_too_large"
        try:
            async with asyncio.timeout(LONGEST_SILENCE) as clock:
                if await self._keep(upload, receive, limit=limit, clock=clock):
                    return ""
        except TimeoutError:
            return "body_too_slow" if upload in self.uploads.open else "unavailable"
        if upload not in self.uploads.open:
            return "unavailable"
        self.uploads.forget(upload)
        await self._drain(receive)
        return "body_too_large"

    async def _keep(
        self, upload: Upload, receive: Receive, *, limit: int, clock: asyncio.Timeout
    ) -> bool:
        """Read a body into memory; say whether all of it came and was kept."""
        loop = asyncio.get_running_loop()
        began, seen = loop.time(), 0
        upload.give_up = lambda: None if clock.expired() else clock.reschedule(loop.time())
        async for part, more in _parts(receive):
            now = loop.time()
            seen += len(part)
            if seen > limit:
                return False
            self.uploads.add(upload, part, now=now)
            if upload not in self.uploads.open:
                return False
            if not more:
                continue  # it is here, as most are at once
            if pause := self.uploads.pause(upload):
                await asyncio.sleep(pause)
            clock.reschedule(min(loop.time() + LONGEST_SILENCE, began + GRACE + seen / SLOWEST))
        upload.is_coming = False
        return True

    async def _drain(self, receive: Receive) -> None:
        """Read the rest and forget it: most callers listen only when they are done sending."""
        drained = 0
        with suppress(TimeoutError):
            async with asyncio.timeout(GRACE):
                async for part, _ in _parts(receive):
                    drained += len(part)
                    if drained > MOST_DRAINED:
                        return

    async def _answer(self, environ: Environ, send: Send) -> None:
        run, pool = asyncio.get_running_loop().run_in_executor, self.threads.of(environ)
        try:
            answer = await in_turn(pool, partial(self._call, environ))
        except TooBusy:
            await _send(_refused(WSGIRequest(environ), "unavailable"), send)
            return
        try:
            while answer.rest is not None:
                await _send(answer, send)
                answer.body = await run(pool, _some, answer.rest)
                answer.rest = answer.rest if answer.body else None
            await _send(answer, send)
        finally:
            answer.close()

    def _call(self, environ: Environ) -> Answer:
        """Call Django, in the thread that this runs in."""
        begun: list[Any] = []
        response = self.django(environ, lambda *said: begun.extend(said))
        close = getattr(response, "close", lambda: None)
        answer = Answer(int(begun[0][:3]), _written(begun[1]), b"")
        if environ["REQUEST_METHOD"] == "HEAD":
            close()
        elif getattr(response, "streaming", False):
            answer.rest, answer.close = iter(response), close
        else:
            answer.body = b"".join(response)
            close()  # here, in the thread whose database connection it looks after
        return answer


async def _send(answer: Answer, send: Send) -> None:
    """Send what there is of an answer; its head, the first time."""
    if answer.headers is not None:
        head = {"status": answer.status, "headers": answer.headers}
        await send({"type": "http.response.start", **head})
        answer.headers = None
    more = answer.rest is not None
    await send({"type": "http.response.body", "body": answer.body, "more_body": more})


def _refusal(scope: Scope, code: str) -> Answer:
    return _refused(WSGIRequest(environ_of(scope, BytesIO())), code)


def _refused(request: WSGIRequest, code: str) -> Answer:
    said = refusal(request, code)
    return Answer(said.status_code, _written(said.items()), said.content)


def _written(headers: Iterable[tuple[str, str]]) -> list[tuple[bytes, bytes]]:
    return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]


async def _parts(receive: Receive) -> AsyncIterator[tuple[bytes, bool]]:
    """Yield what comes of a body, and whether more comes."""
    more = True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            raise ClientGone
        more = message.get("more_body", False)
        yield message.get("body", b""), more


def _has_body(scope: Scope) -> bool:
    length = header(scope, b"content-length")
    return length not in ("", "0") or bool(header(scope, b"transfer-encoding"))


def _network(scope: Scope) -> str:
    """Return what a caller's memory is counted by."""
    peer, _ = scope.get("client") or ("", 0)
    forwarded = ",".join(
        value.decode("latin-1") for name, value in scope["headers"] if name == b"x-forwarded-for"
    )
    return network_of(caller_of(peer, forwarded, proxies=settings.VOLTBAY_PROXIES))


def _some(pieces: Iterator[bytes]) -> bytes:
    return b"".join(islice(pieces, PIECES))
