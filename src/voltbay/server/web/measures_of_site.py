"""Measures of the database, the photo store, keys and bookings, counted when asked.

What others have connected, and how far standbys are behind, PostgreSQL tells whoever has its role
`pg_monitor`; without it these are left out. Each statement reads an index or a few rows.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from prometheus_client.core import GaugeMetricFamily

from voltbay.core import clock
from voltbay.core.keys import keyring, signing_keys
from voltbay.recognition import photos

CONNECTIONS = """
SELECT coalesce(state, 'other'), count(*) FROM pg_stat_activity
WHERE datname = current_database() GROUP BY 1
"""
MOST = "SELECT setting::int FROM pg_settings WHERE name = 'max_connections'"
# A commit that a standby does not confirm waits without end: the worker's sign of life is one.
COMMITS = """
SELECT coalesce(max(extract(epoch FROM clock_timestamp() - state_change)), 0)::float8
FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'SyncRep'
"""
STANDBYS = """
SELECT application_name, coalesce(sync_state, ''),
    pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn)::float8,
    coalesce(extract(epoch FROM replay_lag), 0)::float8
FROM pg_stat_replication WHERE replay_lsn IS NOT NULL
"""
# Those that may confirm a commit: `async` is whoever else copies. Without the role PostgreSQL shows
# rows without their states, and a number of 0 would be an alarm for nothing: no row is the answer.
CONNECTED = """
SELECT count(*) FROM pg_stat_replication
WHERE state = 'streaming' AND sync_state IN ('sync', 'quorum', 'potential')
HAVING pg_has_role('pg_read_all_stats', 'USAGE')
"""
ENDED = """
SELECT state, count(*) FROM bookings_booking
WHERE starts_at >= %(first)s AND starts_at < %(last)s AND state NOT IN ('held', 'expired')
GROUP BY 1
"""
# Such as holds that lapsed. Moves have no index by time: the newest lie together at the end of the
# one by number, and a rush makes fewer in an hour.
MOVED = """
SELECT from_state, to_state, actor, count(*) FROM (
    SELECT from_state, to_state, actor, at FROM bookings_bookingevent ORDER BY id DESC LIMIT 20000
) AS newest WHERE at > %(first)s GROUP BY 1, 2, 3
"""
READ = """
SELECT kind, state, coalesce(problems -> 0 ->> 'code', ''), count(*),
    coalesce(avg(extract(epoch FROM read_at - created_at)), 0)::float8
FROM recognition_document WHERE created_at > %(first)s GROUP BY 1, 2, 3
"""
PLACES = """
SELECT coalesce(sum(greatest(capacity - taken, 0)), 0), coalesce(sum(capacity), 0)
FROM directory_outlet AS outlet CROSS JOIN LATERAL (
    SELECT capacity, taken FROM slots_slot
    WHERE outlet_id = outlet.id AND starts_at >= %(first)s AND starts_at < %(last)s
) AS slot WHERE outlet.is_listed
"""
# A week's slots of all outlets are many rows: a process counts them once a minute, whoever asks.
REMEMBER = timedelta(minutes=1)
REMEMBERED: list[tuple[datetime, list[GaugeMetricFamily]]] = []
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)


class Database:
    """Connections beside their limit, commits that wait, standbys."""

    def collect(self) -> list[GaugeMetricFamily]:
        connections = _gauge("voltbay_connections", "Of this database, by what they do.", "state")
        for state, count in _rows(CONNECTIONS):
            connections.add_metric([state], count)
        [(most,)] = _rows(MOST)
        bytes_behind = _gauge(
            "voltbay_standby_bytes_behind", "What a standby has yet to apply.", "name", "sync"
        )
        behind = _gauge("voltbay_standby_seconds_behind", "How long ago that was.", "name", "sync")
        for name, sync, size, seconds in _rows(STANDBYS):
            bytes_behind.add_metric([name, sync], size)
            behind.add_metric([name, sync], seconds)
        standbys = _gauge("voltbay_standbys", "Connected ones that may confirm commits.")
        for (connected,) in _rows(CONNECTED):
            standbys.add_metric([], connected)
        return [
            connections,
            GaugeMetricFamily("voltbay_connections_limit", "Most of them.", value=most),
            GaugeMetricFamily(
                "voltbay_commit_waits_seconds",
                "Since the oldest commit waits for a standby.",
                value=commit_waits(),
            ),
            standbys,
            bytes_behind,
            behind,
        ]


class Store:
    """Whether photos could be taken in now, room for them, and the keys that seal and sign."""

    def collect(self) -> list[GaugeMetricFamily]:
        look = photos.look()
        said = "Whether the photo store answers and has room."
        room = _gauge("voltbay_disk_free_bytes", "Room left, by what is kept there.", "kept")
        if look.free is not None:
            room.add_metric(["photos"], look.free)
        store = GaugeMetricFamily("voltbay_photo_store", said, value=int(look.answers))
        return [store, room, *_keys()]


class Outcomes:
    """What became of bookings and photos lately, and how many places are left: of this minute."""

    def collect(self) -> list[GaugeMetricFamily]:
        now = clock.now()
        if REMEMBERED and now - REMEMBERED[-1][0] < REMEMBER and now >= REMEMBERED[-1][0]:
            return REMEMBERED[-1][1]
        REMEMBERED[:] = [(now, self._count(now))]
        return REMEMBERED[-1][1]

    def _count(self, now: datetime) -> list[GaugeMetricFamily]:
        bookings = _gauge("voltbay_bookings", "Of the last day and the next week.", "state")
        for state, count in _rows(ENDED, first=now - DAY, last=now + WEEK):
            bookings.add_metric([state], count)
        said = (
            "Moves of bookings in the last hour, of the newest 20,000; a hold comes from nothing."
        )
        moves = _gauge("voltbay_booking_moves", said, "before", "state", "actor")
        for before, state, actor, count in _rows(MOVED, first=now - HOUR):
            moves.add_metric([before or "nothing", state, actor], count)
        labels = ("kind", "state", "code")
        read = _gauge("voltbay_documents", "Photos of the last day.", *labels)
        took = _gauge("voltbay_document_seconds", "Mean time until they were read.", *labels)
        for kind, state, code, count, seconds in _rows(READ, first=now - DAY):
            read.add_metric([kind, state, code], count)
            took.add_metric([kind, state, code], seconds)
        [(left, all_of_them)] = _rows(PLACES, first=now, last=now + WEEK)
        return [
            bookings,
            moves,
            read,
            took,
            GaugeMetricFamily("voltbay_places_left", "Of the next week.", value=left),
            GaugeMetricFamily(
                "voltbay_places", "Of the next week, taken ones too.", value=all_of_them
            ),
        ]


MEASURES = (Database, Store, Outcomes)


def commit_waits() -> float:
    """Return for how many seconds the oldest commit has waited for a standby to confirm it."""
    [(seconds,)] = _rows(COMMITS)
    return float(seconds)


def _keys() -> list[GaugeMetricFamily]:
    sealing = _gauge("voltbay_sealing_key", "1 for the one that seals, 0 for those before.", "id")
    ring = keyring()
    for each in ring.sealing:
        sealing.add_metric([each], each == ring.newest)
    said = "1 for the one that signs receipts, 0 for those that only verify."
    signing = _gauge("voltbay_receipt_key", said, "id")
    keys = signing_keys()
    for place, each in enumerate([*keys.seeds, *keys.public]):
        signing.add_metric([each], place == 0)
    return [sealing, signing]


def _rows(statement: str, **given: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return list(cursor.fetchall())


def _gauge(name: str, said: str, *labels: str) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, said, labels=labels)
