import threading
import time
from contextlib import contextmanager

import pytest

from voltbay.recognition.errors import IntakeBusy
from voltbay.recognition.intake.turns import Turns
from voltbay.recognition.reading.photo.estimate import Estimate

QUICK, DEAR = Estimate(0.3), Estimate(4.0)
FOR_QUICK, FOR_ANY = "for quick ones", "for any"
ENOUGH = 10  # seconds, for a machine that is busy


class Hall:
    """Senders who wait in threads, and the order in which they got their turns."""

    def __init__(self, **options) -> None:
        self.turns = Turns([FOR_QUICK, FOR_ANY], **options)
        self.order: list[tuple[str, str]] = []
        self.refused: list[str] = []
        self.go_on: dict[str, threading.Event] = {}
        self.threads: list[threading.Thread] = []

    def comes(self, name: str, estimated: Estimate = QUICK) -> None:
        """Have somebody come, and stay until they are told to go; names are `sender/picture`."""
        self.go_on[name] = threading.Event()
        thread = threading.Thread(target=self._come, args=[name, estimated])
        before = self.here()
        self.threads.append(thread)
        thread.start()
        wait_until(lambda: self.here() > before or name in self.refused or self.refused)

    def _come(self, name: str, estimated: Estimate) -> None:
        try:
            with self.turns.turn(name.split("/")[0], estimated) as decoder:
                self.order.append((name, decoder))
                self.go_on[name].wait(ENOUGH)
        except IntakeBusy:
            self.refused.append(name)

    def goes(self, name: str) -> None:
        self.go_on[name].set()

    def here(self) -> int:
        return len(self.turns._here)

    def served(self) -> list[str]:
        return [name for name, _ in self.order]


def wait_until(holds) -> None:
    deadline = time.monotonic() + ENOUGH
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.002)


@contextmanager
def hall(**options):
    one = Hall(**options)
    yield one
    for event in one.go_on.values():
        event.set()
    for thread in one.threads:
        thread.join(ENOUGH)


def test_dear_pictures_never_take_the_last_decoder():
    with hall() as here:
        here.comes("mallory/1", DEAR)
        here.comes("trudy/1", DEAR)
        here.comes("alice/1")

        wait_until(lambda: len(here.order) == 2)
        assert here.order == [("mallory/1", FOR_ANY), ("alice/1", FOR_QUICK)]


def test_quick_pictures_use_both_decoders_while_none_is_dear():
    with hall() as here:
        here.comes("alice/1")
        here.comes("bob/1")

        wait_until(lambda: len(here.order) == 2)
        assert dict(here.order) == {"alice/1": FOR_QUICK, "bob/1": FOR_ANY}


def test_of_one_senders_pictures_one_is_decoded_at_a_time():
    with hall() as here:
        here.comes("mallory/1")
        here.comes("mallory/2")
        here.comes("alice/1")

        wait_until(lambda: len(here.order) == 2)
        assert here.served() == ["mallory/1", "alice/1"]
        here.goes("mallory/1")
        wait_until(lambda: len(here.order) == 3)
        assert here.served()[2] == "mallory/2"


def test_whoever_has_cost_least_goes_first():
    now = [0.0]
    with hall(clock=lambda: now[0]) as here:
        here.comes("mallory/1")
        wait_until(lambda: here.served() == ["mallory/1"])
        now[0] = 8.0  # it took that long
        here.goes("mallory/1")
        wait_until(lambda: here.here() == 0)
        for name in ("bob/1", "charlie/1", "mallory/2", "alice/1"):
            here.comes(name)

        here.goes("bob/1")

        wait_until(lambda: len(here.order) == 4)
        assert here.served()[-1] == "alice/1"


def test_when_one_more_comes_the_dearest_sender_goes_away():
    with hall(most_here=4) as here:
        here.comes("bob/1")
        here.comes("charlie/1")
        here.comes("mallory/1")
        here.comes("mallory/2")

        here.comes("alice/1")

        wait_until(lambda: here.refused == ["mallory/2"])
        assert here.here() == 4


def test_of_equals_the_newcomer_goes_away_at_once():
    with hall(most_here=2) as here:
        here.comes("bob/1")
        here.comes("charlie/1")

        began = time.monotonic()
        with pytest.raises(IntakeBusy) as refused, here.turns.turn("alice", QUICK):
            pass

        assert refused.value.data["retry_after_seconds"] > 0
        assert time.monotonic() - began < 1


def test_nobody_waits_for_ever():
    with hall(turn_seconds=0.05) as here:
        here.comes("bob/1")
        here.comes("bob/2")

        wait_until(lambda: here.refused == ["bob/2"])
        here.goes("bob/1")
        here.comes("bob/3")
        wait_until(lambda: "bob/3" in here.served())


def test_a_turn_that_fails_is_given_back():
    turns = Turns([FOR_QUICK, FOR_ANY])

    for _ in range(3):
        with pytest.raises(ValueError, match="broken"), turns.turn("alice", DEAR):
            raise ValueError("broken")
