"""Whose large body is worked on next: few at once, as each is held several times over.

1. Who has none that is worked on goes before who has.
2. Of those, whoever came first, as many seconds later as the sender's bodies have taken lately.
3. One place is kept for who has taken little: senders of dear pictures never hold them all.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from voltbay.core.spent import Spent

FOR_ANY = 3  # at once; each is three copies of ten megabytes
KEPT = 1  # more, for whoever has taken little
LITTLE = 3.0  # seconds lately; a photo takes one, or two


@dataclass(eq=False)
class _Body:
    sender: str
    came_at: float
    is_next: asyncio.Future[None]
    has_kept_place: bool = False


class LargeBodies:
    """Gives turns to large bodies. Used from the event loop only."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._waiting: list[_Body] = []
        self._working: list[_Body] = []
        self._spent = Spent()

    @asynccontextmanager
    async def turn(self, sender: str) -> AsyncIterator[None]:
        """Wait for a turn and hold it."""
        me = _Body(sender, self._clock(), asyncio.get_running_loop().create_future())
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
        kept = sum(each.has_kept_place for each in self._working)
        while len(self._working) - kept < FOR_ANY and (chosen := self._next()):
            self._begin(chosen)
        while kept < KEPT and (chosen := self._next(thrifty=True)):
            chosen.has_kept_place = True
            kept += 1
            self._begin(chosen)

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
