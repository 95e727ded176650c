"""What a demo starts with: tables, companies, outlets, free places, people.

Run as a program it prepares the database and says what it holds; safe to run at every start.
"""

import os
import sys
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

import django
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from voltbay.core import clock
from voltbay.server.demo.accounts import PASSWORD, STAFF
from voltbay.server.demo.age import OLDER, is_older, note_age

if TYPE_CHECKING:
    from voltbay.directory.models import Outlet


def load(now: datetime) -> None:
    """Add what the demo lacks."""
    # Models can be imported only once Django is set up, below.
    from voltbay.accounts import demo as agreements
    from voltbay.callouts import demo as call_outs
    from voltbay.directory import demo as outlets
    from voltbay.directory import demo_crew as technicians
    from voltbay.directory.models import Outlet
    from voltbay.server.demo import (
        cars,
        company_pages,
        day,
        fronts,
        money,
        month,
        originals,
        outlets_day,
        reports,
        retained,
        rights,
        unsent,
        waiting,
    )

    outlets.load(now=now)
    agreements.load(now=now)
    _publish(Outlet.objects.all(), now)
    _staff()
    month.load(now=now)  # first: what is owed after it is what the others leave
    money.load(now=now)
    reports.load(now=now)
    cars.load(now=now)
    day.load(now=now)
    outlets_day.load(now=now)
    waiting.load(now=now)
    fronts.load()
    company_pages.load(now=now)
    _articles(now)
    call_outs.load(now=now)
    _fleets(now)
    originals.load(now=now)
    rights.load(now=now)
    retained.load(now=now)
    unsent.load(now=now)
    _publish(technicians.load(now=now), now)


def _publish(outlets: "Iterable[Outlet]", now: datetime) -> None:
    """Give outlets their places for the days ahead, also when the demo lay idle for weeks."""
    from voltbay.slots.publish import publish_ahead

    for outlet in outlets:
        publish_ahead(outlet, now=now)


def _staff() -> None:
    from voltbay.accounts.staff.demo import load_staff

    load_staff(list(STAFF), password=PASSWORD)


def _articles(now: datetime) -> None:
    from voltbay.accounts.models import StaffUser
    from voltbay.articles import demo as articles

    articles.load(author=StaffUser.objects.get(username="admin"), now=now)


def _fleets(now: datetime) -> None:
    """Add a taxi firm with blocks of cars, done and ahead, and a company that waits."""
    from voltbay.accounts.models import Owner, StaffUser
    from voltbay.fleets import demo as fleets
    from voltbay.notifications.tell import phone_fingerprint
    from voltbay.server.demo import blocks, blocks_done

    fleets.load(decided_by=StaffUser.objects.get(username="admin"), now=now)
    manager = Owner.objects.filter(phone_fingerprint=phone_fingerprint(fleets.MANAGER)).first()
    if manager is not None:
        blocks_done.load(manager=manager, now=now)  # first: a limit does not count backwards
        blocks.load(manager=manager, outlet="浦东金桥", now=now)


def prepare() -> None:
    """Bring the tables up to date and load. Exits with OLDER if that cannot be done."""
    if is_older():
        sys.exit(OLDER)
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    print(f"Bringing the database up to date ({len(waiting)} migrations)", flush=True)
    if waiting:
        call_command("migrate", interactive=False, verbosity=0)
        note_age()
    print("Loading demo data", flush=True)
    load(clock.now())
    print(f"  {_holdings()}", flush=True)


def _holdings() -> str:
    from voltbay.directory.models import Company, Outlet
    from voltbay.slots.models import Slot

    outlets = Outlet.objects.all()
    cities = outlets.values("city").distinct().count()
    return (
        f"{Company.objects.count()} companies, {outlets.count()} outlets in {cities} cities, "
        f"{Slot.objects.count()} slots"
    )


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "voltbay.server.settings")
    django.setup()
    prepare()
