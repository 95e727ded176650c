"""The bodies that a process holds in memory: how much in all, and whose has to go.

Whoever sends slowly costs memory, never a thread. When there is no room left, the address that
holds most of it loses the body that has been silent for longest; so one address cannot push
another out.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO

MEGABYTE = 1024 * 1024
MOST_HELD = 96 * MEGABYTE  # bytes in one process, which takes some 140 MB without any
# What a connection and its tasks cost beside the body: it bounds how many bodies are open, too.
EACH = 32 * 1024  # bytes
ROOM = 0.9  # of the most, when there was too much
UNHURT = 0.25  # of the most, that an address may hold and is read as fast as it sends
SLOWING = 0.4  # seconds between two pieces of a body, for an address that holds everything
# Whoever shares an address with a crowd, as on a mobile network, can still sign in and book.
SMALL = 256 * 1024  # bytes


@dataclass(eq=False)
class Upload:
    """A body on its way in, or being worked on."""

    address: str
    heard_at: float  # on the event loop's clock
    body: BytesIO = field(default_factory=BytesIO)
    held: int = EACH
    is_coming: bool = True
    give_up: Callable[[], None] = lambda: None  # called when this one has to go


class Uploads:
    """All of them in this process. Used from the event loop only."""

    def __init__(self, most: int = MOST_HELD) -> None:
        self.most = most
        self.held = 0
        self.held_by: Counter[str] = Counter()  # bytes, by address
        self.open: set[Upload] = set()

    def begin(self, upload: Upload) -> None:
        """Count a new body in."""
        self.open.add(upload)
        self._count(upload, upload.held)
        self._make_room()

    def add(self, upload: Upload, part: bytes, *, now: float) -> None:
        """Keep another part of a body. Look afterwards whether it still is among the open ones."""
        upload.heard_at = now
        upload.body.write(part)
        upload.held += len(part)
        self._count(upload, len(part))
        self._make_room()

    def pause(self, upload: Upload) -> float:
        """Return for how many seconds to leave a body unread, before anybody has to go.

        An address that holds much is read more slowly, or reading would leave no time for answers.
        """
        if upload.held < SMALL:
            return 0.0
        share = self.held_by[upload.address] / self.most
        return max(0.0, share - UNHURT) * SLOWING

    def forget(self, upload: Upload) -> None:
        """Count a body out; safe to repeat."""
        if upload in self.open:
            self.open.remove(upload)
            self._count(upload, -upload.held)

    def _count(self, upload: Upload, size: int) -> None:
        self.held += size
        self.held_by[upload.address] += size
        if not self.held_by[upload.address]:
            del self.held_by[upload.address]

    def _make_room(self) -> None:
        if self.held <= self.most:
            return
        # A little more than is needed, as this looks at all of them.
        enough = self.most * ROOM
        for victim in self._victims():
            if self.held <= enough:
                return
            self.forget(victim)
            victim.body = BytesIO()
            victim.give_up()

    def _victims(self) -> list[Upload]:
        """Return who has to go, of the address that holds most: the longest silent, small last."""
        coming = [upload for upload in self.open if upload.is_coming]
        heaviest = max(
            (upload.address for upload in coming), key=self.held_by.__getitem__, default=""
        )
        own = [upload for upload in coming if upload.address == heaviest]
        return sorted(own, key=lambda upload: (upload.held < SMALL, upload.heard_at))
