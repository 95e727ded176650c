"""What the operator is told about proxies."""

from itertools import count

import pytest

from voltbay.server.web import proxies

FORWARDED = {"X-Forwarded-For": "198.51.100.1"}


@pytest.fixture(autouse=True)
def new_process(monkeypatch):
    monkeypatch.setattr(proxies, "told", count())


@pytest.fixture
def said(caplog):
    return lambda: [each.message for each in caplog.records if each.name == proxies.__name__]


def test_a_proxy_that_the_settings_do_not_know_is_told_of_once(client, db, said):
    for _ in range(3):
        client.get("/healthz", headers=FORWARDED)

    assert len(said()) == 1
    assert "Set VOLTBAY_PROXIES" in said()[0]
    assert "198.51.100.1" not in said()[0]


def test_one_that_they_know_is_not(client, db, said, settings):
    settings.VOLTBAY_PROXIES = 1

    client.get("/healthz", headers=FORWARDED)

    assert said() == []


def test_nor_is_anything_where_there_is_none(client, db, said):
    client.get("/healthz")

    assert said() == []
