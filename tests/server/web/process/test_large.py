"""Whose large body is worked on next, by a clock of its own."""

import asyncio
from collections.abc import Awaitable, Callable

from tests.loops import run
from voltbay.server.web.process.large import MEGABYTE, LargeBodies

PHOTO = 10 * MEGABYTE  # three fit in, and one more in the room that is kept


class Hall:
    """Senders with large bodies, and the order in which they got their turns."""

    def __init__(self) -> None:
        self.now = 0.0
        self.bodies = LargeBodies(clock=lambda: self.now)
        self.order: list[str] = []
        self.go_on: dict[str, asyncio.Event] = {}
        self.tasks: dict[str, asyncio.Task[None]] = {}

    async def comes(self, *names: str, size: int = PHOTO) -> None:
        """Have bodies come, named `sender/body`."""
        for name in names:
            self.go_on[name] = asyncio.Event()
            self.tasks[name] = asyncio.ensure_future(self._come(name, size))
            await settled()

    async def is_done(self, name: str, *, after: float = 0.0) -> None:
        """Let a body be done with."""
        self.now += after
        self.go_on[name].set()
        await settled()

    async def _come(self, name: str, size: int) -> None:
        async with self.bodies.turn(name.split("/")[0], size=size):
            self.order.append(name)
            await self.go_on[name].wait()


async def settled() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


def play(scene: Callable[[Hall], Awaitable[None]]) -> list[str]:
    """Play a scene; return the order in which the bodies got their turns."""

    async def whole() -> list[str]:
        hall = Hall()
        await scene(hall)
        for task in hall.tasks.values():
            task.cancel()
        return hall.order

    return run(whole())


def test_whoever_sends_many_leaves_a_place_to_others():
    async def scene(hall: Hall) -> None:
        await hall.comes(*(f"mallory/{n}" for n in range(20)), "alice/1")

    order = play(scene)

    assert order == ["mallory/0", "mallory/1", "mallory/2", "alice/1"]


def test_whoever_has_none_in_work_goes_before_who_has():
    async def scene(hall: Hall) -> None:
        await hall.comes(*(f"mallory/{n}" for n in range(9)), "alice/1", "bob/1", "carol/1")
        await hall.is_done("mallory/0")

    assert play(scene)[3:] == ["alice/1", "bob/1"]


def test_a_crowd_that_has_taken_much_leaves_a_place_to_who_has_not():
    async def scene(hall: Hall) -> None:
        crowd = [f"mallory-{n}/1" for n in range(4)]
        await hall.comes(*crowd)
        for each in crowd:
            await hall.is_done(each, after=5)
        await hall.comes(*(f"mallory-{n}/2" for n in range(4)), "alice/1")

    assert play(scene)[4:] == ["mallory-0/2", "mallory-1/2", "mallory-2/2", "alice/1"]


def test_who_has_taken_much_waits_as_much_longer_and_no_more():
    async def scene(hall: Hall) -> None:
        await hall.comes("mallory/1")
        await hall.is_done("mallory/1", after=20)
        await hall.comes("alice/1", "bob/1", "carol/1", "dave/1", "mallory/2", "erin/1")
        hall.now += 60
        await hall.comes("frank/1")
        for each in ("alice/1", "bob/1", "carol/1"):
            await hall.is_done(each)

    assert play(scene)[5:] == ["erin/1", "mallory/2", "frank/1"]


def test_who_goes_away_while_waiting_or_working_leaves_the_place():
    async def scene(hall: Hall) -> None:
        await hall.comes("a/1", "b/1", "c/1", "d/1", "e/1", "f/1")
        for gone in ("e/1", "a/1"):
            hall.tasks[gone].cancel()
            await settled()

    assert play(scene) == ["a/1", "b/1", "c/1", "d/1", "f/1"]


def test_smaller_ones_go_on_to_where_what_they_cost_is_known():
    async def scene(hall: Hall) -> None:
        await hall.comes(*(f"mallory-{n}/1" for n in range(14)), "alice/1", size=MEGABYTE)

    assert len(play(scene)) == 12
