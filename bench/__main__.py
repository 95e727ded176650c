"""Bookings a second through the API, beside what PostgreSQL alone does; and the slots query.

Writes `bench/results/<time>.json` with `ratios`. Figures of one run compare; those of two do not:
the machine is shared.
"""

import json
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.load import Answers, Request, post, send
from bench.place import installation, pgbench, web

CLIENTS = 12
BOOKERS = 500
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
    from voltbay.slots.models import Slot

    now = datetime.now(UTC)
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    services = build_outlets()
    publish(midnight=midnight, capacity=20_000)
    bookers = settle(BOOKERS, now=now)
    bookings = remember(Owner.objects.earliest("created_at"), midnight=midnight)
    service_of = {service.outlet_id: service.pk for service in services}
    ahead = list(Slot.objects.filter(starts_at__gte=midnight).values_list("pk", "outlet_id"))
    random.seed(7)

    limits = _limits(url, midnight=midnight)
    with web() as port:
        send(port, [_slots_of(services[0], days=7)] * 50, clients=4)  # warm both processes
        slots = send(port, _slots_requests(services), clients=1)
        wishes = []
        for booker in bookers:
            slot, outlet = random.choice(ahead)
            wish = {"slot_id": slot, "service_id": service_of[outlet]}
            wishes.append(post(f"{API}/bookings", wish, token=booker.token))
        held = send(port, wishes, clients=CLIENTS)
        # The answers come in no order: who holds which code is asked of the database.
        confirmed = send(port, _confirmations(bookers), clients=CLIENTS)
    _expect(held, 201)
    _expect(confirmed, 200)
    _expect(slots, 200)
    return {
        "bookings in the database": bookings,
        "slots query p50 ms": round(slots.quantile(0.5) * 1000, 2),
        "slots query p95 ms": round(slots.quantile(0.95) * 1000, 2),
        "hold per second": round(held.per_second, 1),
        "hold limit per second (pgbench)": round(limits["hold"], 1),
        "hold p95 ms": round(held.quantile(0.95) * 1000, 1),
        "confirm per second": round(confirmed.per_second, 1),
        "confirm limit per second (pgbench)": round(limits["confirm"], 1),
        "ratios": {
            "hold": round(held.per_second / limits["hold"], 3),
            "confirm": round(confirmed.per_second / limits["confirm"], 3),
        },
    }


def _limits(url: str, *, midnight: datetime) -> dict[str, float]:
    from bench.limits import clean_up, confirm_script, hold_script

    hold = pgbench(url, hold_script(midnight=midnight), clients=CLIENTS, seconds=SECONDS)
    confirm = pgbench(url, confirm_script(), clients=CLIENTS, seconds=SECONDS)
    clean_up()
    return {"hold": hold, "confirm": confirm}


def _slots_of(service: object, *, days: int) -> Request:
    path = f"{API}/outlets/{service.outlet_id}/slots?service={service.pk}&days={days}"
    return Request("GET", path)


def _slots_requests(services: list[object]) -> list[Request]:
    return [_slots_of(random.choice(services), days=7) for _ in range(400)]


def _confirmations(bookers: list[object]) -> list[Request]:
    from voltbay.bookings.models import Booking

    by_phone = {
        booking.owner.phone: booking.code
        for booking in Booking.objects.filter(state="held").select_related("owner")
    }
    return [
        post(
            f"{API}/bookings/{by_phone[booker.phone]}/confirm",
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
        if booker.phone in by_phone
    ]


def _expect(answers: Answers, status: int) -> None:
    if set(answers.statuses) != {status}:
        wrong = next(body for body in answers.bodies if b'"code"' in body)
        raise RuntimeError(f"expected only {status}, got {answers.statuses}: {wrong[:300]!r}")


if __name__ == "__main__":
    main()
