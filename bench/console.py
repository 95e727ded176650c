"""How long the pages of a busy outlet take on the server: `python -m bench.console`.

200 bookings today and 100,000 in the past of one outlet, each with its removal, battery and
receipt. Prints for each page its statements and the median and 95th percentile of its time, and
ends with 1 if a page takes longer than it may.
"""

from __future__ import annotations

import logging
import statistics
import sys
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bench.place import installation

if TYPE_CHECKING:  # models may be named only after Django is set up
    from collections.abc import Callable

    from django.test import Client

ROUNDS = 30
ALLOWED = 150  # milliseconds, half of the requests


def main() -> int:
    """Load, measure and print. Returns the exit status."""
    logging.disable(logging.INFO)  # a line for each request
    with installation():
        from bench.outlet import busy_outlet, pages_of

        now = datetime.now(UTC)
        outlet = busy_outlet(now=now)
        client = signed_in()
        pages = pages_of(outlet, now=now)
        print(
            f"{'page':22} {'statements':>10} {'best ms':>8} {'p50 ms':>8} {'p95 ms':>8} {'kB':>6}"
        )
        slow = [name for name, path in pages.items() if _measure(client, name, path) > ALLOWED]
    if slow:
        print(f"over {ALLOWED} ms: {', '.join(slow)}")
    return 1 if slow else 0


def _measure(client: Client, name: str, path: str) -> float:
    """Print a page's figures and return the median in milliseconds."""
    from django.db import connection

    client.get(path)  # the first of all loads templates and plans statements
    asked: list[str] = []
    with connection.execute_wrapper(_noting(asked)):
        answer = client.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{name}: {answer.status_code} for {path}")
    took = sorted(_once(client, path) for _ in range(ROUNDS))
    p50, p95 = statistics.median(took), took[int(0.95 * ROUNDS)]
    figures = f"{took[0]:8.1f} {p50:8.1f} {p95:8.1f} {len(answer.content) / 1024:6.0f}"
    print(f"{name:22} {len(asked):10} {figures}")
    return p50


def _noting(asked: list[str]) -> Callable[..., object]:
    def note(execute: Callable[..., object], sql: str, *rest: object) -> object:
        asked.append(sql)
        return execute(sql, *rest)

    return note


def _once(client: Client, path: str) -> float:
    began = time.perf_counter()
    client.get(path)
    return (time.perf_counter() - began) * 1000


def signed_in() -> Client:
    """Return a client that an operator has signed in with."""
    from django.test import Client

    from voltbay.accounts.models import Role, StaffUser
    from voltbay.console.access.guard import FACTOR, PASSED

    staff = StaffUser.objects.create(
        username="bench",
        role=Role.OPERATOR,
        is_staff=True,
        is_superuser=True,
        must_change_password=False,
    )
    client = Client(headers={"Host": "127.0.0.1"})
    client.force_login(staff)
    session = client.session
    session[FACTOR] = PASSED
    session.save()
    return client


if __name__ == "__main__":
    sys.exit(main())
