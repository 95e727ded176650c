"""Whose turn a large body takes, by what its request shows."""

from io import BytesIO

from voltbay.server.web.process.environ import environ_of
from voltbay.server.web.process.sender import sender_of

NETWORK = "203.0.113.7"


def sender(path: str = "/api/v1/documents", **headers: str) -> str:
    """Return whose body it is."""
    scope = {
        "method": "POST",
        "raw_path": path.encode(),
        "query_string": b"",
        "http_version": "1.1",
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
    }
    return sender_of(environ_of(scope, BytesIO()), network=NETWORK)


def test_a_session_is_one_sender_by_cookie_and_by_bearer():
    by_cookie = sender(Cookie="voltbay_session=alice")

    assert by_cookie == sender(Authorization="Bearer alice")
    assert by_cookie != sender(Cookie="voltbay_session=bob")
    assert "alice" not in by_cookie


def test_nobody_is_somebody_else_each_time_by_adding_what_is_not_looked_at():
    alice = sender(Cookie="voltbay_session=alice")

    assert alice == sender(Cookie="x=1; voltbay_session=alice; voltbay_staff=2")
    assert alice == sender(Cookie="voltbay_session=bob", Authorization="bearer  alice ")
    assert alice == sender(Cookie="voltbay_session=alice", Authorization="Basic 1")


def test_at_the_console_it_is_the_session_of_staff():
    path = "/console/removals/1/"

    assert sender(path, Cookie="voltbay_staff=a; voltbay_session=1") == sender(
        path, Cookie="voltbay_staff=a; voltbay_session=2"
    )
    assert sender(path, Cookie="voltbay_staff=a") != sender(path, Cookie="voltbay_staff=b")


def test_without_a_session_it_is_the_network():
    assert sender() == sender("/console/") == NETWORK
