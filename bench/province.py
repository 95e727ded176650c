"""A province for benchmarks: a thousand outlets, and as long a past as is asked for.

Everything of the past is written by SQL, the longest in minutes. Whoever is asked about has the
same bookings in a short past as in a long one.
"""

from datetime import datetime, time
from typing import Any

from django.conf import settings
from django.db import connection

from voltbay.accounts.models import Owner, StaffUser
from voltbay.accounts.owners.sessions import open_session
from voltbay.core.keys import fingerprint, keyring
from voltbay.core.local_time import begin_of_day
from voltbay.directory.models import Company, OpeningHours, Outlet, Service

OUTLETS, COMPANIES, CITIES = 1_000, 50, 25
PAST_DAYS = 200  # a million bookings are five a day at each outlet
GRID_DAYS = 99  # slots that nobody claimed are forgotten after a hundred days
AHEAD_DAYS = 31
KNOWN = 40  # owners who have signed in, each with twenty bookings
TODAY = 30  # bookings of today at each of the busy outlets
BUSY = 20
UNREPORTED_DAYS = 8  # what came in since is not reported yet
SETTLED = "完"  # ends the names of outlets that are meant when one is looked for by text

# Past bookings by number: outlet, day and time follow from it, so that the past can be longer
# later. `made` is filled for the numbers that are added.
MADE = """
CREATE TEMP TABLE made AS
SELECT n, md5('booking' || n)::uuid AS id, outlet.id AS outlet_id, outlet.company_id,
    service.id AS service_id, day, md5('removal' || n)::uuid AS removal_id,
    md5('pack' || n)::uuid AS pack_id,
    CASE WHEN n < 20 * %(known)s THEN known.id ELSE md5('owner' || n / 3)::uuid END AS owner_id,
    %(midnight)s::timestamptz - day * interval '1 day' + interval '8 hours'
        + (n / 1000 / 200) %% 10 * interval '1 hour' AS starts_at,
    CASE WHEN n %% 20 = 0 THEN 'cancelled' WHEN n %% 21 = 0 THEN 'no_show'
         WHEN n %% 499 = 0 THEN 'left_open' ELSE 'completed' END AS state,
    1 + n * 7 %% 40 AS ahead, n %% 10 = 3 AS reviewed
FROM generate_series(%(first)s::bigint, %(last)s::bigint - 1) AS n
CROSS JOIN LATERAL (SELECT 1 + (n / 1000 * 37 + n %% 1000 * 13) %% %(days)s AS day) AS at
JOIN (SELECT *, row_number() OVER (ORDER BY id) - 1 AS place FROM directory_outlet) AS outlet
    ON outlet.place = n %% 1000
JOIN directory_service AS service ON service.outlet_id = outlet.id
LEFT JOIN (SELECT id, row_number() OVER (ORDER BY created_at, id) - 1 AS place FROM accounts_owner
    WHERE created_at = %(now)s) AS known ON known.place = n %% %(known)s
"""
OWNERS = """
INSERT INTO accounts_owner (id, phone, phone_fingerprint, created_at)
SELECT DISTINCT ON (made.owner_id) made.owner_id, %(phone)s::bytea,
    sha256(made.owner_id::text::bytea), made.starts_at - interval '50 days'
FROM made ON CONFLICT (id) DO NOTHING
"""
BOOKINGS = """
INSERT INTO bookings_booking (id, code, owner_id, outlet_id, service_id, starts_at, ends_at, state,
    created_at, relation, car_after, vehicle_model, vehicle_class, fuel, name, phone, plate, vin,
    identity_number, identity_kind, phone_fingerprint, phone_end_fingerprint, plate_fingerprint,
    vin_fingerprint, vin_end_fingerprint)
SELECT id, 'VP' || n, owner_id, outlet_id, service_id, starts_at, starts_at + interval '1 hour',
    state, starts_at - ahead * interval '1 day', 'self', 'kept', '比亚迪牌BYD7150', 'passenger_car',
    'electric', %(name)s, %(phone)s, %(plate)s, %(vin)s, %(number)s, 'identity_card',
    sha256(owner_id::text::bytea), sha256(('e' || n %% 10000)::bytea),
    sha256(('c' || n)::bytea), sha256(('v' || n)::bytea), sha256(('w' || n)::bytea)
FROM made ORDER BY starts_at - ahead * interval '1 day'
"""
EVENTS = """
INSERT INTO bookings_bookingevent (booking_id, at, actor, actor_id, from_state, to_state, why,
    details)
SELECT made.id, CASE WHEN move.late THEN starts_at ELSE starts_at - ahead * interval '1 day' END,
    move.actor, '', move.before, move.after, '', '{}'::jsonb
FROM made CROSS JOIN LATERAL (
    VALUES (1, 'owner', '', 'held', false, true),
        (2, 'owner', 'held', 'in_review', false, reviewed),
        (3, 'staff', 'in_review', 'confirmed', false, reviewed),
        (3, 'owner', 'held', 'confirmed', false, NOT reviewed),
        (4, 'staff', 'confirmed', 'checked_in', true, state IN ('completed', 'left_open')),
        (5, 'staff', 'checked_in', 'removing', true, state IN ('completed', 'left_open')),
        (6, 'staff', 'removing', state, true, state IN ('completed', 'left_open')),
        (6, 'system', 'confirmed', state, true, state IN ('cancelled', 'no_show'))
) AS move (step, actor, before, after, late, happened)
WHERE move.happened ORDER BY starts_at, made.id, move.step
"""
GRID = """
INSERT INTO slots_slot (outlet_id, starts_at, ends_at, capacity, taken)
SELECT outlet.id, %(midnight)s::timestamptz - day * interval '1 day' + interval '8 hours'
    + step * interval '30 minutes', %(midnight)s::timestamptz - day * interval '1 day'
    + interval '8 hours' + (step + 1) * interval '30 minutes', 2, 0
FROM directory_outlet AS outlet, generate_series(%(until)s, %(since)s, -1) AS day,
    generate_series(0, 19) AS step
"""
OVERLAP = """
SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'slots_do_not_overlap'
"""
CLAIMED = """
INSERT INTO slots_slot (outlet_id, starts_at, ends_at, capacity, taken)
SELECT outlet_id, starts_at + half * interval '30 minutes',
    starts_at + (half + 1) * interval '30 minutes', 2, 0
FROM made, generate_series(0, 1) AS half
WHERE state <> 'cancelled' AND day > %(grid)s
ON CONFLICT DO NOTHING
"""
CLAIMS = """
WITH made_claim AS (
    INSERT INTO slots_claim (slot_id, claimant, places)
    SELECT slot.id, made.id, 1 FROM made
    JOIN slots_slot AS slot ON slot.outlet_id = made.outlet_id
        AND slot.starts_at IN (made.starts_at, made.starts_at + interval '30 minutes')
    WHERE made.state <> 'cancelled' RETURNING slot_id
)
UPDATE slots_slot AS slot SET taken = slot.taken + claimed.places
FROM (SELECT slot_id, count(*) AS places FROM made_claim GROUP BY 1) AS claimed
WHERE slot.id = claimed.slot_id
"""
NOTICES = """
INSERT INTO notifications_notice (phone, phone_fingerprint, template, language, state, channel,
    receipt, attempts, error_code, created_at, due_at, expires_at, sent_at)
SELECT %(phone)s, sha256(owner_id::text::bytea), kind, 'zh-Hans',
    CASE WHEN n %% 400 = 7 THEN 'failed' ELSE 'sent' END, 'aliyun_sms', n || kind, 1,
    CASE WHEN n %% 400 = 7 THEN 'isv.MOBILE_NUMBER_ILLEGAL' ELSE '' END, at, at, starts_at, at
FROM made CROSS JOIN LATERAL (VALUES ('booking_confirmed', starts_at - ahead * interval '1 day'),
    ('reminder', starts_at - interval '20 hours')) AS told (kind, at) ORDER BY at
"""
AUDIT = """
INSERT INTO audit_auditentry (at, staff_id, address, what, target)
SELECT starts_at + step * interval '10 minutes', %(staff)s, '127.0.0.1',
    CASE step WHEN 0 THEN 'act check-in 302' ELSE 'removal finish 302' END, 'VP' || n
FROM made, generate_series(0, 1) AS step WHERE state = 'completed' ORDER BY 1
"""
VIEWS = """
INSERT INTO audit_view (at, staff_id, role, of, booking_code, outlet_id, owner_id, document_kind,
    searched_by, purpose, why)
SELECT starts_at, %(staff)s, 'outlet_staff', 'booking', 'VP' || n, outlet_id, owner_id, '', '',
    'visit', ''
FROM made WHERE n %% 3 = 0 ORDER BY starts_at
"""
OUTCOMES = """
INSERT INTO recognition_outcome (at, outlet_id, kind, result, code)
SELECT starts_at - ahead * interval '1 day', outlet_id, kind,
    CASE WHEN n %% 11 = 0 THEN 'refused' WHEN n %% 7 = 0 THEN 'doubtful' ELSE 'read' END,
    CASE WHEN n %% 11 = 0 THEN 'too_blurred' ELSE '' END
FROM made, unnest(ARRAY['identity_card', 'vehicle_licence']) AS kind ORDER BY 1
"""
REMOVALS = """
INSERT INTO removals_removal (id, booking_id, outlet_id, started_at, started_by_id, finished_at,
    car_after)
SELECT removal_id, id, outlet_id, starts_at, %(staff)s, starts_at + interval '50 minutes', 'kept'
FROM made WHERE state = 'completed' ORDER BY starts_at
"""
STEPS = """
INSERT INTO removals_removalstep (removal_id, kind, done_at, staff_id)
SELECT removal_id, kind, starts_at, %(staff)s
FROM made, unnest(ARRAY['inspect', 'isolate', 'remove', 'weigh', 'pack']) AS kind
WHERE state = 'completed' ORDER BY starts_at
"""
# One handover an outlet and day that had any.
HANDOVERS = """
INSERT INTO removals_handover (id, outlet_id, receiver_name, receiver_credit_code,
    credit_code_override_reason, note, at, staff_id)
SELECT DISTINCT ON (outlet_id, day) md5('handover' || outlet_id || day)::uuid, outlet_id,
    '绿能综合利用有限公司', '91440304MA5DEM004C', '', '',
    %(midnight)s::timestamptz - day * interval '1 day' + interval '42 hours', %(staff)s
FROM made WHERE state = 'completed' AND day > 1 ON CONFLICT DO NOTHING
"""
PACKS = """
INSERT INTO removals_batterypack (id, removal_id, outlet_id, code, product, vendor, chemistry,
    made_date, is_reused, mass_kg, energy_kwh, hazards, safety, condition, no_code_reason, maker,
    printed_serial, stored_at, left_at, handover_id)
SELECT pack_id, removal_id, outlet_id, '001PE0100000A1812' || lpad(n::text, 7, '0'), 'P', '001',
    (ARRAY['E', 'A', 'B'])[1 + n %% 3], '2018-01-02', false, 300 + n %% 200, 45.5,
    CASE WHEN n %% 50 = 0 THEN '{leak}' ELSE '{}' END::varchar[],
    CASE WHEN n %% 50 = 0 THEN 'unsafe' ELSE 'passed' END, '', '', '宁德时代', 'S' || n,
    starts_at + interval '40 minutes',
    CASE WHEN day > 1
        THEN %(midnight)s::timestamptz - day * interval '1 day' + interval '42 hours' END,
    CASE WHEN day > 1 THEN md5('handover' || outlet_id || day)::uuid END
FROM made WHERE state = 'completed' ORDER BY starts_at
"""
REMOVAL_EVENTS = """
INSERT INTO removals_removalevent (outlet_id, removal_id, pack_code, kind, at, staff_id, details)
SELECT outlet_id, removal_id, '001PE0100000A1812' || lpad(n::text, 7, '0'), 'stored',
    starts_at + interval '40 minutes', %(staff)s, '{}' FROM made WHERE state = 'completed'
ORDER BY starts_at
"""
RECEIPTS = """
INSERT INTO removals_receipt (serial, removal_id, number, issued_at, payload, signature, key_id)
SELECT 'VR' || n, removal_id, 1, starts_at + interval '50 minutes', %(payload)s, '\\x00', 'bench'
FROM made WHERE state = 'completed' ORDER BY starts_at
"""
# A file a company, profile and filling; its rows are not chained as one that is verified would be.
REPORTS = """
INSERT INTO traceability_report (id, company_id, profile, profile_sha256, list_name, is_correction,
    car_maker, form, filename, size, sha256, count, at, staff_id, withdrawn_why)
SELECT md5('report' || company.id || profile || %(first)s)::uuid, company.id, profile,
    repeat('0', 64), 'in', false, '', 'csv', 'bench.csv', 1, repeat('0', 64), 1, %(now)s, %(staff)s,
    ''
FROM directory_company AS company, unnest(%(profiles)s::text[]) AS profile
"""
ROWS = """
INSERT INTO traceability_reportrow (report_id, company_id, sequence, profile, pack_id, way, at,
    facts, payload, previous, digest, is_current, may_differ)
SELECT md5('report' || company_id || profile || %(first)s)::uuid, company_id,
    %(first)s * 4 + row_number() OVER (PARTITION BY company_id ORDER BY n), profile, pack_id, way,
    starts_at + interval '3 days', jsonb_build_object('way', way, 'n', n),
    jsonb_build_object('pack', pack_id, 'way', way, 'code', n)::text, repeat('0', 64),
    encode(sha256((profile || way || n)::bytea), 'hex'), true, false
FROM made, unnest(%(profiles)s::text[]) AS profile, unnest(ARRAY['in', 'out']) AS way
WHERE state = 'completed' AND day > %(unreported)s
"""
PAST = (OWNERS, BOOKINGS, EVENTS, CLAIMED, CLAIMS, NOTICES, AUDIT, VIEWS, OUTCOMES, REMOVALS, STEPS,
        HANDOVERS, PACKS, REMOVAL_EVENTS, RECEIPTS)  # fmt: skip
