"""What of bookings, keys and commits is measured.

With a synchronous standby that is away commits wait without end, and `/readyz` gets to know.
"""

import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest
from django.db import connection
from django.test import Client

from tests.people import ALICE_PHONE, owner_with
from tests.places import NOW, open_outlet, publish_slots
from voltbay.bookings.expire import expire_lapsed
from voltbay.bookings.models import BookingEvent
from voltbay.bookings.move import Actor
from voltbay.bookings.owner.cancel import cancel
from voltbay.bookings.owner.hold import Wish, hold
from voltbay.core import clock
from voltbay.core.key_list import SigningKeys
from voltbay.server.postgres.cluster import CARELESS
from voltbay.server.postgres.cluster import running as running_postgres
from voltbay.server.web import measures_of_site
from voltbay.server.web.measures_of_site import COMMITS, MOVED

NOBODY = "ALTER SYSTEM SET synchronous_standby_names = 'ANY 1 (db2, db3)'"
CARELESSLY = {**CARELESS, "synchronous_commit": "on"}


@pytest.fixture
def alone() -> Iterator[str]:
    """Run a primary whose two standbys are both away."""
    with TemporaryDirectory(prefix="voltbay-test-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)
        with running_postgres(Path(folder) / "data", settings=CARELESSLY) as url:
            yield url


def test_a_commit_that_waits_for_a_standby_is_seen_and_ends_when_none_is_asked_for(alone: str):
    with psycopg.connect(alone, autocommit=True) as asks:
        asks.execute("CREATE TABLE noted (at timestamptz)")
        assert asks.execute(COMMITS).fetchone() == (0,)
        asks.execute(NOBODY)
        asks.execute("SELECT pg_reload_conf()")
        time.sleep(0.3)  # processes take settings up when they next look

        writing = threading.Thread(target=note, args=[alone])
        writing.start()
        writing.join(1.5)
        [waits] = asks.execute(COMMITS).fetchone() or [0]
        is_hanging = writing.is_alive()
        asks.execute("ALTER SYSTEM RESET synchronous_standby_names")
        asks.execute("SELECT pg_reload_conf()")
        writing.join(10)

        assert is_hanging
        assert waits > 0.5
        assert not writing.is_alive()
        assert asks.execute("SELECT count(*) FROM noted").fetchone() == (1,)


def note(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as writes:
        writes.execute("INSERT INTO noted VALUES (now())")


def moves_at(now) -> set[str]:
    """Return what is measured of bookings' moves at an instant."""
    measures_of_site.REMEMBERED.clear()
    clock.follow(now, fresh=3600)
    said = Client().get("/metrics").text.splitlines()
    return {line.removeprefix("voltbay_booking_moves") for line in said if "booking_moves{" in line}


@pytest.mark.django_db
def test_holds_that_lapse_and_bookings_called_off_are_measured_for_an_hour():
    service, alice = open_outlet(), owner_with(ALICE_PHONE)
    slots = publish_slots(service)
    hold(Wish(slots[0].pk, service.pk), owner=alice, now=NOW)
    expire_lapsed(now=NOW + timedelta(minutes=16))
    dropped = hold(Wish(slots[1].pk, service.pk), owner=alice, now=NOW + timedelta(minutes=17))
    by_alice = Actor(BookingEvent.Actor.OWNER, str(alice.pk))
    cancel(dropped, by=by_alice, reason="", now=NOW + timedelta(minutes=18))

    assert moves_at(NOW + timedelta(minutes=20)) == {
        '{actor="owner",before="nothing",state="held"} 2.0',
        '{actor="system",before="held",state="expired"} 1.0',
        '{actor="owner",before="held",state="cancelled"} 1.0',
    }
    assert moves_at(NOW + timedelta(minutes=79)) == set()


@pytest.mark.django_db
def test_counting_moves_reads_the_newest_by_their_number():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")  # few rows are read whole otherwise
        cursor.execute(f"EXPLAIN {MOVED}", {"first": NOW})
        plan = "\n".join(line for (line,) in cursor.fetchall())

    assert "Index Scan Backward using" in plan
    assert "Sort Key: bookings_bookingevent.id" not in plan


@pytest.mark.django_db
def test_keys_of_receipts_are_measured_by_id(monkeypatch):
    keys = SigningKeys({"2027": bytes(32), "2026": bytes(32)}, {"2025": bytes(32)})
    monkeypatch.setattr(measures_of_site, "signing_keys", lambda: keys)

    said = Client().get("/metrics").text

    for key, signs in (("2027", 1.0), ("2026", 0.0), ("2025", 0.0)):
        assert f'voltbay_receipt_key{{id="{key}"}} {signs}' in said
