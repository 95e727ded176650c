"""Whether pages stay as fast over years: `make bench-growth`, `ARGS="dashboard"` for one row alone.

A thousand outlets with 10,000 bookings in the past are measured, then with 1,000,000. Of each row:
the median and 95th percentile of its time through a real web server, one request at a time; the
95th percentile in this process, without a socket (what the server itself takes); kB, statements;
and how much the median grew. `ARGS=--short` stops at 100,000; `ARGS=--unreported` leaves every
report owed. A whole run writes the table of docs/performance.md, any other prints it; it ends with
1 if a target is missed.
"""

from __future__ import annotations

import argparse
import logging
import random
import statistics
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPConnection
from typing import TYPE_CHECKING
from urllib.parse import quote

from bench.place import installation, web, workers
from scripts.cluster.report import PAGE, write
from voltbay.core.processor import seconds_of

if TYPE_CHECKING:  # models may be named only after Django is set up
    from collections.abc import Callable, Mapping, Sequence

    from django.test import Client

SIZES = (10_000, 1_000_000)
SHORT = (10_000, 100_000)
WARMING, ROUNDS = 12, 60
GROWTH = 1.3  # times: what the median may grow
PUBLISHED_MS = 10_000
PUBLISHING = "publishing"
PUBLISHED = "SELECT NOT EXISTS (SELECT FROM procrastinate_jobs WHERE task_name ~ 'publish_')"
PATIENCE = 300.0  # seconds until workers are ready, or done


@dataclass(frozen=True)
class Row:
    """One row of the table: what is asked, and what it may take."""

    name: str
    paths: Sequence[str]
    tokens: Sequence[str] = ()  # of owners; else as staff
    most_ms: float | None = None  # 95th percentile through a web server
    most_inside_ms: float | None = None  # 95th percentile in the server
    most_kb: float | None = None
    statuses: Sequence[int] = (200,)


@dataclass(frozen=True)
class Figures:
    """What was measured of a row."""

    p50: float
    p95: float
    inside: float
    cpu: float  # of those inside: milliseconds of this process and of its PostgreSQL, the mean
    kb: float
    statements: int


def main() -> int:
    """Build, measure, print and write. Returns the exit status."""
    logging.disable(logging.INFO)
    asked = _arguments()
    sizes = SHORT if asked.short else SIZES
    rows, measured = _measure_all(asked, sizes)
    made = table(rows, measured, sizes)
    print(made)
    if not (asked.rows or asked.short or asked.unreported):
        write(PAGE, "growth", "make bench-growth", made)
    if over := missed(rows, measured):
        print(f"over the target, or grown more than {GROWTH} times: {', '.join(over)}")
    return 1 if over else 0


def _measure_all(
    asked: argparse.Namespace, sizes: Sequence[int]
) -> tuple[list[Row], dict[str, list[Figures]]]:
    """Return the rows that are meant, and the figures of each at every size."""
    measured: dict[str, list[Figures]] = {}
    rows: list[Row] = []
    with installation():
        from bench import province

        now = datetime.now(UTC)
        province.build_outlets(now=now)
        province.fill_slots(now=now)
        province.fill_today(now=now)
        tokens, reached = province.sessions(now=now), 0
        cookie, client = signed_in()
        for size in sizes:
            began = time.monotonic()
            province.fill_past(reached, size, now=now, is_reported=not asked.unreported)
            reached = size
            print(f"{size:,} bookings built in {time.monotonic() - began:.0f} s", file=sys.stderr)
            rows = [row for row in _rows(tokens) if not asked.rows or _is_meant(row, asked.rows)]
            with web() as port:
                for row in rows:
                    figures = _measure(row, port=port, cookie=cookie, client=client)
                    measured.setdefault(row.name, []).append(figures)
                    print(f"{size:>9,} {row.name}: {figures}", file=sys.stderr)
            if not asked.rows or any(PUBLISHING.startswith(each) for each in asked.rows):
                measured.setdefault(PUBLISHING, []).append(_publish(now=now))
    return rows, measured


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.growth")
    parser.add_argument("rows", nargs="*", help="only rows whose names begin so")
    parser.add_argument("--short", action="store_true", help="up to 100,000 bookings")
    parser.add_argument("--unreported", action="store_true", help="leave every report owed")
    return parser.parse_args()


def _is_meant(row: Row, asked: Sequence[str]) -> bool:
    return any(row.name.startswith(each) for each in asked)


