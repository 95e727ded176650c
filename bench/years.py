"""Years of bookings with all that is written for each: what a booking weighs, table by table.

One booking of the demo that came, was quoted, paid and receipted is copied to as many as are asked
for, spread over three years: sealed columns keep their lengths, keys and times are each copy's own.
What the doors add to the logs, and messages, are written as a visit leaves them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection

YEARS = 3
OUTLETS = 1_000  # that the logs and the slots tell of; the demo has fewer
OWN = "md5({column}::text || n)::uuid"
MARK = "sha256({column} || n::text::bytea)"
# n counts the copies; each began `age` ago. Other columns are copied as they are.
COPY = """
INSERT INTO {table} ({columns})
SELECT {values} FROM {table} AS template, generate_series(1, {times}) AS time,
    LATERAL (SELECT n, n * interval '{years} years' / {count} AS age
             FROM generate_series(1, {count}) AS n) AS copy
WHERE {where}
"""
COLUMNS = """
SELECT attname, format_type(atttypid, NULL), attidentity <> '' FROM pg_attribute
WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum
"""
SIZES = """
SELECT sum(pg_relation_size(relid)), sum(pg_indexes_size(relid)),
    sum(pg_total_relation_size(relid) - pg_relation_size(relid) - pg_indexes_size(relid))
FROM (SELECT relid FROM pg_partition_tree(%s) UNION SELECT %s::regclass) AS parts
"""
PAID = """
SELECT booking.id, booking.owner_id, removal.id, quote.id FROM bookings_booking AS booking
JOIN removals_removal AS removal ON removal.booking_id = booking.id
JOIN removals_quote AS quote ON quote.removal_id = removal.id
JOIN removals_payout AS payout ON payout.quote_id = quote.id AND payout.state = 'paid'
LIMIT 1
"""
SLOTS = """
INSERT INTO slots_slot (id, outlet_id, starts_at, ends_at, capacity, taken)
SELECT -n, (SELECT outlet_id FROM bookings_booking WHERE id = '{booking}'),
    '2000-01-01'::timestamptz + n * interval '30 minutes',
    '2000-01-01'::timestamptz + (n + 1) * interval '30 minutes', 3, 3
FROM generate_series(1, {slots}) AS n
"""
# What a visit's forms leave: each POST of the console is an entry. The change of a payout is one of
# the database's own, with the columns before and after.
ACTS = "act check-in,begin,step inspect,step isolate,step remove,step weigh,step pack,record,photo"
ACTS += ",photo,quote,accept,finish,settle"
ENTRIES = """
INSERT INTO audit_auditentry (at, staff_id, address, what, target, before, after)
SELECT {now} - n * interval '{years} years' / {count}, {staff}, '203.0.113.7', what || ' 302',
    'VY' || n, NULL, NULL
FROM generate_series(1, {count}) AS n, unnest(string_to_array('{acts}', ',')) AS what
UNION ALL
SELECT {now} - n * interval '{years} years' / {count}, {staff}, '203.0.113.7',
    'removals_payout.update', md5(n::text)::uuid::text,
    '{{"state": "due", "way": "bank", "paid_at": null, "changes": 0, "reference": "***"}}'::jsonb,
    '{{"state": "paid", "way": "bank", "paid_at": "2026-04-08T01:00:00+00:00", "changes": 1,
      "changed_at": "2026-04-08T01:00:00+00:00", "changed_by_id": 2, "reference": "***"}}'::jsonb
FROM generate_series(1, {count}) AS n
"""
VIEWS = """
INSERT INTO audit_view (at, staff_id, role, of, booking_code, outlet_id, document_kind, searched_by,
    purpose, why)
SELECT {now} - n * interval '{years} years' / {count}, {staff}, 'outlet_staff', 'booking',
    'VY' || n, md5((n % {outlets})::text)::uuid, '', '', purpose, ''
FROM generate_series(1, {count}) AS n, unnest(ARRAY['visit', 'payout']) AS purpose
"""
NOTICES = """
INSERT INTO notifications_notice (phone, phone_fingerprint, template, language, state, channel,
    receipt, attempts, error_code, dedupe_key, created_at, due_at, expires_at, sent_at)
SELECT phone, sha256(phone_fingerprint || n::text::bytea), kind, 'zh-Hans', 'sent', 'aliyun',
    md5(n::text), 1, '', kind || ':' || md5(n::text)::uuid, at, at, at + interval '3 days', at
FROM bookings_booking AS template,
    LATERAL (SELECT n, {now} - n * interval '{years} years' / {count} AS at
             FROM generate_series(1, {count}) AS n) AS copy,
    unnest(ARRAY['sign_in_code', 'booking_confirmed', 'reminder', 'quote_made', 'payout_made',
                 'receipt_issued']) AS kind
WHERE id = '{booking}'
"""


@dataclass(frozen=True)
class Copied:
    """A table: which of its rows are copied, how often, and what is each copy's own."""

    table: str
    where: str
    own: Mapping[str, str] = field(default_factory=dict)
    times: int = 1


