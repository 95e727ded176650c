"""Bookings a second through the API, beside what PostgreSQL alone does; and the slots query.

Writes `bench/results/<time>.json` with `ratios`. Figures of one run compare; those of two do not:
the machine is shared.
"""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bench.load import Answers, Request, get, post, send
from bench.place import installation, pgbench, web

if TYPE_CHECKING:  # models may be named only after Django is set up
    from bench.town import Booker
    from voltbay.directory.models import Service

CLIENTS = 12
BOOKERS = 1_000
# Holds first, unmeasured: each of the 48 connections prepares a statement when it has seen it five
# times, and plans it for good after five more. The limits are measured like that, too.
HOLD_WARMING = 1_000
WARMING = 400
SECONDS = 8
API = "/api/v1"
RESULTS = Path(__file__).parent / "results"


def main() -> None:
    """Measure, print and write."""
    with installation() as url:
        figures = _measure(url)
    for name, value in figures.items():
        print(f"{name:34} {value}")
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}.json"
    path.write_text(json.dumps(figures, indent=2) + "\n")
    print(f"written to bench/results/{path.name}")


def _measure(url: str) -> dict[str, object]:
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
    limits = _limits(url, midnight=midnight)
    with web() as port:
        slots = _warmly(port, _slots_requests(services), clients=1)
        _ = send(
            port, _wishes(bookers[:HOLD_WARMING], services, midnight=midnight), clients=CLIENTS
        )
        held = send(port, _wishes(bookers, services, midnight=midnight), clients=CLIENTS)
        confirmed = _warmly(port, _confirmations(bookers), clients=CLIENTS)
    _expect(slots, 200)
    _expect(held, 201)
    _expect(confirmed, 200)
    return {
        "bookings in the database": bookings,
        "slots query p50 ms": round(slots.quantile(0.5) * 1000, 2),
        "slots query p95 ms": round(slots.quantile(0.95) * 1000, 2),
        **_beside("hold", held, limits),
        **_beside("confirm", confirmed, limits),
        "ratios": {
            "hold": round(held.per_second / limits["hold"], 3),
            "confirm": round(confirmed.per_second / limits["confirm"], 3),
        },
    }


def _warmly(port: int, requests: list[Request], *, clients: int) -> Answers:
    """Send the first requests unmeasured, and then the others."""
    _ = send(port, requests[:WARMING], clients=clients)
    return send(port, requests[WARMING:], clients=clients)


def _beside(name: str, answers: Answers, limits: dict[str, float]) -> dict[str, object]:
    return {
        f"{name} per second": round(answers.per_second, 1),
        f"{name} limit per second (pgbench)": round(limits[name], 1),
        f"{name} p95 ms": round(answers.quantile(0.95) * 1000, 1),
    }


def _limits(url: str, *, midnight: datetime) -> dict[str, float]:
    from bench.limits import clean_up, confirm_script, hold_script

    hold = pgbench(url, hold_script(midnight=midnight), clients=CLIENTS, seconds=SECONDS)
    confirm = pgbench(url, confirm_script(), clients=CLIENTS, seconds=SECONDS)
    clean_up()
    return {"hold": hold, "confirm": confirm}


def _slots_requests(services: list[Service]) -> list[Request]:
    asked = (random.choice(services) for _ in range(WARMING + 400))
    return [
        get(f"{API}/outlets/{service.outlet_id}/slots?service={service.pk}&days=7")
        for service in asked
    ]


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


def _expect(answers: Answers, status: int) -> None:
    if set(answers.statuses) != {status}:
        wrong = next(body for body in answers.bodies if b'"code"' in body)
        raise RuntimeError(f"expected only {status}, got {answers.statuses}: {wrong[:300]!r}")


if __name__ == "__main__":
    main()
