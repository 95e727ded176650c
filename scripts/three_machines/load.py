"""People who call all the while: new owners sign in, others look; what goes wrong is counted.

An owner's sign-in goes through everything: two writes, a worker, the vendor of messages.
"""

import base64
import hashlib
import itertools
import json
import ssl
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from scripts.three_machines.beside import SITE
from scripts.three_machines.chapter import MACHINES
from tests.notifications.aliyun_server import Vendor

OWNERS, LOOKERS = 3, 3  # threads
PAGES = ("/", "/healthz", "/api/v1/agreements", "/console/sign-in", "/api/v1/outlets")
PATIENCE = 60  # seconds for a message


@dataclass
class Told:
    """What was asked and how it went."""

    answers: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    signed_in: list[str] = field(default_factory=list)  # phones of owners who were told so
    slowest: float = 0.0  # seconds

    def __str__(self) -> str:
        asked = sum(self.answers.values())
        return (
            f"{asked} requests, {len(self.signed_in)} owners signed in, "
            f"{len(self.wrong)} errors, the slowest answer after {self.slowest:.1f} s"
        )


class Caller:
    """Somebody whose requests go to the machines in turn."""

    def __init__(self, told: Told, certificate: Path, names: Iterable[str] = MACHINES) -> None:
        self.told = told
        self.trust = ssl.create_default_context(cafile=str(certificate))
        self.turn = itertools.cycle([MACHINES[name] for name in names])
        self.cookies = httpx.Cookies()

    def send(self, method: str, path: str, body: object = None) -> httpx.Response | None:
        """Send one request on a connection of its own; return no answer where there was none."""
        address, began = next(self.turn), time.monotonic()
        try:
            with httpx.Client(verify=self.trust, timeout=60, cookies=self.cookies) as client:
                token = self.cookies.get("csrftoken", "")
                answer = client.request(
                    method,
                    f"https://{address}{path}",
                    json=body,
                    headers={"Host": SITE, "Referer": f"https://{SITE}/", "X-CSRFToken": token},
                    extensions={"sni_hostname": SITE},
                )
                for each in answer.cookies.jar:
                    self.cookies.set(each.name, each.value or "")
        except httpx.TransportError as failed:
            self.told.wrong.append(f"{method} {path} at {address}: {failed!r}")
            return None
        self.told.slowest = max(self.told.slowest, time.monotonic() - began)
        self.told.answers[f"{method} {path} {answer.status_code}"] += 1
        if not answer.is_success and not answer.is_redirect:
            self.told.wrong.append(f"{method} {path} at {address}: {answer.status_code}")
            return None
        return answer


@contextmanager
def calling(vendor: Vendor, certificate: Path) -> Iterator[Told]:
    """Call while the block lasts."""
    told, over = Told(), threading.Event()
    # Next is one step of the interpreter, so threads never get the same.
    every = itertools.count(int(time.time()) % 10**7 * 10)

    def own() -> None:
        while not over.is_set():
            sign_in(Caller(told, certificate), f"138{next(every):08}", vendor)

    threads = [threading.Thread(target=own) for _ in range(OWNERS)]
    looking = (told, certificate, over)
    threads += [threading.Thread(target=look, args=looking) for _ in range(LOOKERS)]
    for thread in threads:
        thread.start()
    try:
        yield told
    finally:
        over.set()
        for thread in threads:
            thread.join()


def look(told: Told, certificate: Path, over: threading.Event) -> None:
    """Look at one page after the other until it is over."""
    caller = Caller(told, certificate)
    for page in itertools.cycle(PAGES):
        if over.is_set():
            return
        caller.send("GET", page)
        time.sleep(0.05)


def sign_in(caller: Caller, phone: str, vendor: Vendor) -> None:
    """Sign a new owner in and look at the account; what goes wrong is noted by the caller."""
    if not (challenge := caller.send("GET", "/api/v1/captcha")):
        return
    asked = {"phone": phone, "captcha": solved(challenge.json())}
    if not caller.send("POST", "/api/v1/sign-in/codes", asked):
        return
    if not (code := code_of(phone, vendor)):
        caller.told.wrong.append(f"no code came for an owner within {PATIENCE} s")
        return
    if not (agreements := caller.send("GET", "/api/v1/agreements")):
        return
    agreed = [
        {"kind": each["kind"], "version": each["version"]}
        for each in agreements.json()["items"]
        if each["kind"] in ("terms", "privacy")
    ]
    body = {"phone": phone, "code": code, "agreements": agreed}
    if caller.send("POST", "/api/v1/sign-in", body) and caller.send("GET", "/api/v1/me"):
        caller.told.signed_in.append(phone)


def code_of(phone: str, vendor: Vendor) -> str:
    """Return the code that the vendor was asked to send, once it was."""
    ends_at = time.monotonic() + PATIENCE
    while time.monotonic() < ends_at:
        for message in reversed(vendor.taken):
            if message["PhoneNumbers"].endswith(phone):
                return str(json.loads(message["TemplateParam"])["code"])
        time.sleep(0.05)
    return ""


def solved(challenge: dict[str, Any]) -> str:
    """Do the work that is asked for before a code is sent."""
    salt, wanted = challenge["salt"], challenge["challenge"]
    number = next(
        n
        for n in range(challenge["maxnumber"] + 1)
        if hashlib.sha256(f"{salt}{n}".encode()).hexdigest() == wanted
    )
    kept = {name: challenge[name] for name in ("algorithm", "challenge", "salt", "signature")}
    return base64.b64encode(json.dumps({**kept, "number": number}).encode()).decode()
