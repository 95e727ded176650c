"""A busy outlet: 200 bookings today, 100,000 in the past with all that was kept of them."""

from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.urls import reverse

from voltbay.accounts.models import Owner, StaffUser
from voltbay.bookings.models import Booking, BookingEvent
from voltbay.bookings.queries import phone_end_fingerprint
from voltbay.core.keys import fingerprint, keyring
from voltbay.core.local_time import begin_of_day, local_date
from voltbay.directory.models import Company, Outlet, Service
from voltbay.slots.models import Claim, Slot

TODAY, PAST = 200, 100_000
IN_STORE = 60  # batteries: 24 t in a central store of 30 t
PLATE, PHONE = "沪AD12345", "13800138000"
PACK = "001PE0100000A1812"
STATES = ("confirmed", "in_review", "checked_in", "completed", "no_show", "cancelled")

# Every past booking is a copy of one, sealed columns too; its car, phone and day are its own.
COPY = """
INSERT INTO bookings_booking (id, code, owner_id, outlet_id, service_id, starts_at, ends_at, state,
    created_at, relation, car_after, vehicle_model, name, phone, plate, vin, identity_number,
    identity_kind, phone_fingerprint, phone_end_fingerprint, plate_fingerprint, vin_fingerprint)
SELECT gen_random_uuid(), 'VP' || n, owner_id, outlet_id, service_id,
    starts_at - (1 + n / 200) * interval '1 day', ends_at - (1 + n / 200) * interval '1 day',
    CASE WHEN n %% 20 = 0 THEN 'cancelled' WHEN n %% 21 = 0 THEN 'no_show' ELSE 'completed' END,
    created_at - (3 + n / 200) * interval '1 day', relation, car_after, vehicle_model,
    name, phone, plate, vin, identity_number, identity_kind, sha256(('p' || n)::bytea),
    sha256(('e' || n %% 10000)::bytea), sha256(('c' || n)::bytea), sha256(('v' || n)::bytea)
FROM bookings_booking, generate_series(1, %(past)s) AS n WHERE code = 'VBTODAY000'
"""
EVENTS = """
INSERT INTO bookings_bookingevent (booking_id, at, actor, actor_id, from_state, to_state, why,
    details)
SELECT id, created_at, 'owner', '', '', 'confirmed', '', '{}'::jsonb
FROM bookings_booking WHERE code LIKE 'VP%%'
UNION ALL SELECT id, starts_at, 'staff', '1', 'confirmed', state, '', '{}'::jsonb
FROM bookings_booking WHERE code LIKE 'VP%%'
"""
REMOVALS = """
INSERT INTO removals_removal (id, booking_id, outlet_id, started_at, started_by_id, finished_at,
    car_after)
SELECT id, id, outlet_id, starts_at, %(staff)s, ends_at, 'kept' FROM bookings_booking
WHERE code LIKE 'VP%%' AND state = 'completed'
"""
HANDOVERS = """
INSERT INTO removals_handover (id, outlet_id, receiver_name, receiver_credit_code,
    credit_code_override_reason, note, at, staff_id)
SELECT gen_random_uuid(), %(outlet)s, '绿能综合利用有限公司', '91440304MA5DEM004C', '', '',
    %(now)s::timestamptz - n * interval '1 hour', %(staff)s
FROM generate_series(1, %(past)s / 12) AS n
"""
PACKS = """
INSERT INTO removals_batterypack (id, removal_id, outlet_id, code, product, vendor, chemistry,
    made_date, is_reused, mass_kg, hazards, safety, condition, no_code_reason, maker,
    printed_serial, stored_at, left_at, handover_id)
SELECT gen_random_uuid(), removal.id, removal.outlet_id, %(pack)s || lpad(removal.n::text, 7, '0'),
    'P', '001', 'E', '2018-01-02', false, 400, '{}', 'passed', '', '', '', '', removal.started_at,
    CASE WHEN removal.n > %(store)s THEN removal.started_at + interval '2 days' END,
    CASE WHEN removal.n > %(store)s THEN handover.id END
FROM (SELECT *, row_number() OVER (ORDER BY started_at DESC) AS n FROM removals_removal
      WHERE finished_at IS NOT NULL) AS removal
JOIN (SELECT id, row_number() OVER (ORDER BY at DESC) AS n FROM removals_handover) AS handover
    ON handover.n = removal.n / 12 + 1
"""
STEPS = """
INSERT INTO removals_removalstep (removal_id, kind, done_at, staff_id)
SELECT id, kind, started_at, %(staff)s FROM removals_removal,
    unnest(ARRAY['inspect', 'isolate', 'remove', 'weigh', 'pack']) AS kind
"""
RECEIPTS = """
INSERT INTO removals_receipt (serial, removal_id, number, issued_at, payload, signature, key_id)
SELECT 'VR' || row_number() OVER (), id, 1, finished_at, %(payload)s, '\\x00', 'bench'
FROM removals_removal WHERE finished_at IS NOT NULL
"""
LOG = """
INSERT INTO audit_auditentry (at, staff_id, address, what, target)
SELECT %(now)s::timestamptz - n * interval '1 minute', %(staff)s, '127.0.0.1', 'act check-in 302',
    'VP' || n FROM generate_series(1, %(past)s) AS n
"""


