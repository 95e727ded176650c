"""What Django is told of a request, made from nothing but the request itself.

A header can only become an `HTTP_` entry: none names the path, the script or who is signed in.
"""

import re
from typing import Any, BinaryIO, cast
from urllib.parse import unquote_to_bytes

Scope = dict[str, Any]  # as ASGI describes a request
Environ = dict[str, Any]  # as WSGI does

# `GET http://example.org/path`: proxies are asked so, and servers have to understand it.
ABSOLUTE = re.compile(rb"^[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*")
# It would make Python's own clients speak to whoever the caller names.
NEVER_PASSED = {"proxy", "transfer-encoding", "content-length"}


def environ_of(scope: Scope, body: BinaryIO) -> Environ:
    """Return the environ of a request whose body is empty so far."""
    host, port = scope.get("server") or ("", 0)
    environ: Environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": path_of(scope["raw_path"]),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": str(host),
        "SERVER_PORT": str(port),
        "REMOTE_ADDR": (scope.get("client") or ("",))[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": body,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        _add(environ, name.decode("latin-1"), value.decode("latin-1"))
    return environ


def path_of(target: bytes) -> str:
    """Return the path as WSGI wants it: decoded, each byte a character.

    >>> path_of(b"/a%2Fb"), path_of(b"http://example.org/x"), path_of(b"*")
    ('/a/b', '/x', '/')
    """
    path = ABSOLUTE.sub(b"", target)
    return unquote_to_bytes(path if path.startswith(b"/") else b"/").decode("latin-1")


def header(scope: Scope, name: bytes) -> str:
    """Return a header's first value, or an empty text."""
    found = (value for given, value in scope["headers"] if given == name)
    return cast("bytes", next(found, b"")).decode("latin-1")


def _add(environ: Environ, name: str, value: str) -> None:
    # `X_Forwarded_For` and `X-Forwarded-For` would become one entry; proxies look at the latter.
    if "_" in name or name in NEVER_PASSED:
        return
    key = name.upper().replace("-", "_")
    if key != "CONTENT_TYPE":
        key = f"HTTP_{key}"
    between = "; " if key == "HTTP_COOKIE" else ","
    environ[key] = f"{environ[key]}{between}{value}" if key in environ else value
