"""Another owner, who books all the while: holds, sends a photo, confirms, looks, cancels."""

import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from statistics import median
from typing import Any

import httpx

from attack.place import Place

PAUSE = 0.2  # seconds between two steps: a person is slower
PATIENCE = 30
SLOWEST = 10.0  # seconds; who waits longer takes it for broken
_phones = count(15_000_000_000)


@dataclass
class Undisturbed:
    """Books in a thread of its own until told to stop."""

    place: Place
    failures: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    bookings: int = 0
    _over: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> "Undisturbed":
        self._thread = threading.Thread(target=self._go_on, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join(2 * PATIENCE)

    @property
    def p50(self) -> float:
        """The usual answer's seconds."""
        return median(self.times) if self.times else 0.0

    @property
    def slowest(self) -> float:
        """The slowest answer's seconds."""
        return max(self.times, default=0.0)

    @property
    def findings(self) -> list[str]:
        """What disturbed the owner."""
        said = [f"the undisturbed owner: {each}" for each in dict.fromkeys(self.failures)]
        if self.slowest > SLOWEST:
            said.append(f"the undisturbed owner waited {self.slowest:.1f} s")
        if not self.bookings:
            said.append("the undisturbed owner booked nothing")
        return said

    def _go_on(self) -> None:
        while not self._over.is_set():
            try:
                self._book()
                self.bookings += 1
            except (httpx.HTTPError, AssertionError) as failed:
                self.failures.append(f"{type(failed).__name__}: {str(failed)[:120]}")
                self._over.wait(1)

    def _book(self) -> None:
        from attack.town import last_free_start, photo, ready_owner

        owner = ready_owner(str(next(_phones)), now=datetime.now(UTC))
        base = f"{self.place.url}/api/v1"
        with httpx.Client(base_url=base, headers=owner.headers, timeout=PATIENCE) as phone:
            outlet, service = owner.outlet, owner.service
            days = self._ask(phone, "GET", f"/outlets/{outlet}/slots?service={service}&days=14")
            slot = last_free_start(days)
            wish = {"slot_id": slot, "service_id": service}
            held = self._ask(phone, "POST", "/bookings", 201, json=wish)
            files = {"image": ("card.jpg", photo(), "image/jpeg")}
            sent = self._ask(
                phone, "POST", "/documents", 202, data={"kind": "identity_card"}, files=files
            )
            self._ask(phone, "DELETE", f"/documents/{sent['id']}", 204)
            code = held["code"]
            self._ask(phone, "POST", f"/bookings/{code}/confirm", json=owner.form)
            self._ask(phone, "GET", f"/bookings/{code}")
            self._ask(phone, "POST", f"/bookings/{code}/cancel", json={"reason": "其他时间"})

    def _ask(
        self, phone: httpx.Client, method: str, path: str, status: int = 200, **sent: Any
    ) -> Any:
        began = time.monotonic()
        answer = phone.request(method, path, **sent)
        self.times.append(time.monotonic() - began)
        step = path.split("?")[0].rstrip("0123456789-abcdef")
        said = ""
        with suppress(ValueError):
            said = answer.json().get("code", "") if answer.content else ""
        assert answer.status_code == status, f"{method} {step}: {answer.status_code} {said}"
        self._over.wait(PAUSE)
        return answer.json() if answer.content else None
