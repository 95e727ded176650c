"""What the load met: each request with when it began and ended, and what came of it."""

import threading
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

# What people came for, once they have it: told apart as faults hit them differently.
BOOKED, SIGNED_IN, LOOKED = "booked", "signed in", "looked"
# What comes later than the answer.
CODE, READ = "the code comes", "a photo is read"
SENDING = "POST documents"


@dataclass(frozen=True)
class Sample:
    """One request, as `step` names it, or something that came of several.

    Times are seconds of one clock. `wrong` is empty where it was answered.
    """

    began: float
    ended: float
    what: str
    wrong: str = ""


@dataclass(frozen=True)
class Booked:
    """A booking as its owner was told of it: each state after it was held, in order."""

    code: str
    moves: tuple[str, ...]
    phone: str


@dataclass
class Met:
    """Everything that was met, written by many threads."""

    samples: list[Sample] = field(default_factory=list)
    waits: list[Sample] = field(default_factory=list)  # for what no single request brings
    done: list[Sample] = field(default_factory=list)  # what owners came for and got
    booked: dict[str, Booked] = field(default_factory=dict)  # by code
    unsure: set[str] = field(default_factory=set)  # codes whose change was asked, not answered
    asked: dict[str, float] = field(default_factory=dict)  # phones that were promised a code
    refused: Counter[str] = field(default_factory=Counter)  # by the code of a refusal
    gave_up: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)  # what was tried with the site and failed
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, sample: Sample) -> None:
        """Keep one sample."""
        with self.lock:
            self.samples.append(sample)

    def waited(self, what: str, *, since: float) -> None:
        """Keep how long it took until something came."""
        with self.lock:
            self.waits.append(Sample(since, time.monotonic(), what))

    def came_off(self, what: str, *, since: float) -> None:
        """Keep that an owner has what they came for, and when they began."""
        with self.lock:
            self.done.append(Sample(since, time.monotonic(), what))

    @property
    def cut_off(self) -> int:
        """Return how many sendings of a photo were not answered: each may leave one behind."""
        return sum(each.what == SENDING and bool(each.wrong) for each in self.samples)


def step(method: str, path: str) -> str:
    """Name a request without what it is about.

    >>> step("POST", "/bookings/VB1234/confirm")
    'POST bookings confirm'
    >>> step("GET", "/outlets/8c1e/slots?service=7")
    'GET outlets slots'
    """
    parts = path.partition("?")[0].strip("/").split("/")
    return (
        " ".join([method, *parts[::2]]) if parts[0] != "sign-in" else f"{method} {' '.join(parts)}"
    )


def gap(samples: Iterable[Sample], what: str, *, since: float, until: float) -> float:
    """Return the longest time without a success within an interval, in seconds.

    A success counts when it ended; one before the interval and one after it are its edges, so that
    a gap that reaches beyond an edge is told as long as it was within.

    >>> gap([Sample(0, 1, "book"), Sample(2, 8, "book"), Sample(3, 4, "book", "503")], "book",
    ...     since=0, until=10)
    7
    """
    good = sorted(each.ended for each in samples if each.what == what and not each.wrong)
    inside = [since, *(at for at in good if since < at < until), until]
    return max(later - sooner for sooner, later in pairwise(inside))


def wrong(samples: Iterable[Sample], *, since: float, until: float) -> Counter[str]:
    """Count what went wrong within an interval, by kind."""
    return Counter(each.wrong for each in samples if each.wrong and since < each.ended <= until)


def answered(samples: Iterable[Sample], *, since: float, until: float) -> int:
    """Count what was answered within an interval."""
    return sum(not each.wrong and since < each.ended <= until for each in samples)
