"""Years of bookings with all that is written for each: what a booking weighs, what nights cost.

`make bench-years` prints three tables. One booking of the demo that came, was quoted, paid and
receipted is copied to as many as are asked for, spread over the three years that come: sealed
columns keep their lengths, keys and times are each copy's own. What the doors add to the logs, and
messages, are written as a visit leaves them.
"""

from __future__ import annotations

import json
import logging
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

from bench.place import installation
from voltbay.core.partitions import Table, make_months, month_start, months_of, next_month

if TYPE_CHECKING:  # models may be named only after Django is set up
    from django.db.backends.utils import CursorWrapper

BOOKINGS = 100_000
ENTRIES_TABLE = Table("audit_auditentry", "at")
YEARS = 3
YEAR = timedelta(days=365)
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
SELECT {now} + n * interval '{years} years' / {count}, {staff}, '203.0.113.7', what || ' 302',
    'VY' || n, NULL, NULL
FROM generate_series(1, {count}) AS n, unnest(string_to_array('{acts}', ',')) AS what
UNION ALL
SELECT {now} + n * interval '{years} years' / {count}, {staff}, '203.0.113.7',
    'removals_payout.update', md5(n::text)::uuid::text,
    '{{"state": "due", "way": "bank", "paid_at": null, "changes": 0, "reference": "***"}}'::jsonb,
    '{{"state": "paid", "way": "bank", "paid_at": "2026-04-08T01:00:00+00:00", "changes": 1,
      "changed_at": "2026-04-08T01:00:00+00:00", "changed_by_id": 2, "reference": "***"}}'::jsonb
FROM generate_series(1, {count}) AS n
"""
VIEWS = """
INSERT INTO audit_view (at, staff_id, role, of, booking_code, outlet_id, document_kind, searched_by,
    purpose, why)
SELECT {now} + n * interval '{years} years' / {count}, {staff}, 'outlet_staff', 'booking',
    'VY' || n, md5((n % {outlets})::text)::uuid, '', '', purpose, ''
FROM generate_series(1, {count}) AS n, unnest(ARRAY['visit', 'payout']) AS purpose
"""
NOTICES = """
INSERT INTO notifications_notice (phone, phone_fingerprint, template, language, state, channel,
    receipt, attempts, error_code, dedupe_key, created_at, due_at, expires_at, sent_at)
SELECT phone, sha256(phone_fingerprint || n::text::bytea), kind, 'zh-Hans', 'sent', 'aliyun',
    md5(n::text), 1, '', kind || ':' || md5(n::text)::uuid, at, at, at + interval '3 days', at
FROM notifications_notice AS template,
    LATERAL (SELECT n, {now} + n * interval '{years} years' / {count} AS at
             FROM generate_series(1, {count}) AS n) AS copy,
    unnest(ARRAY['sign_in_code', 'booking_confirmed', 'reminder', 'quote_made', 'payout_made',
                 'receipt_issued']) AS kind
WHERE id = (SELECT min(id) FROM notifications_notice)
"""
# What bookings' events would be, kept by month.
BY_MONTH = """
CREATE TABLE events_by_month (LIKE bookings_bookingevent INCLUDING DEFAULTS)
    PARTITION BY RANGE (at);
ALTER TABLE events_by_month ADD FOREIGN KEY (booking_id) REFERENCES bookings_booking
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE events_by_month ALTER id SET DEFAULT
    nextval(pg_get_serial_sequence('bookings_bookingevent', 'id'));
CREATE INDEX ON events_by_month (booking_id, id);
CREATE INDEX ON events_by_month (booking_id)
"""
MONTH = """
CREATE TABLE events_by_month_{n} PARTITION OF events_by_month (PRIMARY KEY (id))
    FOR VALUES FROM ('{starts}') TO ('{ends}')
