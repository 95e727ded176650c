"""Owners who come all the while: most are signed in, some sign in by SMS, a few send photos."""

import queue
import random
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from scripts.cluster import people
from scripts.cluster.papers import Papers
from scripts.cluster.people import GaveUp, Inbox, Person, Town
from scripts.cluster.samples import LOOKED, Met
from tests.notifications.aliyun_server import Vendor

SIGNED_IN, BY_SMS = 3, 3  # threads of each kind; one more sends photos, one more looks
PAUSE = 3.0  # seconds between two owners of a thread, that two cores may bear it all
PHOTOS_EVERY = 15.0  # seconds; two photos each time, a second or two of a core for each
LOOKS_EVERY = 0.5
CANCELS = 0.1  # of the bookings


class Crowd:
    """Everybody who calls, until it is over."""

    def __init__(self, town: Town, vendor: Vendor, papers: list[Papers]) -> None:
        self.town, self.met, self.inbox = town, Met(), Inbox(vendor)
        self.over = threading.Event()
        self.owners: queue.SimpleQueue[dict[str, str]] = queue.SimpleQueue()
        for each in town.owners:
            self.owners.put(each)
        self.papers: queue.SimpleQueue[tuple[int, Papers]] = queue.SimpleQueue()
        for number, pair in enumerate(papers):
            self.papers.put((number, pair))
        self.trust: ssl.SSLContext = people.trusting()

    def threads(self) -> list[threading.Thread]:
        """Return one thread for each who calls."""
        kinds: list[Callable[[random.Random], None]] = [
            *[self.book_signed_in] * SIGNED_IN,
            *[self.book_by_sms] * BY_SMS,
            self.book_with_photos,
        ]
        bookers = [
            threading.Thread(target=self._again_and_again, args=(kind, random.Random(n)))  # noqa: S311
            for n, kind in enumerate(kinds)
        ]
        return [*bookers, threading.Thread(target=self.look)]

    def book_signed_in(self, dice: random.Random) -> None:
        """Book as somebody who was here before."""
        owner = self.owners.get_nowait()
        with Person(self.met, self.trust, owner["phone"], owner["token"]) as person:
            self._book(person, dice, papers_of(owner))
        self.over.wait(PAUSE)

    def book_by_sms(self, dice: random.Random) -> None:
        """Sign in first."""
        owner = self.owners.get_nowait()
        with Person(self.met, self.trust, owner["phone"]) as person:
            people.sign_in(person, self.inbox)
            self._book(person, dice, papers_of(owner))
        self.over.wait(PAUSE)

    def book_with_photos(self, dice: random.Random) -> None:
        """Be new here: sign in, photograph both papers, book."""
        began = time.monotonic()
        number, papers = self.papers.get_nowait()
        with Person(self.met, self.trust, f"137{number:08d}") as person:
            people.sign_in(person, self.inbox)
            sent = [people.photograph(person, kind, photo) for kind, photo in papers.photos]
            read = [people.until_read(person, each) for each in sent]
            self._book(person, dice, {"name": papers.name, **form_of(*read)})
        self.over.wait(max(0.0, PHOTOS_EVERY - (time.monotonic() - began)))

    def look(self) -> None:
        """Look at free times, again and again."""
        dice = random.Random(0)  # noqa: S311
        with Person(self.met, self.trust, "") as person:
            while not self.over.wait(LOOKS_EVERY):
                at, began = self.town.outlet(dice), time.monotonic()
                try:
                    path = f"/outlets/{at['outlet']}/slots?service={at['service']}&days=7"
                    if person.send("GET", path).status_code == 200:
                        self.met.came_off(LOOKED, since=began)
                except GaveUp as why:
                    self.met.gave_up.append(str(why))

    def _book(self, person: Person, dice: random.Random, form: dict[str, object]) -> None:
        code = people.hold(person, self.town, dice)
        people.confirm(person, code, form)
        if dice.random() < CANCELS:
            people.cancel(person, code)

    def _again_and_again(self, kind: Callable[[random.Random], None], dice: random.Random) -> None:
        while not self.over.is_set():
            try:
                kind(dice)
            except GaveUp as why:
                self.met.gave_up.append(str(why))
            except queue.Empty:
                return


@contextmanager
def calling(town: Town, vendor: Vendor, papers: list[Papers]) -> Iterator[Met]:
    """Have them call while the block lasts; whoever is in the middle of it finishes."""
    crowd = Crowd(town, vendor, papers)
    threads = crowd.threads()
    for thread in threads:
        thread.start()
    try:
        yield crowd.met
    finally:
        crowd.over.set()
        for thread in threads:
            thread.join()


def papers_of(owner: dict[str, str]) -> dict[str, object]:
    """Return what an owner confirms with whose papers were read before."""
    return {"name": owner["name"], **_form(dict(owner))}


def form_of(card: dict[str, Any], licence: dict[str, Any]) -> dict[str, object]:
    """Return what an owner confirms with whose photos were just read; what is in doubt is right."""
    read = {**card["fields"], **licence["fields"]}
    doubtful = [name for name in ("number", "plate", "vin") if read.get(name, {}).get("doubtful")]
    form = _form({"card": card["id"], "licence": licence["id"], "checked": doubtful})
    return {**form, "fuel": "electric"}  # the client asks where plate and model do not tell


def _form(papers: dict[str, object]) -> dict[str, object]:
    return {
        "identity_card": papers["card"],
        "vehicle_licence": papers["licence"],
        "checked": papers.get("checked", []),
    }