REPORTED = (REPORTS, ROWS)
BOOKED_TODAY = """
INSERT INTO bookings_booking (id, code, owner_id, outlet_id, service_id, starts_at, ends_at, state,
    created_at, relation, car_after, vehicle_model, vehicle_class, fuel, name, phone, plate, vin,
    identity_number, identity_kind, phone_fingerprint, phone_end_fingerprint, plate_fingerprint,
    vin_fingerprint)
SELECT gen_random_uuid(), 'VT' || outlet.place || 'X' || n, owner.id, outlet.id, service.id,
    %(midnight)s::timestamptz + interval '8 hours' + n %% 20 * interval '30 minutes',
    %(midnight)s::timestamptz + interval '9 hours' + n %% 20 * interval '30 minutes',
    (ARRAY['confirmed', 'confirmed', 'in_review', 'checked_in'])[1 + n %% 4],
    %(now)s, 'self', 'kept', '比亚迪牌BYD7150', 'passenger_car', 'electric', %(name)s, %(phone)s,
    %(plate)s, %(vin)s, %(number)s, 'identity_card', owner.phone_fingerprint,
    sha256('e'::bytea), sha256('c'::bytea), sha256(('t' || outlet.place || 'X' || n)::bytea)
FROM (SELECT *, row_number() OVER (ORDER BY id) AS place FROM directory_outlet) AS outlet
JOIN directory_service AS service ON service.outlet_id = outlet.id
CROSS JOIN generate_series(1, %(today)s) AS n
CROSS JOIN (SELECT * FROM accounts_owner ORDER BY created_at DESC LIMIT 1) AS owner
WHERE outlet.place <= %(busy)s
"""


