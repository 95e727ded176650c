"""What each sender has cost lately, in seconds; it is forgotten by and by."""

import math

HALF_GONE = 300.0  # seconds after which half of it is forgotten
FORGOTTEN = 0.01  # seconds that are none any more


class Spent:
    """Seconds by sender, halved every five minutes."""

    def __init__(self) -> None:
        self._seconds: dict[str, tuple[float, float]] = {}

    def of(self, sender: str, *, now: float) -> float:
        """Return the seconds that still count at a time of the steady clock.

        >>> spent = Spent()
        >>> spent.add("alice", 8.0, now=0.0)
        >>> spent.of("alice", now=300.0), spent.of("bob", now=300.0)
        (4.0, 0.0)
        """
        seconds, at = self._seconds.get(sender, (0.0, now))
        return seconds * math.pow(0.5, (now - at) / HALF_GONE)

    def add(self, sender: str, seconds: float, *, now: float) -> None:
        """Count seconds against a sender, and forget those of whom nothing counts any more."""
        self._seconds[sender] = (self.of(sender, now=now) + seconds, now)
        gone = [each for each in self._seconds if self.of(each, now=now) < FORGOTTEN]
        for each in gone:
            del self._seconds[each]
