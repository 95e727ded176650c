"""One web process: gunicorn's event loop, with Django in threads behind it.

gunicorn reads HTTP and starts, watches and replaces processes. What it leaves open is closed
here: who may stay connected without asking anything, how long headers may be, and when a process
has become old or large. Settings are in `gunicorn_settings`.
"""

import asyncio
import fcntl
import os
import random
import socket
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from gunicorn.asgi.parser import ParseError  # type: ignore[import-untyped]
from gunicorn.asgi.protocol import ASGIProtocol  # type: ignore[import-untyped]
from gunicorn.workers import gasgi  # type: ignore[import-untyped]

from voltbay.server.memory import resident
from voltbay.server.postgres.backend.base import give_up_after
from voltbay.server.web.process.connections import Connections
from voltbay.server.web.process.intake import Intake

LOOK_EVERY = 2.0  # seconds
LONGEST_ANSWER = 10.0  # seconds that measuring waits for one of the database
LONGEST_HEADERS = 32 * 1024  # bytes of one request's line and headers together
LINGER = 2.0  # seconds that a stopping process listens for what a caller may be sending already
HIDDEN_BUFFER = 64 * 1024  # bytes that are read from a connection at once, and wait in it
KERNEL_BUFFER = 128 * 1024  # bytes on their way in or out; the kernel would give six megabytes
# Each chunk costs the event loop some microseconds however small it is: ten megabytes in chunks
# of one byte kept it busy for a minute. Whoever streams sends what fills a packet.
CHUNKS_OF_ANY_SIZE = 256
SMALLEST_CHUNK = 256  # bytes that further chunks have on average
OLD_AFTER = 6 * 3600  # seconds, give or take a quarter
YOUNG = 60  # seconds in which a process is not replaced, however large
# Whoever waits for a photo to be read may wait twenty seconds.
FINISH_WITHIN = 25  # seconds, when a process is replaced rather than stopped


