"""A session of staff ends by the database's clock, whatever the web server's says."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from voltbay.core import clock
from voltbay.server.web.staff_sessions import SessionStore

pytestmark = pytest.mark.django_db

SHIFT = timedelta(hours=12)
HOUR = timedelta(hours=1)


def database_says(ahead: timedelta) -> datetime:
    """Let the database's clock differ from this machine's."""
    at = datetime.now(UTC) + ahead
    clock.follow(at, fresh=3600)
    return at


def is_in(office) -> bool:
    return office.get(reverse("admin:index")).status_code == 200


def test_it_ends_after_a_shift_though_our_clock_stands_still(office):
    assert is_in(office)

    database_says(SHIFT + HOUR)

    assert not is_in(office)


def test_it_lasts_though_our_clock_is_a_day_fast(client, administrator):
    at = database_says(-2 * SHIFT)
    client.force_login(administrator)

    assert is_in(client)
    assert abs(Session.objects.get().expire_date - (at + SHIFT)) < timedelta(minutes=1)


def test_only_what_is_over_is_cleared(client, administrator):
    at = database_says(-2 * SHIFT)
    client.force_login(administrator)
    SessionStore.clear_expired()
    assert Session.objects.exists()

    database_says(HOUR)
    SessionStore.clear_expired()

    assert not Session.objects.filter(expire_date__lt=at + SHIFT + HOUR).exists()
