"""Who is connected to a process, and who is hung up on.

Looked through every few seconds instead of a timer for each: thousands may come and say nothing.
"""

from dataclasses import dataclass
from typing import Protocol

HEADERS_WITHIN = 10.0  # seconds from connecting to the end of the first request's headers
LONGEST_STUCK = 30.0  # seconds in which a caller takes nothing of what waits for it


class Connection(Protocol):
    """What is asked of a connection."""

    @property
    def is_idle(self) -> bool:
        """Tell whether it waits for a request, or for the rest of one's headers."""

    @property
    def is_new(self) -> bool:
        """Tell whether no request has come yet."""

    @property
    def unsent(self) -> int:
        """Return how many bytes of answers wait for the caller to take them."""

    def hang_up(self) -> None:
        """Close it now, whatever was still to be said."""

    def close(self) -> None:
        """Close it politely."""


@dataclass
class Seen:
    """When a connection was made, and since when it takes nothing."""

    since: float
    unsent: int = 0
    stuck_since: float = 0.0


class Connections:
    """All connections of this process, the oldest first. Used from the event loop only."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.seen: dict[Connection, Seen] = {}

    def add(self, connection: Connection, *, now: float) -> None:
        """Count a new one in; when there are too many, whoever has said nothing longest goes."""
        self.seen[connection] = Seen(since=now)
        if len(self.seen) > self.most:
            next((each for each in self.seen if each.is_idle), connection).hang_up()

    def remove(self, connection: Connection) -> None:
        """Count one out."""
        self.seen.pop(connection, None)

    def sweep(self, *, now: float) -> None:
        """Hang up on whoever keeps its first request, or our answers, to itself for too long."""
        for connection, seen in list(self.seen.items()):
            if _is_too_slow(connection, seen, now=now):
                connection.hang_up()

    def close_idle(self) -> None:
        """Close those on which nothing is asked."""
        for connection in [each for each in self.seen if each.is_idle]:
            connection.close()


def _is_too_slow(connection: Connection, seen: Seen, *, now: float) -> bool:
    if connection.is_new:
        return now - seen.since > HEADERS_WITHIN
    unsent = connection.unsent
    if not unsent or unsent != seen.unsent:
        seen.unsent, seen.stuck_since = unsent, now
    return bool(unsent) and now - seen.stuck_since > LONGEST_STUCK
