"""Owners who book over HTTPS as the client does it, and go on when an answer does not come."""

import json
import random
import ssl
import threading
import time
from dataclasses import dataclass
from typing import Any

import httpx

from scripts.cluster.network import HOMES
from scripts.cluster.plan import ADDRESSES, CERTIFICATE, FRONT, SITE
from scripts.cluster.samples import BOOKED, CODE, READ, SIGNED_IN, Booked, Met, Sample, step
from scripts.three_machines.load import solved
from tests.notifications.aliyun_server import Vendor

API = f"https://{ADDRESSES[FRONT]}/api/v1"
TIMEOUT = 30  # seconds, as the client's
PATIENCE = 120  # seconds after which an owner gives up
WAITS_FOR_CODE = 200  # seconds: a vendor may be in trouble for a while
ASKS_AGAIN, ASKS_AGAIN_LATE = 1.5, 10.0  # seconds, for what is read, as the client
AGAIN = 1.0  # seconds between tries, where the answer names no other
# Of 60 starts that are shown; people take what is soon.
LIKED = 60
OTHERS_WERE_FASTER = ("slot_full", "slot_not_bookable")


class GaveUp(Exception):
    """An owner lost patience."""


@dataclass
class Town:
    """What is told about the site by whoever built it."""

    outlets: list[dict[str, str]]
    owners: list[dict[str, str]]

    def outlet(self, dice: random.Random) -> dict[str, str]:
        """Return an outlet as people choose: the n-th with 1/n of the first one's favour."""
        weights = [1 / n for n in range(1, len(self.outlets) + 1)]
        return dice.choices(self.outlets, weights)[0]


class Inbox:
    """The phones of all owners: what the vendor delivered, by phone."""

    def __init__(self, vendor: Vendor) -> None:
        self.vendor, self.read, self.codes = vendor, 0, dict[str, str]()
        self.lock = threading.Lock()

    def code(self, phone: str) -> str:
        """Return the newest sign-in code of a phone, or nothing."""
        with self.lock:
            fresh = self.vendor.taken[self.read :]
            self.read += len(fresh)
            for message in fresh:
                said = json.loads(message["TemplateParam"])
                if message["TemplateCode"] == "SMS_0001":
                    self.codes[message["PhoneNumbers"][-11:]] = said["code"]
            return self.codes.get(phone, "")


class Person:
    """Somebody with a phone in hand, who tries again until it works or patience ends."""

    def __init__(self, met: Met, trust: ssl.SSLContext, phone: str, token: str = "") -> None:
        self.met, self.phone, self.token = met, phone, token
        home = HOMES[int(phone or 0) % len(HOMES)]
        line = httpx.HTTPTransport(verify=trust, local_address=home)
        # No cookies are kept: like the mini-program's, these owners have tokens.
        self.http = httpx.Client(transport=line, timeout=TIMEOUT, headers={"Host": SITE})

    def __enter__(self) -> "Person":
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()

    def send(self, method: str, path: str, **how: Any) -> httpx.Response:
        """Send it until it is answered. Raises GaveUp; a refusal is an answer."""
        gives_up_at = time.monotonic() + PATIENCE
        while True:
            began = time.monotonic()
            answer, wrong = self._once(method, path, how)
            self.met.note(Sample(began, time.monotonic(), step(method, path), wrong))
            if answer is not None and not wrong:
                return answer
            if time.monotonic() > gives_up_at:
                raise GaveUp(f"{method} {path.split('?')[0]}: {wrong}")
            time.sleep(_wait(answer))

    def _once(
        self, method: str, path: str, how: dict[str, Any]
    ) -> tuple[httpx.Response | None, str]:
        headers = {**how.get("headers", {})}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        sent = {**how, "headers": headers, "extensions": {"sni_hostname": SITE}}
        try:
            answer = self.http.request(method, f"{API}{path}", **sent)
        except httpx.TimeoutException:
            return None, "no answer"
        except httpx.TransportError:
            return None, "cut off"
        self.http.cookies.clear()
        bad = answer.status_code >= 500 or _code(answer) == "unavailable" or _is_proxys(answer)
        return answer, f"{answer.status_code} {_code(answer)}".strip() if bad else ""


def _is_proxys(answer: httpx.Response) -> bool:
    """Tell a refusal of the proxy before the site: it has no code of ours."""
    return answer.status_code >= 400 and not _code(answer)


def _wait(answer: httpx.Response | None) -> float:
    said = answer.headers.get("Retry-After", "") if answer is not None else ""
    return min(float(said), 5.0) if said.isdigit() else AGAIN


def _code(answer: httpx.Response) -> str:
    try:
        return str(answer.json().get("code", ""))
    except (ValueError, AttributeError):
        return ""


