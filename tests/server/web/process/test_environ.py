"""What Django believes of a request's own words about itself."""

from io import BytesIO

import pytest

from voltbay.server.web.process.environ import environ_of

MADE_BY_US = {"SCRIPT_NAME": "", "PATH_INFO": "/admin/", "REMOTE_ADDR": "203.0.113.7"}


def told(*headers: tuple[bytes, bytes], path: bytes = b"/admin/") -> dict[str, object]:
    scope = {
        "type": "http",
        "method": "GET",
        "http_version": "1.1",
        "raw_path": path,
        "query_string": b"",
        "client": ("203.0.113.7", 4000),
        "server": ("127.0.0.1", 8000),
        "headers": list(headers),
    }
    return environ_of(scope, BytesIO())


@pytest.mark.parametrize(
    "name",
    [
        *(b"script_name", b"script-name", b"path_info", b"path-info", b"remote_user"),
        *(b"remote-addr", b"x-script-name", b"x-forwarded-prefix", b"x-original-url"),
        *(b"wsgi.url_scheme", b"request_method", b"script-url", b"redirect-url"),
    ],
)
def test_no_header_says_where_we_are_or_who_asks(name: bytes):
    environ = told((name, b"/elsewhere"))

    assert {key: environ[key] for key in MADE_BY_US} == MADE_BY_US
    assert environ["REQUEST_METHOD"] == "GET"
    assert {key for key, value in environ.items() if value == "/elsewhere"} <= {
        f"HTTP_{name.decode().upper().replace('-', '_')}"
    }


def test_a_header_with_an_underscore_is_not_another_with_a_hyphen():
    environ = told((b"x_forwarded_for", b"6.6.6.6"), (b"x-forwarded-for", b"198.51.100.1"))

    assert environ["HTTP_X_FORWARDED_FOR"] == "198.51.100.1"


@pytest.mark.parametrize(
    ("target", "path"),
    [
        (b"//admin/", "//admin/"),
        (b"/%61dmin/", "/admin/"),
        (b"/console/..;/admin/", "/console/..;/admin/"),
        (b"/console/%2e%2e/admin/", "/console/../admin/"),
        (b"/%E7%BD%91", "/\xe7\xbd\x91"),
        (b"http://elsewhere.example/admin/", "/admin/"),
        (b"http://elsewhere.example", "/"),
        (b"*", "/"),
    ],
)
def test_the_path_is_what_was_asked_for_and_nothing_is_resolved(target: bytes, path: str):
    assert told(path=target)["PATH_INFO"] == path