def build_outlets(*, now: datetime) -> list[Outlet]:
    """Make companies, outlets in many cities, their hours and services, and who works there."""
    companies = Company.objects.bulk_create(
        Company(name=f"第{n}回收有限公司", credit_code=f"9131011{n:011d}", city="上海",
                phone="021-50001234")
        for n in range(COMPANIES)
    )  # fmt: skip
    outlets = Outlet.objects.bulk_create(
        Outlet(
            company=companies[n % COMPANIES], name=f"第{n}网点{SETTLED if n % 100 == 0 else ''}",
            city_code=f"3{n % CITIES:03d}00", city=f"城{n % CITIES}", address=f"工业大道 {n} 号",
            phone="021-50001234", longitude=104 + n % CITIES * 0.7 + n // CITIES * 0.01,
            latitude=24 + n % CITIES * 0.5 + n // CITIES * 0.013, storage_limit_kg=30_000,
        )
        for n in range(OUTLETS)
    )  # fmt: skip
    Service.objects.bulk_create(
        Service(outlet=outlet, name="动力电池拆卸", slots_needed=2) for outlet in outlets
    )
    OpeningHours.objects.bulk_create(
        OpeningHours(outlet=outlet, weekday=day, opens_at=time(8), closes_at=time(18), bays=2)
        for outlet in outlets
        for day in range(7)
    )
    StaffUser.objects.create(username="bob", role="outlet_staff")
    phones = [f"139{n:08d}" for n in range(KNOWN)]
    Owner.objects.bulk_create(
        Owner(phone=phone, phone_fingerprint=fingerprint(phone, purpose="phone"), created_at=now)
        for phone in phones
    )
    return outlets