def _rows(tokens: Sequence[str]) -> list[Row]:
    """Return the table's rows, of outlets chosen by chance but each time the same."""
    from django.urls import reverse

    from bench.province import BUSY, SETTLED
    from voltbay.directory.models import Outlet, Service

    chance = random.Random(7)
    services = chance.sample(list(Service.objects.order_by("outlet__name")), 40)
    slots = [f"/api/v1/outlets/{one.outlet_id}/slots?service={one.pk}&days=31" for one in services]
    outlets = chance.sample(list(Outlet.objects.order_by("name")), 40)
    near = [f"/api/v1/outlets?near={one.longitude:.4f},{one.latitude:.4f}" for one in outlets]
    cities = [f"/api/v1/outlets?city={one.city_code}" for one in outlets]
    busy = list(Outlet.objects.order_by("pk").values_list("pk", flat=True)[:BUSY])

    def of_outlet(name: str) -> list[str]:
        return [reverse(f"console:{name}", kwargs={"outlet_id": pk}) for pk in busy]

    return [
        Row("slots, 31 days", slots, tokens, 8, 5),
        Row("outlets near", near, tokens, 20),
        Row("outlets by city", cities, tokens, 20),
        Row("outlets by text", [f"/api/v1/outlets?q={quote(SETTLED)}"], tokens, 20),
        Row("my bookings", ["/api/v1/bookings"], tokens, 8),
        Row("console day", of_outlet("day"), (), 30),
        Row("dashboard, 90 days", [f"{reverse('console:dashboard')}?period=90"], (), 200),
        Row("admin bookings", ["/admin/bookings/booking/"], (), 150, None, 150),
        Row("admin slots", ["/admin/slots/slot/"], (), 150, None, 150),
        Row("console outlets", [reverse("console:outlets")], (), 60),
        Row("console stock", of_outlet("stock"), (), 150),
        Row("admin, what waits", ["/admin/"], (), 150),
        Row("/metrics", ["/metrics"], (), 100),
        Row("/readyz", ["/readyz"], (), 30, statuses=(200, 503)),  # no worker runs here
    ]


def _measure(row: Row, *, port: int, cookie: str, client: Client) -> Figures:
    def headers(n: int) -> dict[str, str]:
        if row.tokens:
            return {"Authorization": f"Bearer {row.tokens[n % len(row.tokens)]}"}
        return {"Cookie": cookie}

    line = HTTPConnection("127.0.0.1", port, timeout=120)
    through, size = [], 0
    rounds = ROUNDS
    for n in range(WARMING + ROUNDS):
        began = time.perf_counter()
        line.request("GET", row.paths[n % len(row.paths)], headers=headers(n))
        answer = line.getresponse()
        size = max(size, len(answer.read()))
        through.append((time.perf_counter() - began) * 1000)
        if answer.status not in row.statuses:
            raise RuntimeError(f"{row.name}: {answer.status} for {row.paths[n % len(row.paths)]}")
        if through[-1] > 1000 and n == WARMING // 2:
            rounds = WARMING  # what is this slow need not be asked sixty times
        if n > WARMING + rounds:
            break
    inside, cpu, statements = _inside(row, client, headers, rounds)
    through = through[WARMING:]
    return Figures(
        statistics.median(through),
        _p95(through),
        _p95(inside),
        cpu,
        size / 1000,
        statements,
    )


def _inside(
    row: Row, client: Client, headers: Callable[[int], dict[str, str]], rounds: int
) -> tuple[list[float], float, int]:
    """Return milliseconds of requests that pass no socket, their CPU, and the statements of one."""
    from django.db import connection

    asked: list[str] = []

    def note(execute: Callable[..., object], sql: str, *rest: object) -> object:
        asked.append(sql)
        return execute(sql, *rest)

    took, cpu = [], 0.0
    for n in range(WARMING + rounds):
        if n == WARMING:
            cpu = _cpu()
        sent = {"Authorization": headers(n)["Authorization"]} if row.tokens else {}
        began = time.perf_counter()
        client.get(row.paths[n % len(row.paths)], headers={"Host": "127.0.0.1", **sent})
        took.append((time.perf_counter() - began) * 1000)
    cpu = (_cpu() - cpu) / rounds
    with connection.execute_wrapper(note):
        client.get(row.paths[0], headers={"Host": "127.0.0.1", **sent})
    return took[WARMING:], cpu, len(asked)


def _cpu() -> float:
    """Return milliseconds that this process and the backend of its connection have worked.

    On a machine that others use too it says more than the time that passed.
    """
    from django.db import connection

    ours = time.process_time() * 1000
    return ours + seconds_of(connection.connection.info.backend_pid) * 1000


