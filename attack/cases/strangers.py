"""Strangers who know an owner's number: they burn codes, and ask for codes, and she signs in."""

from http import HTTPStatus
from itertools import count
from typing import Any

import httpx

from attack.place import Place
from tests.api.signing_in import agreed, solve

_phones = count(18_600_000_000)
WRONG = 6  # tries; five burn a code that belongs to nobody
PATIENCE = 20


def run(place: Place) -> list[str]:
    """Let strangers at two owners."""
    return [*_codes_burnt(place), *_codes_asked(place)]


def _codes_burnt(place: Place) -> list[str]:
    """Try wrong codes for an owner's phone after she has asked for hers."""
    phone = str(next(_phones))
    with _caller(place) as owner, _caller(place) as stranger:
        asked = _ask(place, owner, phone)
        if asked.status_code != HTTPStatus.ACCEPTED:
            return [f"she got no code: {asked.status_code}"]
        for n in range(WRONG):
            _sign_in(place, stranger, phone, f"{n:06}", {})
        status = _sign_in(place, owner, phone, _code(place, phone), asked.json()).status_code
    return [] if status == HTTPStatus.OK else [f"wrong codes of a stranger kept her out: {status}"]


def _codes_asked(place: Place) -> list[str]:
    """Ask for codes for an owner's phone after she has asked for hers."""
    phone = str(next(_phones))
    with _caller(place) as owner, _caller(place) as stranger:
        asked = _ask(place, owner, phone)
        code = _code(place, phone)
        for _ in range(3):
            _ask(place, stranger, phone)
        status = _sign_in(place, owner, phone, code, asked.json()).status_code
    return [] if status == HTTPStatus.OK else [f"a stranger's asking kept her out: {status}"]


def _caller(place: Place) -> httpx.Client:
    return httpx.Client(base_url=f"{place.url}/api/v1", timeout=PATIENCE)


def _ask(place: Place, caller: httpx.Client, phone: str) -> httpx.Response:
    place.count(2)
    captcha = solve(caller.get("/captcha").json())
    return caller.post("/sign-in/codes", json={"phone": phone, "captcha": captcha})


def _sign_in(
    place: Place, caller: httpx.Client, phone: str, code: str, asked: dict[str, Any]
) -> httpx.Response:
    place.count()
    body: dict[str, Any] = {"phone": phone, "code": code, "agreements": agreed()}
    if "attempt" in asked:  # whose tries they are
        body["attempt"] = asked["attempt"]
    return caller.post("/sign-in", json=body)


def _code(place: Place, phone: str) -> str:
    """Look at the owner's phone, once the worker has sent it."""
    import time

    for _ in range(100):
        place.count()
        shown = httpx.get(f"{place.url}/demo/inbox.json", params={"phone": phone}).json()["items"]
        if shown and shown[0].get("code"):
            return str(shown[0]["code"])
        time.sleep(0.1)
    return ""
