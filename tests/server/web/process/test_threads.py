"""A rush of owners has a few threads, and what takes long has others."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Event, current_thread

import pytest

from tests.loops import run
from voltbay.api.app import api
from voltbay.server.web.process import threads as module
from voltbay.server.web.process.threads import (
    FOR_A_RUSH,
    Threads,
    TooBusy,
    in_turn,
    is_of_a_rush,
)

QUICK = (
    "/api/v1/cities",
    "/api/v1/outlets/8c1e/slots",
    "/api/v1/bookings",
    "/api/v1/bookings/VB1/confirm",
    "/api/v1/me",
    "/api/v1/sign-in/codes",
)
# Reading, drawing, packing, a server of somebody else's, pages of staff.
LONG = (
    "/api/v1/documents",
    "/api/v1/documents/7",
    "/api/v1/me/data",
    "/api/v1/me/receipts/R1.pdf",
    "/api/v1/outlets/8c1e/photo",
    "/api/v1/sign-in/wechat",
    "/api/v1/meadow",
    "/console/day",
    "/healthz",
    "/",
)


@pytest.mark.parametrize("path", QUICK)
def test_what_owners_ask_in_a_rush(path: str):
    assert is_of_a_rush(path)


@pytest.mark.parametrize("path", LONG)
def test_what_may_take_long_keeps_out_of_their_way(path: str):
    assert not is_of_a_rush(path)


def test_what_counts_as_a_rush_is_there():
    paths = api.get_openapi_schema(path_prefix="/api/v1/")["paths"]

    assert all(path in paths for path in QUICK if path.count("/") == 3)


def test_a_rush_that_stands_still_holds_up_nobody_else():
    threads, go = Threads(24), Event()
    rush = threads.of({"PATH_INFO": "/api/v1/bookings"})
    stuck = [rush.submit(go.wait, 30) for _ in range(3 * FOR_A_RUSH)]

    other = threads.of({"PATH_INFO": "/healthz"}).submit(current_thread)

    try:
        assert other.result(timeout=10).name.startswith("request")
        assert not any(each.done() for each in stuck)
    finally:
        go.set()


def test_few_threads_are_not_divided():
    threads = Threads(2)

    assert threads.of({"PATH_INFO": "/api/v1/bookings"}) is threads.of({"PATH_INFO": "/"})


@pytest.fixture
def stuck(monkeypatch: pytest.MonkeyPatch):
    """Give threads that all stand still, and are waited for but a moment."""
    monkeypatch.setattr(module, "LONGEST_TURN", 0.2)
    go = Event()
    with ThreadPoolExecutor(1) as pool:
        pool.submit(go.wait, 30)
        yield pool
        go.set()


def test_nobody_waits_for_ever_for_a_thread_that_is_stuck(stuck: ThreadPoolExecutor):
    done = []

    with pytest.raises(TooBusy):
        run(in_turn(stuck, lambda: done.append("late")))

    assert stuck._work_queue.get_nowait().future.cancelled()
    assert done == []


def test_work_that_has_begun_is_waited_for(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "LONGEST_TURN", 0.05)
    with ThreadPoolExecutor(1) as pool:
        assert run(in_turn(pool, lambda: Event().wait(0.3))) is False


def test_who_hangs_up_while_waiting_is_not_told_that_it_is_busy(stuck: ThreadPoolExecutor):
    async def ask() -> bool:
        asking = asyncio.ensure_future(in_turn(stuck, lambda: None))
        await asyncio.sleep(0)
        asking.cancel()
        with suppress(asyncio.CancelledError):
            await asking
        return asking.cancelled()

    assert run(ask())
