"""Bookings a second through the API, beside what PostgreSQL alone does; and other frequent asks.

Writes `bench/results/<time>.json` with `ratios`, and the table of docs/performance.md. Figures of
one run compare; those of two do not: the machine is shared. What PostgreSQL alone does is measured
before the web and after it, as the pace of such a machine changes within minutes. Milliseconds of
the processor compare better.
"""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bench.asked import Request, get, post
from bench.cpu import cpu_seconds, parent_of
from bench.load import NATIVE, send
from bench.place import installation, pgbench, web_and_pid
from bench.statements import statements
from scripts.cluster.report import PAGE, write

if TYPE_CHECKING:  # models may be named only after Django is set up
    from bench.town import Booker
    from voltbay.directory.models import Service

CLIENTS = 24
BOOKERS = 6_000
# Asked first, unmeasured, by as many as there are connections: each of them prepares a statement
# when it has seen it five times, and plans it for good after five more. The limits are measured
# like that, too.
CONNECTIONS = 48
WARMING = 1_500
EXPECTED = {"slots": 200, "me": 200, "hold": 201, "confirm": 200}
SECONDS = 8
TARGETS = {"hold": 0.30, "confirm": 0.15}  # of what pgbench does
NAMES = {"slots": "free times of a week", "me": "`/me`"}
API = "/api/v1"
RESULTS = Path(__file__).parent / "results"


@dataclass(frozen=True)
class Measured:
    """Operations a second, and milliseconds of the processor that each takes."""

    per_second: float
    postgres_ms: float
    web_ms: float = 0.0
    p50: float = 0.0  # seconds
    p95: float = 0.0
    statements: int = 0


@dataclass(frozen=True)
class Site:
    """Where to ask, and the processes that web and PostgreSQL come of."""

    port: int
    server: int
    postgres: int

    def ask(self, requests: list[Request], status: int, *, clients: int) -> Measured:
        """Ask the first here, to count statements; some unmeasured; and the rest."""
        counted = statements(requests[0], status=status)
        warming, rest = requests[1:WARMING], requests[WARMING:]
        _ = send(self.port, warming, clients=min(CONNECTIONS, len(warming)), status=status)
        before = cpu_seconds(self.server), cpu_seconds(self.postgres)
        answers = send(self.port, rest, clients=clients, status=status)
        web, base = cpu_seconds(self.server) - before[0], cpu_seconds(self.postgres) - before[1]
        return Measured(
            answers.per_second,
            web_ms=web * 1000 / len(rest),
            postgres_ms=base * 1000 / len(rest),
            p50=answers.p50,
            p95=answers.p95,
            statements=counted,
        )


@dataclass(frozen=True)
class Found:
    """What was asked, and what PostgreSQL alone did before it and after it."""

    bookings: int  # in the database
    asked: dict[str, Measured]
    earlier: dict[str, Measured]
    later: dict[str, Measured]

    def limit(self, name: str) -> Measured:
        """Return the mean of both."""
        one, other = self.earlier[name], self.later[name]
        return Measured(
            (one.per_second + other.per_second) / 2,
            postgres_ms=(one.postgres_ms + other.postgres_ms) / 2,
        )

    def ratio(self, name: str) -> float:
        """Return how many were answered for each that PostgreSQL alone does."""
        return self.asked[name].per_second / self.limit(name).per_second


def main() -> None:
    """Measure, print and write."""
    print(f"asked by {NATIVE}")
    with installation() as url:
        found = _measure(url)
    figures = _figures(found)
    for name, value in figures.items():
        print(f"{name:34} {value}")
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}.json"
    path.write_text(json.dumps(figures, indent=2) + "\n")
    write(PAGE, "hot path", "make bench", table(found))
    print(f"written to bench/results/{path.name} and docs/{PAGE.name}")


