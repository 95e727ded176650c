"""One access token for many: two that were fetched would end each other."""

import pytest
from django.db import connection

from tests.notifications.wechat_server import set_up
from tests.places import NOW
from tests.races.crowd import all_at_once
from voltbay.notifications.wechat.access_token import _credentials, access_token
from voltbay.notifications.wechat.server import ask

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
CROWD = 8


@pytest.fixture
def wechat(settings):
    with set_up(settings) as running:
        yield running


def fetch(_):
    try:
        return access_token(now=NOW)
    finally:
        connection.close()


def test_a_crowd_fetches_one_token(wechat):
    found = all_at_once(CROWD, fetch)

    assert set(found) == {"token-0"}
    assert wechat.asked == ["/cgi-bin/token"]


def test_a_crowd_that_found_it_stale_renews_it_once(wechat):
    stale = access_token(now=NOW)

    def renew(_):
        try:
            return access_token(now=NOW, stale=stale)
        finally:
            connection.close()

    assert set(all_at_once(CROWD, renew)) == {"token-1"}
    assert len(wechat.asked) == 2


def test_without_the_row_each_fetches_its_own(wechat):
    all_at_once(CROWD, lambda _: ask("/cgi-bin/token", query=_credentials()))

    assert len(wechat.asked) == CROWD
