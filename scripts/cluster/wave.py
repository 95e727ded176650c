"""Owners who come all at once: how long each step takes, who is refused, how the photos drain.

Each signs in by SMS, looks for an outlet as people choose them, holds a time, sends photos of both
papers (or has papers that were read before) and confirms.
"""

import json
import random
import ssl
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from scripts.cluster import people, tide, trial
from scripts.cluster.load import form_of, papers_of
from scripts.cluster.papers import Papers, papers_for
from scripts.cluster.people import GaveUp, Inbox, Person, Town
from scripts.cluster.plan import FOLDER
from scripts.cluster.samples import Met
from scripts.cluster.site import Site, told
from scripts.cluster.tide import Size, Tide
from tests.notifications.aliyun_server import Vendor

LOOKS_EVERY = 5.0  # seconds between two looks at the queues
HOLD_LASTS = 900.0  # seconds; who waits longer for a photo has no place any more
DRAINS = 3 * 3600  # seconds
QUEUES = """
SELECT count(*) FILTER (WHERE queue_name = 'recognition'),
       count(*) FILTER (WHERE queue_name <> 'recognition')
FROM procrastinate_jobs
WHERE status IN ('todo', 'doing') AND coalesce(scheduled_at, now()) <= now()
"""


class Wave:
    """Everybody who comes, each once."""

    def __init__(self, size: Size, town: Town, vendor: Vendor, papers: list[Papers]) -> None:
        self.size, self.town, self.met, self.inbox = size, town, Met(), Inbox(vendor)
        self.papers = papers
        self.trust: ssl.SSLContext = people.trusting()
        self.arrived: list[float] = []
        self.booked: list[float] = []

    def run(self) -> None:
        """Let them come, spread as strangers are; return when the last has booked or given up."""
        dice = random.Random(5)  # noqa: S311
        comes = sorted(dice.random() * self.size.minutes * 60 for _ in range(self.size.owners))
        # Photographers among the others, not after them.
        who = [number < self.size.photographers for number in range(self.size.owners)]
        dice.shuffle(who)
        settled, papers = iter(self.town.owners), iter(enumerate(self.papers))
        threads, began = [], time.monotonic()
        for number, at in enumerate(comes):
            time.sleep(max(0.0, began + at - time.monotonic()))
            form = next(papers) if who[number] else next(settled)
            threads.append(threading.Thread(target=self._come, args=(number, form)))
            threads[-1].start()
        for each in threads:
            each.join()

    def _come(self, number: int, form: Any) -> None:
        dice = random.Random(number)  # noqa: S311
        self.arrived.append(time.monotonic())
        try:
            if isinstance(form, tuple):
                self._book_with_photos(f"137{form[0]:08d}", form[1], dice)
            else:
                with Person(self.met, self.trust, form["phone"]) as person:
                    self._look_around(person)
                    self._book(person, dice, papers_of(form))
        except GaveUp as why:
            self.met.gave_up.append(str(why))

    def _look_around(self, person: Person) -> None:
        people.sign_in(person, self.inbox)
        person.send("GET", "/outlets?city=310100")

    def _book_with_photos(self, phone: str, papers: Papers, dice: random.Random) -> None:
        """Hold first, as the client has it; a hold that lapses while photos wait is made anew."""
        with Person(self.met, self.trust, phone) as person:
            self._look_around(person)
            code, held_at = people.hold(person, self.town, dice), time.monotonic()
            sent = [people.photograph(person, kind, photo) for kind, photo in papers.photos]
            read = [people.until_read(person, each, patience=DRAINS) for each in sent]
            if time.monotonic() - held_at > HOLD_LASTS:
                self.met.refused["lapsed while photos waited"] += 1
                code = people.hold(person, self.town, dice)
            self._confirm(person, code, {"name": papers.name, **form_of(*read)})

    def _book(self, person: Person, dice: random.Random, form: dict[str, Any]) -> None:
        self._confirm(person, people.hold(person, self.town, dice), form)

    def _confirm(self, person: Person, code: str, form: dict[str, Any]) -> None:
        people.confirm(person, code, form)
        self.booked.append(time.monotonic())


def come(site: Site, size: Size) -> None:
    """Have a wave, judge what is left of it and tell it; exits if something does not hold."""
    with told(f"papers of {size.photographers} people"):
        papers = papers_for(size.photographers)
    with told(f"{size.outlets} outlets"):
        known = size.owners - size.photographers
        town = trial.build(site, outlets=size.outlets, owners=known)
    for host in site.workers[size.readers :]:
        host.stop("reader")
    wave = Wave(size, town, site.vendor, papers)
    began = time.monotonic()
    with told(f"{size.owners} owners in {size.minutes:g} minutes"), watched(site, began) as queues:
        wave.run()
        while any(queues[-1][1:]) and time.monotonic() < began + DRAINS:
            time.sleep(LOOKS_EVERY)
    verdict = trial.judged(site, wave.met)
    came = summed(wave, size, queues, began)
    came.looked_at = verdict.looked_at
    kept = FOLDER / f"wave-{size.readers}.json"
    kept.write_text(json.dumps(asdict(came), ensure_ascii=False))
    tide.tell()
    if verdict.wrong:
        raise SystemExit("\n".join(["this does not hold:", *verdict.wrong]))


@contextmanager
def watched(site: Site, began: float) -> Iterator[list[tuple[float, int, int]]]:
    """Look at the queues all the while the block lasts."""
    queues, over = [(0.0, 0, 0)], threading.Event()

    def look() -> None:
        while not over.wait(LOOKS_EVERY):
            photos, others = site.databases.sql(QUEUES, database="voltbay").split("|")
            queues.append((time.monotonic() - began, int(photos), int(others)))
            print(f"    {queues[-1][0]:.0f} s: {photos} photos, {others} jobs wait", flush=True)

    watching = threading.Thread(target=look)
    watching.start()
    try:
        yield queues
    finally:
        over.set()
        watching.join()


def summed(wave: Wave, size: Size, queues: list[tuple[float, int, int]], began: float) -> Tide:
    """Return what came of it."""
    met = wave.met
    return Tide(
        size=asdict(size),
        steps=tide.quantiles([*met.samples, *met.waits]),
        booked=sorted(at - began for at in wave.booked),
        arrived=sorted(at - began for at in wave.arrived),
        queues=queues,
        refused=dict(met.refused),
        tried_again=dict(Counter(each.wrong for each in met.samples if each.wrong)),
        gave_up=dict(Counter(met.gave_up)),
    )
