"""Callers who are slow on purpose: five hundred of each kind, while somebody else is served.

Each kind opens its connections and goes on with its trick; meanwhile `/healthz` and the outlets
are asked over new connections. Whoever would have to wait longer than a second is a failure.
"""

import asyncio
import ssl
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from urllib.parse import urlsplit
from urllib.request import urlopen

CALLERS = 500
SECONDS = 6.0  # of each trick
SETTLING = 2.0  # seconds until a crowd is connected
WITHIN = 1.0  # seconds in which an honest caller is served
ASKED = ("/healthz", "/api/v1/outlets")
PHOTO = 10 * 1024 * 1024  # bytes
PIECE = bytes(64 * 1024)


@dataclass(frozen=True)
class Line:
    """A connection of a slow caller."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    url: str

    def write(self, *parts: bytes) -> None:
        """Send something, without waiting."""
        self.writer.writelines(parts)

    async def hear(self) -> None:
        """Wait to be hung up on."""
        await self.reader.read()

    async def drip(self, piece: bytes) -> None:
        """Send a piece twice a second until hung up on."""
        while not self.writer.is_closing():
            self.writer.write(piece)
            await self.writer.drain()
            await asyncio.sleep(0.5)

    def head(self, method: str, path: str, *headers: str) -> bytes:
        """Return a request's line and headers."""
        host = f"Host: {urlsplit(self.url).netloc}"
        return "\r\n".join([f"{method} {path} HTTP/1.1", host, *headers, "", ""]).encode()

    def photo_head(self, length: str) -> bytes:
        """Return what stands before a photo."""
        form = "Content-Type: multipart/form-data; boundary=x"
        return self.head("POST", "/api/v1/documents", form, length)


Trick = Callable[[Line], Awaitable[None]]


def run(url: str, *, callers: int = CALLERS, seconds: float = SECONDS) -> list[str]:
    """Try every trick on a running site; return what went wrong, in words."""
    return [
        f"{callers} callers with {trick}: others wait {wait:.1f} s"
        for trick in TRICKS
        if (wait := longest_wait(url, trick, callers=callers, seconds=seconds)) > WITHIN
    ]


def longest_wait(url: str, trick: str, *, callers: int, seconds: float) -> float:
    """Return the longest time that an honest caller waits during a trick.

    The crowd is a process of its own, or the honest caller would wait for the crowd's work.
    """
    crowd = get_context("spawn").Process(target=_crowd, args=(url, trick, callers), daemon=True)
    crowd.start()
    time.sleep(SETTLING)
    longest = 0.0
    ends_at = time.monotonic() + seconds
    while time.monotonic() < ends_at:
        longest = max(longest, *(_wait(url, path) for path in ASKED))
        time.sleep(0.2)
    crowd.kill()
    crowd.join()
    return longest


def _wait(url: str, path: str) -> float:
    """Return the seconds until a GET is answered; ten times the limit if it is not."""
    began = time.monotonic()
    try:
        with urlopen(url + path, timeout=5 * WITHIN) as answer:  # the caller's own
            answer.read()
    except OSError:
        return 10 * WITHIN
    return time.monotonic() - began


def _crowd(url: str, trick: str, callers: int) -> None:
    async def play() -> None:
        await asyncio.gather(*(_play(url, TRICKS[trick]) for _ in range(callers)))

    asyncio.run(play())


async def _play(url: str, trick: Trick) -> None:
    """Play a trick again and again; being hung up on is what should happen."""
    parts = urlsplit(url)
    secure = ssl.create_default_context() if parts.scheme == "https" else None
    port = parts.port or (443 if secure else 80)
    while True:
        with suppress(OSError):
            reader, writer = await asyncio.open_connection(parts.hostname, port, ssl=secure)
            try:
                await trick(Line(reader, writer, url))
            finally:
                writer.transport.abort()
        await asyncio.sleep(0.5)


async def say_nothing(line: Line) -> None:
    """Connect and be silent."""
    await line.hear()


async def half_headers(line: Line) -> None:
    """Send headers without the empty line that ends them."""
    line.write(line.head("GET", "/healthz")[:-2])
    await line.hear()


async def headers_by_the_byte(line: Line) -> None:
    """Send headers that never end, a byte at a time."""
    line.write(line.head("GET", "/healthz", "X-Filler: ")[:-4])
    await line.drip(b"x")


async def half_body(line: Line) -> None:
    """Announce a photo of 10 MB and send half of it."""
    line.write(line.photo_head(f"Content-Length: {PHOTO}"))
    for _ in range(PHOTO // 2 // len(PIECE)):
        line.write(PIECE)
        await line.writer.drain()
    await line.hear()


async def body_by_the_byte(line: Line) -> None:
    """Announce a photo of 10 MB and send a byte of it at a time."""
    line.write(line.photo_head(f"Content-Length: {PHOTO}"))
    await line.drip(b"x")


async def sign_in_by_the_byte(line: Line) -> None:
    """Announce a form of 900 KB, which is read before anything is asked, and send it as slowly."""
    form = ("Content-Type: application/json", "Content-Length: 900000")
    line.write(line.head("POST", "/api/v1/sign-in", *form))
    await line.drip(b" ")


async def endless_chunks(line: Line) -> None:
    """Send a body whose length nobody knows, one small piece after the other."""
    line.write(line.photo_head("Transfer-Encoding: chunked"))
    await line.drip(b"1\r\nx\r\n")


async def chunks_of_a_byte(line: Line) -> None:
    """Send a body as fast as it is taken, in chunks that are dearer to read than to send."""
    line.write(line.photo_head("Transfer-Encoding: chunked"))
    while not line.writer.is_closing():
        line.write(b"1\r\nx\r\n" * 5000)
        await line.writer.drain()
        await asyncio.sleep(0.05)


async def read_nothing(line: Line) -> None:
    """Ask for a large answer fifty times and read none of it."""
    line.write(line.head("GET", "/static/admin/js/vendor/jquery/jquery.js") * 50)
    await asyncio.sleep(3600)


async def stay(line: Line) -> None:
    """Ask once, and keep the line."""
    line.write(line.head("GET", "/healthz"))
    await line.hear()


async def ask_ahead(line: Line) -> None:
    """Ask forty things at once, and read the answers slowly."""
    line.write(line.head("GET", "/nothing") * 40)
    while await line.reader.read(64):
        await asyncio.sleep(1)


TRICKS: dict[str, Trick] = {
    "connections that say nothing": say_nothing,
    "half-sent headers": half_headers,
    "headers by the byte": headers_by_the_byte,
    "half-sent photos": half_body,
    "photos by the byte": body_by_the_byte,
    "sign-ins by the byte": sign_in_by_the_byte,
    "chunks without end": endless_chunks,
    "chunks of a byte": chunks_of_a_byte,
    "answers that they do not read": read_nothing,
    "idle connections": stay,
    "forty requests at once": ask_ahead,
}