COPIED = (
    Copied("accounts_owner", "id = '{owner}'", {"id": OWN, "phone_fingerprint": MARK}),
    Copied(
        "bookings_booking",
        "id = '{booking}'",
        {
            **dict.fromkeys(("id", "owner_id"), OWN),
            "code": "'VY' || n",
            **dict.fromkeys(("phone_fingerprint", "plate_fingerprint", "vin_fingerprint"), MARK),
            "phone_end_fingerprint": "sha256({column} || (n % 10000)::text::bytea)",
            "vin_end_fingerprint": "sha256({column} || (n % 100000)::text::bytea)",
        },
    ),
    Copied("bookings_bookingevent", "booking_id = '{booking}'", {"booking_id": OWN}),
    # The demo's bookings are made at the desk: an owner's has the hold before.
    Copied(
        "bookings_bookingevent", "booking_id = '{booking}' AND from_state = ''", {"booking_id": OWN}
    ),
    Copied("bookings_originallook", "booking_id = '{booking}'", {"booking_id": OWN}),
    Copied(
        "slots_claim",
        "claimant = '{booking}'",
        {"claimant": OWN, "slot_id": "-(1 + (n * 2 + template.id) % {slots})"},
    ),
    Copied("removals_removal", "id = '{removal}'", {"id": OWN, "booking_id": OWN}),
    Copied("removals_removalstep", "removal_id = '{removal}'", {"removal_id": OWN}),
    Copied("removals_removalevent", "removal_id = '{removal}'", {"removal_id": OWN}),
    Copied(
        "removals_batterypack",
        "removal_id = '{removal}'",
        {
            "id": OWN,
            "removal_id": OWN,
            "code": "left({column}, 14) || lpad(n::text, 10, '0')",
            "left_at": "template.stored_at - age",
            "handover_id": "(SELECT id FROM removals_handover LIMIT 1)",
        },
    ),
    Copied(
        "removals_removalphoto",
        "true",
        {
            "id": "gen_random_uuid()",
            "key": "gen_random_uuid()",
            "pack_id": "NULL",
            "removal_id": "md5('{removal}' || n)::uuid",
        },
        times=3,
    ),
    Copied("removals_quote", "id = '{quote}'", {"id": OWN, "removal_id": OWN}),
    Copied("removals_quoteline", "quote_id = '{quote}'", {"quote_id": OWN, "pack_id": OWN}),
    Copied("removals_payout", "quote_id = '{quote}'", {"id": OWN, "quote_id": OWN}),
    Copied(
        "removals_receipt", "removal_id = '{removal}'", {"serial": "'VRY' || n", "removal_id": OWN}
    ),
    Copied(
        "traceability_reportrow",
        "id = (SELECT min(id) FROM traceability_reportrow)",
        {"pack_id": "md5(pack_id::text || n)::uuid", "sequence": "1000000 + n"},
    ),
)
WRITTEN = ("audit_auditentry", "audit_view", "notifications_notice", "slots_slot")


def live(count: int, *, now: datetime) -> None:
    """Load the demo and copy one of its bookings so many times, with all that belongs to it."""
    from voltbay.server.demo.load import load

    load(now)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # triggers would take hours
        cursor.execute(PAID)
        booking, owner, removal, quote = cursor.fetchone()
        cursor.execute("SELECT min(id) FROM accounts_staffuser")
        (staff,) = cursor.fetchone()
        gaps = {"booking": booking, "owner": owner, "removal": removal, "quote": quote}
        gaps |= {"count": count, "years": YEARS, "staff": staff, "outlets": OUTLETS, "acts": ACTS}
        gaps |= {"now": f"'{now.isoformat()}'::timestamptz", "slots": count * 2 // 3 + 2}
        for statement in (SLOTS, ENTRIES, VIEWS, NOTICES):
            cursor.execute(statement.format(**gaps))
        for each in COPIED:
            cursor.execute(_statement(cursor, each, gaps))
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("VACUUM ANALYZE")


def _statement(cursor, copied: Copied, gaps) -> str:
    cursor.execute(COLUMNS, [copied.table])
    columns = {name: kind for name, kind, is_given in cursor.fetchall() if not is_given}
    values = [_value(name, kind, copied.own) for name, kind in columns.items()]
    own = {"table": copied.table, "columns": ", ".join(columns), "times": copied.times}
    filled = {**gaps, **own}
    filled["values"] = ", ".join(values).replace("{slots}", str(gaps["slots"]))
    filled["values"] = filled["values"].replace("{removal}", str(gaps["removal"]))
    filled["where"] = copied.where.format(**gaps)
    return COPY.format(**filled)


def _value(name: str, kind: str, own: Mapping[str, str]) -> str:
    column = f"template.{name}"
    if name in own:
        return own[name].replace("{column}", column)
    return f"{column} - age" if kind == "timestamp with time zone" else column