def busy_outlet(*, now: datetime) -> Outlet:
    """Fill an outlet's past and today."""
    service = _open()
    staff = StaffUser.objects.create(username="bob", role="outlet_staff")
    with connection.cursor() as cursor:  # the triggers would do the same, minutes slower
        cursor.execute("SET session_replication_role = replica")
        _fill_today(service, now=now)
        gaps: dict[str, Any] = {"past": PAST, "staff": staff.pk, "outlet": service.outlet_id}
        gaps |= {"now": now, "pack": PACK, "store": IN_STORE}
        gaps["payload"] = keyring().seal(b"{}", purpose="removals.receipt.payload")
        for statement in (COPY, EVENTS, REMOVALS, HANDOVERS, PACKS, STEPS, RECEIPTS, LOG):
            cursor.execute(statement, {k: v for k, v in gaps.items() if f"%({k})s" in statement})
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("VACUUM ANALYZE")
    return service.outlet


def pages_of(outlet: Outlet, *, now: datetime) -> dict[str, str]:
    """Return the pages that an outlet's people open all day."""
    at = {"outlet_id": outlet.pk}

    def path(name: str, **where: Any) -> str:
        return reverse(f"console:{name}", kwargs=where)

    waiting = Booking.objects.filter(state="in_review").first()
    coming = Booking.objects.filter(state="confirmed").first()
    done = Booking.objects.filter(state="completed", code__startswith="VP").first()
    assert waiting
    assert coming
    assert done
    of_past = local_date(now) - timedelta(days=100)
    return {
        "day": path("day", **at),
        "day in the past": f"{path('day', **at)}?date={of_past}",
        "day, live part": path("board", **at),
        "print": path("print", **at),
        "week": path("week", **at),
        "find by code": f"{path('find', **at)}?q={coming.code}",
        "find by plate": f"{path('find', **at)}?q={PLATE}",
        "find by phone end": f"{path('find', **at)}?q={PHONE[-4:]}",
        "find by phone": f"{path('find', **at)}?q={PHONE}",
        "find by battery": f"{path('find', **at)}?q={PACK}0000500",
        "find nothing": f"{path('find', **at)}?q=沪AD99999",
        "new booking": path("book", **at),
        "check in": path("scan", **at),
        "review queue": path("review-queue"),
        "review": path("review", code=waiting.code),
        "booking": path("booking", code=coming.code),
        "move": path("move", code=coming.code),
        "removal": path("removal", code=done.code),
        "stock and reports": path("stock", **at),
        "hours": path("hours", **at),
        "audit log": path("audit"),
        "looks": path("views"),
        "outlets": path("outlets"),
    }


def _open() -> Service:
    company = Company.objects.create(
        name="基准回收有限公司", credit_code="91310115MA1TEKT19B", city="上海", phone="021-50001234"
    )
    outlet = Outlet.objects.create(
        company=company, name="中心网点", city_code="310100", city="上海", address="浦东新区 1 号",
        phone="021-50001234", longitude=121.5, latitude=31.2, ceiling_kg=30_000,
    )  # fmt: skip
    return Service.objects.create(outlet=outlet, name="动力电池拆卸", slots_needed=1)


def _fill_today(service: Service, *, now: datetime) -> None:
    owner = Owner.objects.create(
        phone=PHONE, phone_fingerprint=fingerprint(PHONE, purpose="phone"), created_at=now
    )
    midnight = begin_of_day(now)
    slots = Slot.objects.bulk_create(
        Slot(
            outlet_id=service.outlet_id, capacity=10, taken=10 if n < 20 else 0,
            starts_at=midnight + timedelta(hours=8, days=n // 20, minutes=30 * (n % 20)),
            ends_at=midnight + timedelta(hours=8, days=n // 20, minutes=30 * (n % 20) + 30),
        )
        for n in range(20 * 30)
    )  # fmt: skip
    made = Booking.objects.bulk_create(
        _booking(n, slots[n % 20], service, owner, now=now) for n in range(TODAY)
    )
    Claim.objects.bulk_create(
        Claim(slot=slots[n % 20], claimant=each.pk, places=1) for n, each in enumerate(made)
    )
    BookingEvent.objects.bulk_create(
        BookingEvent(booking=each, at=now, actor="owner", to_state=each.state) for each in made
    )


def _booking(n: int, slot: Slot, service: Service, owner: Owner, *, now: datetime) -> Booking:
    return Booking(
        code=f"VBTODAY{n:03}", owner=owner, outlet_id=service.outlet_id, service=service,
        starts_at=slot.starts_at, ends_at=slot.ends_at, state=STATES[n % len(STATES)],
        created_at=now, relation="self", car_after="kept", vehicle_model="比亚迪 汉 EV",
        name="王小燕", phone=PHONE, plate=PLATE, vin="LGXCE6DB7J0123456",
        identity_number="11010519491231002X", identity_kind="identity_card",
        phone_fingerprint=fingerprint(PHONE, purpose="phone"),
        phone_end_fingerprint=phone_end_fingerprint(PHONE),
        plate_fingerprint=fingerprint(PLATE, purpose="plate"),
        vin_fingerprint=fingerprint(f"v{n}", purpose="vin"),
    )  # fmt: skip
