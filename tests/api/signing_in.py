"""What it takes to sign in: texts in force, a solved challenge, and a look at the demo's inbox."""

import base64
import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from voltbay.accounts.agreements.seed import VERSION, Operator, seed_agreements
from voltbay.accounts.models import Agreement
from voltbay.notifications.deliver import deliver
from voltbay.notifications.models import Notice

PHONE = "13800138000"
BROWSER = "Mozilla/5.0 (iPhone) Voltbay test"
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
OPERATOR = Operator(operator="测试公司", address="上海市", contact="400-820-8888")


def seed() -> list[Agreement]:
    """Publish the texts that everybody agrees to."""
    return seed_agreements(OPERATOR, effective_at=LONG_AGO, now=LONG_AGO)


def agreed(version: str = VERSION, kinds: tuple[str, ...] = ("terms", "privacy")) -> list[Any]:
    """Return what a ticked box sends."""
    return [{"kind": kind, "version": version} for kind in kinds]


def solve(challenge: dict[str, Any]) -> str:
    """Solve a challenge the slow way, as any client does, and write the answer."""
    number = next(
        n
        for n in range(challenge["maxnumber"] + 1)
        if hashlib.sha256(f"{challenge['salt']}{n}".encode()).hexdigest() == challenge["challenge"]
    )
    kept = {name: challenge[name] for name in ("algorithm", "challenge", "salt", "signature")}
    return base64.b64encode(json.dumps({**kept, "number": number}).encode()).decode()


def deliver_all() -> None:
    """Do the worker's work."""
    queued = Notice.objects.filter(state="queued").order_by("pk")
    for notice_id in queued.values_list("pk", flat=True):
        deliver(notice_id=notice_id, now=timezone.now())


class Caller:
    """A browser: it keeps cookies and sends the CSRF token back."""

    def __init__(self, address: str = "203.0.113.7") -> None:
        self.client = Client(
            enforce_csrf_checks=True,
            raise_request_exception=False,
            REMOTE_ADDR=address,
            headers={"User-Agent": BROWSER},
        )

    def get(self, url: str, **headers: str) -> HttpResponse:
        return self.client.get(f"/api/v1{url}", headers=headers)

    def send(self, method: str, url: str, body: Any = None, **headers: str) -> HttpResponse:
        token = self.client.cookies.get("csrftoken")
        if token and "X-CSRFToken" not in headers:
            headers["X-CSRFToken"] = token.value
        return self.client.generic(
            method,
            f"/api/v1{url}",
            json.dumps(body) if body is not None else "",
            content_type="application/json",
            headers=headers,
        )

    def captcha(self) -> str:
        return solve(self.get("/captcha").json())

    def ask_for_code(self, phone: str, **headers: str) -> HttpResponse:
        body = {"phone": phone, "captcha": self.captcha()}
        return self.send("POST", "/sign-in/codes", body, **headers)

    def code_for(self, phone: str) -> str:
        answer = self.ask_for_code(phone)
        assert answer.status_code == 202, answer.content
        return read_code(phone)

    def sign_in(self, phone: str, code: str, agreements: list[Any] | None = None) -> HttpResponse:
        agreements = agreed() if agreements is None else agreements
        body = {"phone": phone, "code": code, "agreements": agreements}
        return self.send("POST", "/sign-in", body)


def read_code(phone: str) -> str:
    """Look into the demo's inbox."""
    deliver_all()
    inbox = Client().get("/demo/inbox.json", {"phone": phone}).json()["items"]
    return str(inbox[0]["code"])


def signed_in_as(phone: str) -> Caller:
    """Go all the way."""
    caller = Caller()
    assert caller.sign_in(phone, caller.code_for(phone)).status_code == 200
    return caller
