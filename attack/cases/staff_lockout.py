"""Outsiders who try passwords for a member of staff; she comes in from where she works."""

import http.client
from urllib.parse import urlencode

from attack.place import Place
from voltbay.server.demo.accounts import PASSWORD

NAME = "desk"
TRIES = 12
CSRF = "c" * 32
PATIENCE = 20


def run(place: Place) -> list[str]:
    """Try wrong passwords from another address, then the right one from the usual."""
    for n in range(TRIES):
        _sign_in(place, f"wrong-{n}", source="127.0.0.77")
    status = _sign_in(place, PASSWORD, source="127.0.0.1")
    return [] if status == 302 else [f"outsiders keep a member of staff out: {status}"]


def _sign_in(place: Place, password: str, *, source: str) -> int:
    place.count()
    line = http.client.HTTPConnection(
        "127.0.0.1", place.port, timeout=PATIENCE, source_address=(source, 0)
    )
    body = urlencode({"username": NAME, "password": password})
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": f"csrftoken={CSRF}",
        "X-CSRFToken": CSRF,
    }
    line.request("POST", "/console/sign-in/", body, headers)
    answer = line.getresponse()
    answer.read()
    line.close()
    return answer.status