"""
HISTORY = (
    "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) SELECT * FROM {} WHERE booking_id = %s ORDER BY id"
)
MORE = """
INSERT INTO {table} (booking_id, at, actor, to_state)
SELECT id, %s, 'owner', 'held' FROM bookings_booking ORDER BY md5(id::text) LIMIT 20000
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
            "left_at": "template.stored_at + age",
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
    for month in range(12 * YEARS + 1):  # as nights would
        make_months(ENTRIES_TABLE, now=now + timedelta(days=30.5 * month))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # triggers would take hours
        gaps = _gaps(cursor, count, now)
        for statement in (SLOTS, ENTRIES, VIEWS, NOTICES):
            cursor.execute(statement.format(**gaps))
        for each in COPIED:
            cursor.execute(_statement(cursor, each, gaps))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _gaps(cursor: CursorWrapper, count: int, now: datetime) -> dict[str, Any]:
    cursor.execute(PAID)
    booking, owner, removal, quote = cursor.fetchone()
    cursor.execute("SELECT min(id) FROM accounts_staffuser")
    (staff,) = cursor.fetchone()
    gaps = {"booking": booking, "owner": owner, "removal": removal, "quote": quote}
    gaps |= {"count": count, "years": YEARS, "staff": staff, "outlets": OUTLETS, "acts": ACTS}
    return gaps | {"now": f"'{now.isoformat()}'::timestamptz", "slots": count * 2 // 3 + 2}


def _statement(cursor: CursorWrapper, copied: Copied, gaps: dict[str, Any]) -> str:
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
    return f"{column} + age" if kind == "timestamp with time zone" else column


def main() -> None:
    """Build and measure."""
    logging.disable(logging.INFO)
    count = int(sys.argv[1]) if sys.argv[1:] else BOOKINGS
    now = datetime.now(UTC)
    with installation():
        live(count, now=now)
        print(f"{count:,} bookings over {YEARS} years\n")
        sizes(count)
        nights(now)
        histories(now)


def sizes(count: int) -> None:
    """Print rows and bytes a booking, table by table."""
    print(f"{'table':26}{'rows':>7}{'bytes a row: heap':>19}{'indexes':>9}{'a booking':>11}")
    whole = 0
    for table in sorted({each.table for each in COPIED} | set(WRITTEN)):
        heap, indexes, other = (int(each) for each in _ask(SIZES, table, table))
        (rows,) = _ask(f"SELECT count(*) FROM {table}")
        whole += heap + indexes + other
        a_row = f"{rows / count:7.2f}{(heap + other) / rows:19.0f}{indexes / rows:9.0f}"
        print(f"{table:26}{a_row}{(heap + indexes + other) / count:11.0f}")
    print(f"{'all':26}{'':35}{whole / count:11.0f}\n")


def nights(now: datetime) -> None:
    """Print what ending rows costs for each million, and what vacuuming their table costs then."""
    from voltbay.core.retention import register
    from voltbay.retention.carry_out import carry_out

    first, second = months_of(ENTRIES_TABLE)[:2]
    by_month = register()["audit.entries"]
    by_row = replace(by_month, by_month=False)
    notices = register()["notifications.notices"]
    heads = f"{'rows':>9}{'s a million':>13}{'WAL MB':>8}{'vacuum s':>10}{'WAL MB':>8}"
    print(f"{'ended':26}{heads}")
    last = first.ends_at - timedelta(microseconds=1)
    _night("audit entries, row by row", lambda: carry_out(by_row, now=last + by_row.period.length))
    _night("audit entries, a month", lambda: carry_out(by_month, now=second.ends_at + YEAR))
    over = now + timedelta(days=40) + notices.period.length
    _night("notices, row by row", lambda: carry_out(notices, now=over), "notifications_notice")
    print()


def _night(what: str, do: Callable[[], Any], table: str = "audit_auditentry") -> None:
    rows, seconds, wal = _cost(do)
    _, vacuum, more = _cost(lambda: _run(f"VACUUM {table}"))
    each = 1_000_000 / rows.ended
    ended = f"{seconds * each:13.1f}{wal * each / 1e6:8.0f}"
    print(f"{what:26}{rows.ended:9,}{ended}{vacuum:10.2f}{more / 1e6:8.1f}")


def histories(now: datetime) -> None:
    """Print what a booking's events cost from one table, and from 36 months of it."""
    _run(BY_MONTH)
    start = month_start(now - timedelta(days=400))  # the demo's own are older than the copies
    for n in range(12 * YEARS + 15):
        _run(MONTH.format(n=n, starts=start.isoformat(), ends=next_month(start).isoformat()))
        start = next_month(start)
    _run("INSERT INTO events_by_month SELECT * FROM bookings_bookingevent")
    _run("VACUUM ANALYZE events_by_month")
    print(
        f"{'events':24}{'plan ms':>9}{'run ms':>9}{'pages':>7}{'20,000 more: s':>16}{'WAL MB':>8}"
    )
    for table in ("bookings_bookingevent", "events_by_month"):
        _history(table, now)


def _history(table: str, now: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM bookings_booking ORDER BY md5(code) LIMIT 300")
        seen = [_explained(cursor, table, key) for (key,) in cursor.fetchall()][100:]
    plan, run, pages = (sum(each) / len(seen) for each in zip(*seen, strict=True))
    _run("CHECKPOINT")
    _, seconds, wal = _cost(lambda: _run(MORE.format(table=table), now + timedelta(days=365)))
    print(f"{table:24}{plan:9.3f}{run:9.3f}{pages:7.0f}{seconds:16.2f}{wal / 1e6:8.1f}")


def _explained(cursor: CursorWrapper, table: str, key: object) -> tuple[float, float, float]:
    cursor.execute(HISTORY.format(table), [key])
    (told,) = cursor.fetchone()
    (said,) = json.loads(told) if isinstance(told, str) else told
    pages = said["Plan"]["Shared Hit Blocks"] + said["Plan"]["Shared Read Blocks"]
    return said["Planning Time"], said["Execution Time"], pages


def _cost(do: Callable[[], Any]) -> tuple[Any, float, int]:
    """Do it; return its answer, seconds and bytes of WAL."""
    (before,) = _ask("SELECT pg_current_wal_insert_lsn()")
    began = time.perf_counter()
    answer = do()
    seconds = time.perf_counter() - began
    (wal,) = _ask("SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), %s)", before)
    return answer, seconds, int(wal)


def _run(statement: str, *given: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, given or None)


def _ask(query: str, *given: object) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(query, given or None)
        row: tuple[Any, ...] = cursor.fetchone()
    return row


if __name__ == "__main__":
    main()
