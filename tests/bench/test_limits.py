"""The smallest transactions that bookings are measured beside are still ones the tables take."""

import re

import pytest
from django.db import connection

from bench.limits import clean_up, confirm_script, hold_script
from tests.people import ALICE_PHONE, owner_with
from tests.places import NOW, open_outlet, publish_slots
from voltbay.bookings.models import Booking, BookingEvent

SCRIPT_SETS = re.compile(r"\\set (\w+) random\((\d+), \d+\)\n")


def run_once(script: str) -> None:
    """Run a pgbench script as pgbench would, each of its random numbers being the lowest."""
    for name, lowest in SCRIPT_SETS.findall(script):
        script = re.sub(rf"(?<!:):{name}\b", lowest, script)
    with connection.cursor() as cursor:
        cursor.execute(SCRIPT_SETS.sub("", script))


@pytest.mark.django_db(transaction=True)
def test_the_scripts_hold_and_confirm_a_booking():
    publish_slots(open_outlet(), count=1, capacity=1)
    owner_with(ALICE_PHONE)

    run_once(hold_script(midnight=NOW))
    run_once(confirm_script())

    assert list(Booking.objects.values_list("state", flat=True)) == ["confirmed"]
    assert BookingEvent.objects.count() == 2
    clean_up()
    assert not Booking.objects.exists()
