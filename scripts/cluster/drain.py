"""How fast a queue of photos drains with one reader, with two and with four.

Each reader has the same share of a core, so small that all of them together leave the machine room:
as if each had a machine of its own. In each round

1. further readers start, and read some photos without a limit, until each has loaded its networks;
2. so many photos are sent for each reader that all rounds take about as long;
3. from the last one's arrival until the last one is read they are counted.
"""

import itertools
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from scripts.cluster import people, programs
from scripts.cluster.hosts import wait_for
from scripts.cluster.papers import papers_for
from scripts.cluster.people import GaveUp, Inbox, Person
from scripts.cluster.report import PAGE, write
from scripts.cluster.samples import Met
from scripts.cluster.shares import Share, shares, why_not
from scripts.cluster.site import Site, told

READERS = (1, 2, 4)
SHARE = 0.2  # of a core: four leave more than half of two
PHOTOS = 40  # for each reader
WARMS = 3  # photos for each reader, before it is measured
OWNERS = 40  # four photos each at most in a round: five may wait at a time
SENDERS = 8  # threads
PATIENCE = 900  # seconds for a round
COMMAND = "make cluster ARGS=drain"
NOW = "SELECT extract(epoch FROM clock_timestamp())"
# Of the database's clock, like what it is compared with.
READ_SINCE = """
SELECT extract(epoch FROM read_at) FROM recognition_document
WHERE read_at > to_timestamp({}) ORDER BY 1
"""
WAITING = "SELECT count(*) FROM recognition_document WHERE state = 'reading'"
UNREAD = "SELECT count(*) FROM recognition_document WHERE state NOT IN ('reading', 'recognised')"


@dataclass(frozen=True)
class Round:
    """So many photos in so many seconds by so many readers, and cores that were busy meanwhile."""

    readers: int
    photos: int
    seconds: float
    busy: float

    @property
    def pace(self) -> float:
        """Return photos a minute."""
        return self.photos / self.seconds * 60


class Queue:
    """Whoever sends photos, and what becomes of them."""

    def __init__(self, site: Site, owners: list[Person]) -> None:
        self.site, self.met = site, owners[0].met
        self.owners = itertools.cycle(owners)
        pairs = [pair.photos for pair in papers_for(OWNERS)]
        self.photos = itertools.cycle([photo for pair in pairs for photo in pair])
        self.lock = threading.Lock()

    def send(self, number: int) -> None:
        """Send so many photos, by turns of the owners."""
        left = iter(range(number))

        def some() -> None:
            while True:
                with self.lock:
                    if next(left, None) is None:
                        return
                    owner, photo = next(self.owners), next(self.photos)
                try:
                    _photograph(owner, *photo)
                except GaveUp as why:
                    self.met.gave_up.append(str(why))

        senders = [threading.Thread(target=some) for _ in range(SENDERS)]
        for each in senders:
            each.start()
        for each in senders:
            each.join()

    def ask(self, query: str) -> list[float]:
        """Return the first column of what the database answers."""
        return [float(row) for row in self.site.databases.sql(query, database="voltbay").split()]

    def is_empty(self) -> bool:
        """Tell whether no photo waits."""
        return self.ask(WAITING) == [0]

    def wait_until_empty(self) -> None:
        """Wait until all are read; exits if that takes too long."""
        wait_for(self.is_empty, "all photos to be read", seconds=PATIENCE)