def sign_in(person: Person, inbox: Inbox) -> None:
    """Sign in by a code that comes to the phone. Raises GaveUp."""
    came = time.monotonic()
    asked = _ask_for_code(person)
    person.met.asked[person.phone] = time.time()
    began = time.monotonic()
    ends_at = began + WAITS_FOR_CODE
    while not (code := inbox.code(person.phone)):
        if time.monotonic() > ends_at:
            raise GaveUp("no code came")
        time.sleep(0.1)
    person.met.waited(CODE, since=began)
    agreed = person.send("GET", "/agreements").json()["items"]
    agreements = [{"kind": each["kind"], "version": each["version"]} for each in agreed]
    body = {"phone": person.phone, "code": code, "agreements": agreements}
    body["attempt"] = asked.json()["attempt"]
    opened = person.send("POST", "/sign-in", json=body)
    if opened.status_code != 200:
        raise GaveUp(f"not signed in: {_code(opened)}")
    person.token = opened.json()["token"]
    person.met.came_off(SIGNED_IN, since=came)


def _ask_for_code(person: Person) -> httpx.Response:
    for _ in range(3):
        challenge = person.send("GET", "/captcha").json()
        body = {"phone": person.phone, "captcha": solved(challenge)}
        asked = person.send("POST", "/sign-in/codes", json=body)
        if asked.status_code == 202:
            return asked
        # The answer to an ask before was lost, which spent the solution: the client gets another.
        if _code(asked) not in ("captcha_expired", "captcha_too_small"):
            break
    raise GaveUp(f"no code: {_code(asked)}")


def hold(person: Person, town: Town, dice: random.Random) -> str:
    """Hold a time at an outlet; return the booking's code. Raises GaveUp."""
    for _ in range(20):
        at = town.outlet(dice)
        path = f"/outlets/{at['outlet']}/slots?service={at['service']}&days=14"
        days = person.send("GET", path).json()["days"]
        starts = [each for day in days for each in day["starts"] if each["places_left"]][:LIKED]
        if not starts:
            person.met.refused["nothing free"] += 1
            continue
        wish = {"slot_id": dice.choice(starts)["slot_id"], "service_id": at["service"]}
        key = {"Idempotency-Key": f"{dice.getrandbits(64):x}"}
        held = person.send("POST", "/bookings", json=wish, headers=key)
        if held.status_code == 201:
            return str(held.json()["code"])
        person.met.refused[_code(held)] += 1
        if _code(held) not in OTHERS_WERE_FASTER:
            raise GaveUp(f"not held: {_code(held)}")
    raise GaveUp("no time was free")


def confirm(person: Person, code: str, form: dict[str, Any]) -> None:
    """Confirm a hold. Raises GaveUp."""
    body = {"phone": person.phone, "relation": "self", **form}
    began = time.monotonic()
    confirmed = _change(person, code, "confirm", body)
    if confirmed.status_code != 200:
        person.met.refused[_code(confirmed)] += 1
        raise GaveUp(f"not confirmed: {_code(confirmed)}")
    person.met.booked[code] = Booked(code, (confirmed.json()["state"],), person.phone)
    person.met.came_off(BOOKED, since=began)


def cancel(person: Person, code: str) -> None:
    """Cancel it again. Raises GaveUp."""
    answer = _change(person, code, "cancel", {"reason": "改天再来"})
    # Sent again as no answer came, it may have been done before.
    if answer.status_code != 200 and _code(answer) != "booking_wrong_state":
        raise GaveUp(f"not cancelled: {_code(answer)}")
    before = person.met.booked[code].moves
    person.met.booked[code] = Booked(code, (*before, "cancelled"), person.phone)


def _change(person: Person, code: str, how: str, body: dict[str, Any]) -> httpx.Response:
    """Send it; whether it was done is unknown for as long as no answer came."""
    person.met.unsure.add(code)
    answer = person.send("POST", f"/bookings/{code}/{how}", json=body)
    person.met.unsure.discard(code)
    return answer


@dataclass(frozen=True)
class Sent:
    """A photo that was sent: its document as it was answered, and when, of the monotonic clock."""

    document: dict[str, Any]
    at: float


def photograph(person: Person, kind: str, photo: bytes) -> Sent:
    """Send a photo. Raises GaveUp."""
    began = time.monotonic()
    sent = send_photo(person, kind, photo, key=f"{person.phone}-{kind}")
    if sent.status_code != 202:
        raise GaveUp(f"photo: {_code(sent)}")
    return Sent(sent.json(), began)


def send_photo(person: Person, kind: str, photo: bytes, *, key: str) -> httpx.Response:
    """Send a photo and return the answer. Raises GaveUp."""
    parts = {"image": ("photo.jpg", photo, "image/jpeg")}
    headers = {"Idempotency-Key": key}
    return person.send("POST", "/documents", data={"kind": kind}, files=parts, headers=headers)


def until_read(person: Person, sent: Sent, *, patience: float = WAITS_FOR_CODE) -> dict[str, Any]:
    """Wait until a photo is read, and return its document. Raises GaveUp."""
    document = sent.document
    while document["state"] == "reading":
        waited = time.monotonic() - sent.at
        if waited > patience:
            raise GaveUp("a photo is not read")
        path = f"/documents/{document['id']}?wait=20"
        document = person.send("GET", path).json()
        if document["state"] == "reading":
            time.sleep(min(max(ASKS_AGAIN, waited / 4), ASKS_AGAIN_LATE))
    person.met.waited(READ, since=sent.at)
    return document


def trusting() -> ssl.SSLContext:
    """Return whom owners trust: whoever made the site's certificate."""
    return ssl.create_default_context(cafile=str(CERTIFICATE))
