"""What no client's library would write: raw bytes on the line."""

import socket

from attack.place import Place

PATIENCE = 20  # seconds: whoever falls silent in a body is told so after fifteen
HEAD = b"Host: 127.0.0.1\r\nConnection: close\r\n"
EVIL = b"X-Evil"
RAW = {
    "no HTTP at all": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(200) + b"\r\n\r\n",
    "a path in overlong UTF-8": b"GET /api/v1/receipts/%C0%AE%C0%AE HTTP/1.1\r\n" + HEAD + b"\r\n",
    "raw bytes in the path": b"GET /console/\xff\xfe\x00 HTTP/1.1\r\n" + HEAD + b"\r\n",
    "a line break in the path": b"GET /r/a%0d%0aX-Evil:%201 HTTP/1.1\r\n" + HEAD + b"\r\n",
    "a path of 100,000": b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n" + HEAD + b"\r\n",
    "a header of 200,000": b"GET /healthz HTTP/1.1\r\n" + HEAD + b"X: " + b"a" * 200_000 + b"\r\n\r\n",
    "ten thousand headers": b"GET /healthz HTTP/1.1\r\n" + HEAD + b"X: a\r\n" * 10_000 + b"\r\n",
    "a NUL in a header": b"GET /api/v1/me HTTP/1.1\r\n" + HEAD + b"Authorization: Bearer a\0b\r\n\r\n",
    "two lengths": b"POST /api/v1/bookings HTTP/1.1\r\n" + HEAD
    + b"Content-Length: 2\r\nContent-Length: 40\r\n\r\n{}",
    "a length and chunks": b"POST /api/v1/bookings HTTP/1.1\r\n" + HEAD
    + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /admin/ HTTP/1.1\r\n\r\n",
    "a chunk of a negative size": b"POST /api/v1/bookings HTTP/1.1\r\n" + HEAD
    + b"Transfer-Encoding: chunked\r\n\r\n-1\r\n{}\r\n0\r\n\r\n",
    "a chunk of an absurd size": b"POST /api/v1/bookings HTTP/1.1\r\n" + HEAD
    + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n{}\r\n0\r\n\r\n",
    "a method of its own": b"EVIL /api/v1/bookings HTTP/1.1\r\n" + HEAD + b"\r\n",
    "TRACE": b"TRACE /api/v1/me HTTP/1.1\r\n" + HEAD + b"X-Evil: 1\r\n\r\n",
    "CONNECT": b"CONNECT 127.0.0.1:22 HTTP/1.1\r\n" + HEAD + b"\r\n",
    "a whole address as the path": b"GET http://evil.example/api/v1/me HTTP/1.1\r\n" + HEAD + b"\r\n",
    "another host": b"GET /api/v1/me HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
    "no host": b"GET /api/v1/agreements HTTP/1.1\r\nConnection: close\r\n\r\n",
    "HTTP of the future": b"GET /healthz HTTP/9.9\r\n" + HEAD + b"\r\n",
    "a name of the script": b"GET /admin/ HTTP/1.1\r\n" + HEAD + b"SCRIPT_NAME: /admin\r\nScript-Name: /admin\r\n\r\n",
    "a header over two lines": b"GET /healthz HTTP/1.1\r\n" + HEAD + b"X: a\r\n b\r\n\r\n",
}  # fmt: skip


def run(place: Place) -> list[str]:
    """Send each, twice."""
    found = []
    for what, raw in [*RAW.items(), *RAW.items()]:
        place.count()
        answer = _send(place.port, raw)
        status = answer[9:12]
        if status.startswith(b"5") and status not in (b"501", b"505"):
            found.append(f"{what}: {status.decode()}")
        if EVIL in answer.partition(b"\r\n\r\n")[0]:
            found.append(f"{what}: a header of the caller's came back")
        if what == "a name of the script" and status == b"200":
            found.append(f"{what} in a header was believed")
    return sorted(set(found))


def _send(port: int, raw: bytes) -> bytes:
    """Return the beginning of the answer, or nothing if the server hangs up."""
    answer = b""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as line:
            line.sendall(raw)
            while len(answer) < 65_536 and (more := line.recv(65_536)):
                answer += more
    except TimeoutError:
        return answer or b"HTTP/1.1 599"
    except OSError:
        return answer
    return answer
