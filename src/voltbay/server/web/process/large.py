"""Whose large body is worked on next: few megabytes at once, as each is held several times over.

1. Who has none that is worked on goes before who has.
2. Of those, whoever came first, as many seconds later as the sender's bodies have taken lately.
3. Some room is kept for who has taken little: senders of dear pictures never hold it all.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from voltbay.core.spent import Spent

MEGABYTE = 1024 * 1024
# Room is so many bodies and so many bytes at once; of each byte there are three copies. Whose
# photo is decoded next is for `recognition.intake.turns` to say, which knows what each will cost:
# so there is room for more than may wait there, unless they are large indeed.
FOR_ANY = (10, 36 * MEGABYTE)
KEPT = (2, 12 * MEGABYTE)  # besides, for whoever has taken little
LITTLE = 3.0  # seconds lately; a photo takes one, or two


@dataclass(eq=False)
class _Body:
    sender: str
    size: int
    came_at: float
    is_next: asyncio.Future[None]
    in_kept_room: bool = False


class LargeBodies:
    """Gives turns to large bodies. Used from the event loop only."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._waiting: list[_Body] = []
        self._working: list[_Body] = []
        self._spent = Spent()

    @asynccontextmanager
    async def turn(self, sender: str, *, size: int) -> AsyncIterator[None]:
        """Wait for a turn and hold it; `size` is in bytes."""
        is_next = asyncio.get_running_loop().create_future()
        me = _Body(sender, size, self._clock(), is_next)
        self._waiting.append(me)
        self._give()
        try:
            await me.is_next
            began = self._clock()
            try:
                yield
            finally:
                now = self._clock()
                self._spent.add(sender, now - began, now=now)
        finally:
            (self._working if me in self._working else self._waiting).remove(me)
            self._give()

    def _give(self) -> None:
        while (one := self._next()) and self._fits(one, FOR_ANY, kept=False):
            self._begin(one)
        while (one := self._next(thrifty=True)) and self._fits(one, KEPT, kept=True):
            one.in_kept_room = True
            self._begin(one)

    def _fits(self, one: _Body, room: tuple[int, int], *, kept: bool) -> bool:
        bodies, most = room
        there = [each.size for each in self._working if each.in_kept_room == kept]
        return not there or (len(there) < bodies and sum(there) + one.size <= most)

    def _begin(self, chosen: _Body) -> None:
        self._waiting.remove(chosen)
        self._working.append(chosen)
        chosen.is_next.set_result(None)

    def _next(self, *, thrifty: bool = False) -> _Body | None:
        here = [each for each in self._waiting if not each.is_next.done()]  # nor on its way out
        may = [each for each in here if not thrifty or self._is_thrifty(each)]
        return min(may, key=self._rank, default=None)

    def _is_thrifty(self, one: _Body) -> bool:
        return not self._in_work(one.sender) and self._seconds(one) < LITTLE

    def _rank(self, one: _Body) -> tuple[int, float]:
        return self._in_work(one.sender), one.came_at + self._seconds(one)

    def _in_work(self, sender: str) -> int:
        return sum(each.sender == sender for each in self._working)

    def _seconds(self, one: _Body) -> float:
        return self._spent.of(one.sender, now=self._clock())