def _publish(*, now: datetime) -> Figures:
    """Have two workers publish every outlet: all days from nothing, then a day, as each night."""
    from django.db import connection

    from voltbay.core.local_time import day_bounds, local
    from voltbay.slots.models import Slot
    from voltbay.slots.tasks import publish_all_outlets

    took = []
    with workers(2, "--but", "recognition"):
        _until("SELECT count(*) = 2 FROM procrastinate_workers")
        for is_night in (False, True):
            # The last day that was published goes, so that a night has one to add.
            newest = Slot.objects.latest("starts_at").starts_at
            since = day_bounds(local(newest).date())[0] if is_night else now
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM slots_slot WHERE starts_at > %s AND taken = 0", [since])
                deleted = cursor.rowcount
                cursor.execute("VACUUM ANALYZE slots_slot")
            print(f"{deleted:,} slots to publish", file=sys.stderr)
            began = time.perf_counter()
            publish_all_outlets.defer(timestamp=0)
            _until(PUBLISHED)
            took.append((time.perf_counter() - began) * 1000)
    return Figures(took[0], took[1], 0, 0, 0, 0)


def _until(condition: str) -> None:
    """Ask the database until something holds. Raises TimeoutError."""
    from django.db import connection

    ends_at = time.monotonic() + PATIENCE
    while time.monotonic() < ends_at:
        with connection.cursor() as cursor:
            cursor.execute(condition)
            if cursor.fetchone() == (True,):
                return
        time.sleep(0.05)
    raise TimeoutError(condition)


def table(
    rows: Sequence[Row], measured: Mapping[str, Sequence[Figures]], sizes: Sequence[int]
) -> str:
    """Return the figures of each row at both sizes in Markdown, beside what it may take."""
    small, large = (f"at {size:,}" for size in sizes)
    head = ["p50 / p95 ms", small, large, "target p95", "growth", "in the server", "CPU ms", "kB"]
    lines = [f"| {' | '.join(head)} | statements |", "| --- |" + " ---: |" * len(head)]
    for row in rows:
        before, after = measured[row.name]
        lines.append(
            f"| {row.name} | {before.p50:.1f} / {before.p95:.1f} "
            f"| {after.p50:.1f} / **{after.p95:.1f}** | {_target(row.most_ms)} "
            f"| {after.p50 / before.p50:.2f} | {after.inside:.1f}{_beside(row.most_inside_ms)} "
            f"| {before.cpu:.1f} → {after.cpu:.1f} | {after.kb:.0f}{_beside(row.most_kb)} "
            f"| {after.statements} |"
        )
    if PUBLISHING in measured:
        lines += _publishing(*measured[PUBLISHING])
    return "\n".join(lines)


def missed(rows: Sequence[Row], measured: Mapping[str, Sequence[Figures]]) -> list[str]:
    """Return the rows that take more than they may, or grew more."""
    names = [
        row.name
        for row in rows
        if _is_over(row, measured[row.name][1])
        or measured[row.name][1].p50 > GROWTH * measured[row.name][0].p50
    ]
    if PUBLISHING in measured and measured[PUBLISHING][1].p95 > PUBLISHED_MS:
        names.append(PUBLISHING)
    return names


def _is_over(row: Row, after: Figures) -> bool:
    pairs = (
        (after.p95, row.most_ms),
        (after.inside, row.most_inside_ms),
        (after.kb, row.most_kb),
    )
    return any(most is not None and is_now > most for is_now, most in pairs)


def _publishing(before: Figures, after: Figures) -> list[str]:
    """Return its lines, in seconds: a day, as each night, and all days from nothing."""
    return [
        f"| publishing 1,000 outlets by two workers: {what} | {small / 1000:.1f} s "
        f"| **{large / 1000:.1f} s** | {target} | {large / small:.2f} | | | | |"
        for what, small, large, target in (
            ("a day, each night", before.p95, after.p95, f"{PUBLISHED_MS / 1000:g} s"),
            ("all days from nothing", before.p50, after.p50, "–"),
        )
    ]


def _target(most: float | None) -> str:
    return f"{most:g}" if most else "–"


def _beside(most: float | None) -> str:
    return f" ({most:g})" if most else ""


def _p95(took: Sequence[float]) -> float:
    return sorted(took)[int(0.95 * len(took))]


def signed_in() -> tuple[str, Client]:
    """Return an operator's session, as a cookie and as a client of this process."""
    from bench.console import signed_in as staff_client

    client = staff_client()
    return "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items()), client


if __name__ == "__main__":
    sys.exit(main())
