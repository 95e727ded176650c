"""Whose picture is decoded next.

1. One decoder takes only what is quick, so that dear pictures never fill them all.
2. Of a sender's pictures one is decoded at a time; the others wait.
3. Whoever has cost least goes first, this picture and the sender's own before it included.
4. So many may be here at once, as each holds one of the server's threads. When one more comes,
   whoever would be last goes away with a refusal, be it the newcomer or somebody who waits.
"""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from voltbay.core.spent import Spent
from voltbay.recognition.errors import IntakeBusy
from voltbay.recognition.reading.photo.estimate import Estimate

MOST_HERE = 8  # of 19 threads; eight may wait for readings (api/waiting.py), three stay free
TURN_SECONDS = 12.0  # with the longest decoding it stays below the half minute of proxies
RETRY_SECONDS = 5

D = TypeVar("D")


@dataclass(eq=False)
class _Waiting(Generic[D]):
    sender: str
    estimated: Estimate
    given: D | None = None
    is_sent_away: bool = False
    event: threading.Event = field(default_factory=threading.Event)


class Turns(Generic[D]):
    """Gives decoders to who waits for one: the first to quick pictures only, the rest to any."""

    def __init__(
        self,
        decoders: Sequence[D],
        *,
        most_here: int = MOST_HERE,
        turn_seconds: float = TURN_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._for_quick_only = decoders[0]
        self._free = list(decoders)
        self._most_here, self._turn_seconds, self._clock = most_here, turn_seconds, clock
        self._here: list[_Waiting[D]] = []  # in the order in which they came
        self._spent = Spent()
        self._lock = threading.Lock()

    @contextmanager
    def turn(self, sender: str, estimated: Estimate) -> Iterator[D]:
        """Wait for a decoder and hold it. Raises IntakeBusy."""
        me = _Waiting[D](sender, estimated)
        decoder = self._wait(me)
        began = self._clock()
        try:
            yield decoder
        finally:
            self._leave(me, seconds=self._clock() - began)

    def _wait(self, me: _Waiting[D]) -> D:
        with self._lock:
            self._here.append(me)
            if len(self._here) > self._most_here:
                self._send_away(max(self._waiting(), key=self._cost))
            self._give()
        me.event.wait(self._turn_seconds)
        with self._lock:
            if me.given is not None:
                return me.given
            if not me.is_sent_away:
                self._here.remove(me)
        raise IntakeBusy(retry_after_seconds=RETRY_SECONDS)

    def _leave(self, me: _Waiting[D], *, seconds: float) -> None:
        with self._lock:
            self._spent.add(me.sender, seconds, now=self._clock())
            self._here.remove(me)
            if me.given is not None:
                self._free.append(me.given)
            self._give()

    def _give(self) -> None:
        """Give what is free to whoever is next. The lock is held."""
        # First the one for quick pictures, so that the other stays free for a dear one.
        for decoder in sorted(self._free, key=lambda each: each is not self._for_quick_only):
            if chosen := self._next(decoder):
                self._free.remove(decoder)
                chosen.given = decoder
                chosen.event.set()

    def _next(self, decoder: D) -> _Waiting[D] | None:
        busy = {each.sender for each in self._here if each.given is not None}
        may = [each for each in self._waiting() if each.sender not in busy]
        quick = [each for each in may if each.estimated.is_quick]
        if decoder is self._for_quick_only:
            return min(quick, key=self._cost, default=None)
        dear = [each for each in may if not each.estimated.is_quick]
        return min(dear or quick, key=self._cost, default=None)

    def _waiting(self) -> list[_Waiting[D]]:
        return [each for each in self._here if each.given is None]

    def _cost(self, one: _Waiting[D]) -> tuple[float, int]:
        """Return what a picture's sender will have cost with it; of equals the first is first."""
        place = self._here.index(one)
        own = sum(
            each.estimated.seconds for each in self._here[: place + 1] if each.sender == one.sender
        )
        return self._spent.of(one.sender, now=self._clock()) + own, place

    def _send_away(self, one: _Waiting[D]) -> None:
        self._here.remove(one)
        one.is_sent_away = True
        one.event.set()