def table(found: Found) -> str:
    """Return in Markdown what one of each costs, beside what PostgreSQL alone does."""
    head = ["statements", "web, CPU ms", "PostgreSQL, CPU ms", "a second"]
    head += ["pgbench, CPU ms", "pgbench, a second", "ratio", "target"]
    lines = [f"| | {' | '.join(head)} |", "| --- |" + " ---: |" * len(head)]
    for name, asked in found.asked.items():
        cells = [NAMES.get(name, name), str(asked.statements), f"{asked.web_ms:.2f}"]
        cells += [f"{asked.postgres_ms:.2f}", f"{asked.per_second:,.0f}"]
        if name in TARGETS:
            before, after = found.earlier[name], found.later[name]
            cells += [f"{found.limit(name).postgres_ms:.2f}"]
            cells += [f"{before.per_second:,.0f} before, {after.per_second:,.0f} after"]
            cells += [f"**{found.ratio(name):.3f}**", f"{TARGETS[name]:.2f}"]
        else:
            cells += [""] * 4
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _measure(url: str) -> Found:
    from bench.town import build_outlets, publish, remember, settle
    from voltbay.accounts.models import Owner

    now = datetime.now(UTC)
    soon = now + timedelta(hours=1)  # a midnight that comes while this runs will not do
    midnight = soon.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    services = build_outlets()
    publish(midnight=midnight, capacity=20_000)
    bookers = settle(BOOKERS, now=now)
    bookings = remember(Owner.objects.earliest("created_at"), midnight=midnight)
    random.seed(7)
    postgres = _postmaster()
    earlier = _limits(url, midnight=midnight, postgres=postgres)
    questions = {
        "slots": lambda: _slots_requests(services),
        "me": lambda: _me_requests(bookers),
        "hold": lambda: _wishes(bookers, services, midnight=midnight),
        "confirm": lambda: _confirmations(bookers),
    }
    with web_and_pid() as (port, server):
        site = Site(port, server=server, postgres=postgres)
        asked = {
            name: site.ask(make(), EXPECTED[name], clients=1 if name == "slots" else CLIENTS)
            for name, make in questions.items()
        }
    return Found(bookings, asked, earlier, _limits(url, midnight=midnight, postgres=postgres))


def _figures(found: Found) -> dict[str, object]:
    asked = found.asked
    return {
        "asked by": NATIVE,
        "bookings in the database": found.bookings,
        "slots query p50 ms": round(asked["slots"].p50 * 1000, 2),
        "slots query p95 ms": round(asked["slots"].p95 * 1000, 2),
        **_beside("hold", found),
        **_beside("confirm", found),
        "SQL statements": {name: each.statements for name, each in asked.items()},
        **{f"{name} CPU ms": _cpu(each) for name, each in asked.items()},
        **{f"{name} CPU ms (pgbench)": _cpu(found.limit(name)) for name in TARGETS},
        "ratios": {name: round(found.ratio(name), 3) for name in TARGETS},
    }


def _postmaster() -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return parent_of(cursor.fetchone()[0])


def _beside(name: str, found: Found) -> dict[str, object]:
    before, after = (round(each[name].per_second, 1) for each in (found.earlier, found.later))
    return {
        f"{name} per second": round(found.asked[name].per_second, 1),
        f"{name} limit per second (pgbench)": f"{before} before, {after} after",
        f"{name} p95 ms": round(found.asked[name].p95 * 1000, 1),
    }


def _cpu(each: Measured) -> dict[str, float]:
    return {"web": round(each.web_ms, 2), "postgres": round(each.postgres_ms, 2)}


def _limits(url: str, *, midnight: datetime, postgres: int) -> dict[str, Measured]:
    from bench.limits import clean_up, confirm_script, hold_script

    def limit(script: str) -> Measured:
        before = cpu_seconds(postgres)
        per_second, done = pgbench(url, script, clients=CLIENTS, seconds=SECONDS)
        return Measured(per_second, postgres_ms=(cpu_seconds(postgres) - before) * 1000 / done)

    limits = {"hold": limit(hold_script(midnight=midnight)), "confirm": limit(confirm_script())}
    clean_up()
    return limits


def _slots_requests(services: list[Service]) -> list[Request]:
    asked = (random.choice(services) for _ in range(BOOKERS))
    return [
        get(f"{API}/outlets/{service.outlet_id}/slots?service={service.pk}&days=7")
        for service in asked
    ]


def _me_requests(bookers: list[Booker]) -> list[Request]:
    return [get(f"{API}/me", token=booker.token) for booker in bookers]


def _wishes(bookers: list[Booker], services: list[Service], *, midnight: datetime) -> list[Request]:
    from voltbay.slots.models import Slot

    service_of = {service.outlet_id: service.pk for service in services}
    ahead = list(Slot.objects.filter(starts_at__gte=midnight).values_list("pk", "outlet_id"))
    chosen = ((booker, *random.choice(ahead)) for booker in bookers)
    return [
        post(
            f"{API}/bookings",
            {"slot_id": slot, "service_id": service_of[outlet]},
            token=booker.token,
        )
        for booker, slot, outlet in chosen
    ]


def _confirmations(bookers: list[Booker]) -> list[Request]:
    """Fill in the form of everybody who holds. Answers came in no order: the database knows."""
    from voltbay.bookings.models import Booking

    held = Booking.objects.filter(state="held").select_related("owner")
    code_of = {booking.owner.phone: booking.code for booking in held}
    return [
        post(
            f"{API}/bookings/{code_of[booker.phone]}/confirm",
            {
                "name": booker.name,
                "phone": booker.phone,
                "identity_card": booker.card,
                "vehicle_licence": booker.licence,
                "relation": "self",
                "car_after": "kept",
            },
            token=booker.token,
        )
        for booker in bookers
    ]


if __name__ == "__main__":
    main()