def fill_slots(*, now: datetime) -> None:
    """Make the slots of the past days that are kept and of those ahead, as publishing would."""
    with connection.cursor() as cursor:
        cursor.execute(OVERLAP)  # slot by slot this check takes five minutes, at once one
        (check,) = cursor.fetchone()
        cursor.execute("ALTER TABLE slots_slot DROP CONSTRAINT slots_do_not_overlap")
        _run(cursor, GRID, _gaps(now=now) | {"until": GRID_DAYS, "since": -AHEAD_DAYS})
        cursor.execute("SET maintenance_work_mem = '512MB'")
        cursor.execute(f"ALTER TABLE slots_slot ADD CONSTRAINT slots_do_not_overlap {check}")


def fill_today(*, now: datetime) -> None:
    """Make what is booked today at busy outlets."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        _run(cursor, BOOKED_TODAY, _gaps(now=now) | {"today": TODAY, "busy": BUSY})
        cursor.execute("SET session_replication_role = DEFAULT")


def fill_past(
    first: int,
    last: int,
    *,
    now: datetime,
    is_reported: bool = True,
    grid_days: int = GRID_DAYS,
) -> None:
    """Add past bookings by their numbers, `first` to before `last`, with all that is kept of them.

    Of the last `grid_days` their slots are there already.
    The triggers are left out: they would do the same, hours slower.
    """
    gaps = _gaps(now=now) | {"first": first, "last": last, "grid": grid_days}
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SET maintenance_work_mem = '512MB'")
        cursor.execute("DROP TABLE IF EXISTS made")
        _run(cursor, MADE, gaps)
        cursor.execute("ANALYZE made")
        for statement in PAST + (REPORTED if is_reported else ()):
            _run(cursor, statement, gaps)
        cursor.execute("DROP TABLE made")
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("VACUUM ANALYZE")


def sessions(*, now: datetime) -> list[str]:
    """Return tokens of the owners who have signed in."""
    known = Owner.objects.filter(created_at=now).order_by("id")
    return [open_session(owner, client="bench", now=now)[0] for owner in known]


def _gaps(*, now: datetime) -> dict[str, Any]:
    def seal(value: str, purpose: str) -> bytes:
        return keyring().seal(value.encode(), purpose=purpose)

    return {
        "now": now,
        "midnight": begin_of_day(now),
        "days": PAST_DAYS,
        "known": KNOWN,
        "unreported": UNREPORTED_DAYS,
        "profiles": settings.VOLTBAY_REPORT_PROFILES,
        "staff": StaffUser.objects.get(username="bob").pk,
        "payload": seal("{}", "removals.receipt.payload"),
        "name": seal("王小燕", "bookings.booking.name"),
        "phone": seal("13800138000", "bookings.booking.phone"),
        "plate": seal("沪AD12345", "bookings.booking.plate"),
        "vin": seal("LGXCE6DB7J0123456", "bookings.booking.vin"),
        "number": seal("11010519491231002X", "bookings.booking.identity_number"),
    }


def _run(cursor: Any, statement: str, gaps: dict[str, Any]) -> None:
    cursor.execute(statement, {k: v for k, v in gaps.items() if f"%({k})s" in statement})
