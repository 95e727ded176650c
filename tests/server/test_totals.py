"""Totals by timer and by command."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from tests.places import in_days, open_outlet
from voltbay.core.local_time import local_date
from voltbay.recognition.models import Outcome
from voltbay.server.tasks import keep_totals
from voltbay.server.totals import keep_all, kinds, run
from voltbay.slots.models import Slot
from voltbay.totals.models import DayChange, DayTotal

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def past():
    """Return yesterday's and last year's day, with a reading and a slot on the one or the other."""
    outlet = open_outlet().outlet
    for ago in (1, 500):
        at = in_days(-ago)
        Outcome.objects.create(at=at, kind="identity_card", result="read", outlet=outlet)
        end = at + timedelta(hours=1)
        Slot.objects.create(outlet=outlet, starts_at=at, ends_at=end, capacity=2)
    return local_date(in_days(-1)), local_date(in_days(-500))


def kept():
    return set(DayTotal.objects.values_list("kind", "day"))


def test_the_timer_keeps_what_a_dashboard_shows_and_what_changed_before(past):
    long_ago = past[1]
    assert DayChange.objects.filter(day=long_ago).count() == 2

    keep_totals(timestamp=0)

    assert kept() == {(kind, day) for kind in ("photos", "load") for day in past}
    assert DayChange.objects.count() == 0
    assert keep_all(now=timezone.now()) == 0


def test_a_check_finds_a_total_that_is_wrong_and_a_rebuild_mends_it(past, capsys):
    keep_all(now=timezone.now())
    run("check")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE totals_daytotal SET counts[1] = 7 WHERE kind = 'photos'")

    with pytest.raises(SystemExit) as wrong:
        run("check")

    assert f"photos of {past[0]}" in str(wrong.value.code)
    assert "load" not in str(wrong.value.code)
    run("rebuild")
    run("check")
    assert capsys.readouterr().out.splitlines() == ["4 hold", "kept 2 days", "2 hold"]


def test_every_kind_has_its_own_name():
    assert sorted(each.kind for each in kinds()) == ["bookings", "load", "packs", "photos"]
