"""What is done to the site is undone, and in the right order."""

from types import SimpleNamespace
from typing import Any

import pytest

from scripts.cluster import faults
from scripts.cluster.faults import FAULTS, STILL, directly


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return what was done, one after the other."""
    done: list[str] = []
    monkeypatch.setattr(faults, "restart_web", lambda host: done.append(f"restart {host}"))
    return done


@pytest.fixture
def site(done: list[str]) -> Any:
    def connect(host: str, *, pooled: bool) -> None:
        done.append(f"{host} {'by PgBouncer' if pooled else 'directly'}")

    return SimpleNamespace(webs=["web1"], settings=SimpleNamespace(connect=connect))


def test_web_programs_connect_directly_while_something_is_broken(site: Any, done: list[str]):
    def breaks(_: Any) -> Any:
        done.append("broken")
        return lambda: done.append("mended")

    directly(breaks)(site)()

    assert done == [
        *("web1 directly", "restart web1", "broken"),
        *("mended", "web1 by PgBouncer", "restart web1"),
    ]


def test_a_primary_that_is_away_is_replaced_before_it_is_back():
    away = [each for each in FAULTS if each.most == STILL]

    assert len(away) == 4
    assert all(each.lasts > STILL for each in away)
    assert len({each.name for each in FAULTS}) == len(FAULTS)
