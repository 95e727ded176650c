"""What a web process tells of itself, on machines whose clock is right, fast and slow."""

import logging
import os
import time

import pytest
from django.db import OperationalError, connection
from django.test import Client

from voltbay.core import clock
from voltbay.server.web import measures_of_program
from voltbay.server.web.measures_of_program import HOST, measure

pytestmark = pytest.mark.django_db
WHOSE = f'{{host="{HOST}",process="{os.getpid()}"}}'


@pytest.fixture(autouse=True)
def asks(monkeypatch):
    """Ask the database, as programs do, and keep the test's own connection."""
    clock.follow(None)
    monkeypatch.setattr(connection, "close", lambda: None)
    yield
    measures_of_program._Said.is_off = False


def value_of(name: str) -> float:
    return float(Client().get("/metrics").text.split(f"\n{name}{WHOSE} ")[1].split("\n")[0])


@pytest.mark.parametrize(("hours", "which"), [(1, "3600.0 s ahead of"), (-1, "3600.0 s behind")])
def test_a_clock_that_is_off_is_measured_and_said_once_until_it_is_right(
    monkeypatch, caplog, hours, which
):
    real = time.time
    with monkeypatch.context() as machine:
        machine.setattr("time.time", lambda: real() + hours * 3600)
        measure()
        measure()

        assert abs(value_of("voltbay_web_skew_seconds") - hours * 3600) < 1
        said = [record.getMessage() for record in caplog.records]
        assert len(said) == 1
        assert which in said[0]

    clock.follow(None)
    measure()
    assert abs(value_of("voltbay_web_skew_seconds")) < 1
    assert "right again" in caplog.messages[-1]


def test_a_web_process_tells_its_memory():
    assert value_of("voltbay_web_bytes") > 20 * 2**20


def test_a_database_that_takes_no_password_is_told_with_its_reason(monkeypatch, caplog):
    def refuse() -> None:
        raise OperationalError('FATAL:  password authentication failed for user "bob"')

    monkeypatch.setattr(connection, "cursor", refuse)

    measure()

    [record] = caplog.records
    assert record.levelno == logging.ERROR
    assert record.getMessage() == "the database does not answer (database_password)"


def test_measuring_asks_nothing_where_somebody_just_asked(django_assert_num_queries):
    with django_assert_num_queries(1):
        measure()
        measure()