def drain(site: Site) -> None:
    """Measure it and write it down; exits if a photo was lost or not recognised."""
    if why := why_not():
        print(f"readers share the processor, so the figures say little: {why}", flush=True)
    for host in site.workers:
        host.stop("reader")
    with ExitStack() as stack:
        names = [f"reader-{number + 1}" for number in range(max(READERS))]
        given = {} if why else stack.enter_context(shares(names))
        with told(f"{OWNERS} owners sign in"):
            queue = Queue(site, [stack.enter_context(each) for each in _owners(site)])
        rounds = []
        for number in READERS:
            with told(f"{PHOTOS * number} photos, {number} readers"):
                rounds.append(_round(queue, given, names[:number]))
            print(f"    {table(rounds).splitlines()[-1]}", flush=True)
        for number, name in enumerate(names):
            site.workers[number % len(site.workers)].stop(name)
    if queue.met.gave_up or queue.ask(UNREAD) != [0]:
        raise SystemExit(f"not every photo was recognised: {queue.met.gave_up}")
    text = table(rounds)
    print(f"\n{text}", flush=True)
    write(PAGE, "drain", COMMAND, text)


def table(rounds: list[Round]) -> str:
    """Return it in Markdown.

    >>> print(table([Round(1, 40, 80, 0.61), Round(2, 80, 81, 0.85)]))
    | readers | photos waiting | minutes until none | photos a minute | times one | cores busy |
    | ---: | ---: | ---: | ---: | ---: | ---: |
    | 1 | 40 | 1.3 | 30.0 | 1.00 | 0.6 |
    | 2 | 80 | 1.4 | 59.3 | 1.98 | 0.8 |
    """
    head = ("readers", "photos waiting", "minutes until none", "photos a minute")
    head = (*head, "times one", "cores busy")
    lines = [f"| {' | '.join(head)} |", f"|{' ---: |' * len(head)}"]
    one = rounds[0].pace / rounds[0].readers
    lines += [
        f"| {each.readers} | {each.photos} | {each.seconds / 60:.1f} | {each.pace:.1f} |"
        f" {each.pace / one:.2f} | {each.busy:.1f} |"
        for each in rounds
    ]
    return "\n".join(lines)


def _round(queue: Queue, given: dict[str, Share], names: list[str]) -> Round:
    _warm_up(queue, given, names)
    for name in given:
        given[name].limit(SHARE)
    queue.send(PHOTOS * len(names))
    (since,), began = queue.ask(NOW), (time.monotonic(), _busy())
    queue.wait_until_empty()
    busy = (_busy() - began[1]) / (time.monotonic() - began[0])
    read_at = queue.ask(READ_SINCE.format(since))
    return Round(len(names), len(read_at), read_at[-1] - since, busy)


def _warm_up(queue: Queue, given: dict[str, Share], names: list[str]) -> None:
    """Start who does not run yet, and have each read a photo: then it loads its networks."""
    hosts = queue.site.workers
    for number, name in enumerate(names):
        if name in given:
            given[name].limit(None)
        host = hosts[number % len(hosts)]
        if name not in host.order("list"):
            programs.run_reader(host, name, first=given[name].enter if name in given else "")

    def are_warm() -> bool:
        queue.send(WARMS * len(names))
        queue.wait_until_empty()
        # One of its processes takes jobs, the other reads.
        return all(len(given[name].processes()) > 1 for name in names if name in given)

    wait_for(are_warm, "each reader to load its networks", seconds=PATIENCE)


def _owners(site: Site) -> Iterator[Person]:
    met, inbox, trust = Met(), Inbox(site.vendor), people.trusting()
    for number in range(OWNERS):
        person = Person(met, trust, f"136{number:08d}")
        people.sign_in(person, inbox)
        yield person


def _photograph(person: Person, kind: str, photo: bytes) -> None:
    key = str(uuid.uuid4())
    while True:
        sent = people.send_photo(person, kind, photo, key=key)
        if sent.status_code == 202:
            return
        if sent.status_code != 429:
            raise GaveUp(f"photo: {sent.text[:200]}")
        time.sleep(1)  # five of this owner's wait already


def _busy() -> float:
    """Return seconds of cores that this machine spent on something since it started."""
    user, nice, system, _, _, *interrupts = map(int, _cpu_line().split()[1:8])
    return (user + nice + system + sum(interrupts)) / 100  # USER_HZ


def _cpu_line() -> str:
    return Path("/proc/stat").read_text().partition("\n")[0]