class Caller(ASGIProtocol):  # type: ignore[misc]  # gunicorn has no types
    """A connection, as the sweep sees it."""

    def __init__(self, worker: "Process") -> None:
        super().__init__(worker)
        self._max_buffer_size = HIDDEN_BUFFER
        self.heard = 0  # bytes since the last request was answered
        self.chunks = self.in_chunks = 0  # of this request's body, and the bytes in them

    @property
    def is_idle(self) -> bool:
        """Tell whether it waits for a request, or for the rest of one's headers."""
        return bool(self._awaiting_request)

    @property
    def is_new(self) -> bool:
        """Tell whether no request has come yet."""
        return bool(self.req_count <= 1 and self._waits_for_headers())

    @property
    def unsent(self) -> int:
        """Return how many bytes of answers wait for the caller to take them."""
        return int(self.transport.get_write_buffer_size())

    def hang_up(self) -> None:
        """Close it now, whatever was still to be said."""
        self.transport.abort()

    def close(self) -> None:
        """Close it politely."""
        self._close_transport()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin to listen."""
        transport.max_size = HIDDEN_BUFFER  # type: ignore[attr-defined]  # asyncio's own
        for direction in (socket.SO_SNDBUF, socket.SO_RCVBUF):
            transport.get_extra_info("socket").setsockopt(
                socket.SOL_SOCKET, direction, KERNEL_BUFFER
            )
        super().connection_made(transport)
        self.worker.connections.add(self, now=time.monotonic())

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget it."""
        self.worker.connections.remove(self)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what came, unless headers without end come."""
        self.heard = self.heard + len(data) if self._waits_for_headers() else 0
        super().data_received(data)
        if self.heard > LONGEST_HEADERS and self._waits_for_headers() and not self._closed:
            self._send_error_response(431, "The headers are too long.")
            self._close_transport()

    def _on_headers_complete(self) -> bool:
        self.chunks = self.in_chunks = 0
        return bool(super()._on_headers_complete())

    def _on_body(self, chunk: bytes) -> None:
        if self._callback_parser.is_chunked:
            self.chunks, self.in_chunks = self.chunks + 1, self.in_chunks + len(chunk)
            if self.chunks > CHUNKS_OF_ANY_SIZE + self.in_chunks // SMALLEST_CHUNK:
                raise ParseError("The chunks are too small.")
        super()._on_body(chunk)

    def _will_close(self, request: Any, response_requires_close: bool) -> bool:
        ends = self.worker.is_leaving or self._asks_ahead()
        return bool(ends or super()._will_close(request, response_requires_close))

    def _asks_ahead(self) -> bool:
        """Tell whether the next request came before this one's answer.

        Neither browsers nor proxies do so: five hundred callers who ask forty things each would be
        in front of everybody else. The protocol lets a server close instead of answering them.
        """
        parser = self._callback_parser
        return bool(parser and parser.is_complete and parser.remaining())

    def _waits_for_headers(self) -> bool:
        return self._current_request is None


gasgi.ASGIProtocol = Caller  # the one place where gunicorn makes them names no other way


class Process(gasgi.ASGIWorker):  # type: ignore[misc]
    """A worker, as gunicorn calls it."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.is_leaving = False
        self.connections = Connections(self.worker_connections)
        self.old_at = time.monotonic() + OLD_AFTER * random.uniform(0.75, 1.25)  # noqa: S311
        self.young_until = time.monotonic() + YOUNG

    @classmethod
    def check_config(cls, cfg: Any, log: Any) -> None:
        """Accept threads: Django runs in them."""

    def load_wsgi(self) -> None:
        """Put the application behind the reading of whole requests."""
        self.asgi = Intake(self.app.wsgi(), threads=self.cfg.threads)

    async def _serve(self) -> None:
        self.loop.create_server = partial(self._create_server, self.loop.create_server)
        beside = [asyncio.ensure_future(self._look()), asyncio.ensure_future(self._measure())]
        try:
            await super()._serve()
        finally:
            for each in beside:
                each.cancel()

    async def _create_server(
        self, create: Callable[..., Awaitable[asyncio.Server]], *given: Any, **named: Any
    ) -> asyncio.Server:
        """Take one connection at a time, as asyncio calls it `backlog`.

        With a hundred of them whoever wakes first takes all that are waiting, for as long as they
        are kept: of 24 callers one process had 23, and worked alone. The kernel's queue, which
        asyncio shortens as well, is set again.
        """
        server = await create(*given, **named, backlog=1)
        named["sock"].listen(self.cfg.backlog)
        return server

    async def _look(self) -> None:
        while True:
            await asyncio.sleep(LOOK_EVERY)
            self.connections.sweep(now=time.monotonic())
            if not self.is_leaving and self._is_spent() and self._is_next():
                self._retire()

    async def _measure(self) -> None:
        """Tell of this process at its start and regularly, in a thread: the database is asked."""
        from voltbay.server.web import measures_of_program as program  # needs Django, up by now

        thread = ThreadPoolExecutor(1, initializer=give_up_after, initargs=(LONGEST_ANSWER,))
        while True:
            await asyncio.get_running_loop().run_in_executor(thread, program.measure)
            await asyncio.sleep(program.EVERY)

    def _retire(self) -> None:
        self.log.info("A web process of %s MB is replaced", resident() // 2**20)
        self.cfg.set("graceful_timeout", FINISH_WITHIN)
        self.handle_exit_signal()

    def _is_spent(self) -> bool:
        now = time.monotonic()
        is_large = resident() > settings.VOLTBAY_PROCESS_MB * 2**20
        return now > self.old_at or (is_large and now > self.young_until)

    def _is_next(self) -> bool:
        """Say whether no other process is being replaced: two at once would leave nobody."""
        turn = (Path(os.environ["PROMETHEUS_MULTIPROC_DIR"]) / "turn.lock").open("w")
        try:
            fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            turn.close()
            return False
        self.turn = turn  # held until this process ends
        return True

    def handle_exit_signal(self) -> None:
        """Begin to leave: listen no more, and end each connection with its next answer.

        Whoever was just promised that the connection stays may be sending already.
        """
        if self.is_leaving:
            return
        self.is_leaving = True
        for server in self.servers:
            server.close()
        self.loop.call_later(LINGER, self._leave)

    def _leave(self) -> None:
        self.connections.close_idle()
        self.alive = False  # gunicorn finishes what there is, ends, and starts another
