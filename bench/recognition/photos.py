"""Draw photos and have them read, with a word on the terminal now and then."""

import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bench.recognition.report import ACCEPTED
from bench.recognition.tally import Tally
from tools.cards import (
    PRINTED,
    draw_foreigner_card,
    draw_identity_card,
    draw_reject,
    draw_vehicle_licence,
)
from tools.cards.rejects import ALL
from voltbay.recognition.reading.document_kind import DocumentKind
from voltbay.recognition.reading.kinds.foreigner_card import FOREIGNER_CARD
from voltbay.recognition.reading.kinds.identity_card import IDENTITY_CARD
from voltbay.recognition.reading.kinds.vehicle_licence import VEHICLE_LICENCE
from voltbay.recognition.reading.photo.intake import intake
from voltbay.recognition.reading.reader import Reader
from voltbay.recognition.reading.registry import every_kind

DRAW = {
    FOREIGNER_CARD: draw_foreigner_card,
    IDENTITY_CARD: draw_identity_card,
    VEHICLE_LICENCE: draw_vehicle_licence,
}
ASKED_FOR = (IDENTITY_CARD, VEHICLE_LICENCE)  # kinds that an owner is asked for by name
TIMED = "normal", PRINTED  # levels of hand-held photos, as most are
EVERY = 5.0  # seconds between words


@dataclass(frozen=True)
class Sent:
    """A photo as an owner sends it, and what stands on its document."""

    kind: DocumentKind
    level: str
    seed: int
    photo: bytes
    truth: dict[str, str]

    @property
    def sort(self) -> str:
        """Name those that cost and are read alike."""
        return f"{self.kind.name}, {self.level}"


def kinds_of(level: str) -> list[DocumentKind]:
    """Give the kinds that a level is another one for: only licences have a printer's face."""
    return [VEHICLE_LICENCE] if level == PRINTED else every_kind()


def uploads(seeds: range) -> list[Sent]:
    """Draw what the speed is measured on, the sorts in turn."""
    sorts = [(kind, level) for level in TIMED for kind in kinds_of(level)]
    return [
        Sent(kind, level, seed, *DRAW[kind](seed=seed, level=level))
        for seed in seeds
        for kind, level in sorts
    ]


def read_level(reader: Reader, kind: DocumentKind, level: str, seeds: range) -> Tally:
    """Draw and read the photos of a level."""
    tally = Tally(kind, level)
    for seed in told(seeds, f"{level} {kind.name}"):
        photo, truth = DRAW[kind](seed=seed, level=level)
        jpeg = intake(photo).jpeg
        started = time.process_time()
        reading = reader.read(jpeg, kind)
        tally.seconds.append(time.process_time() - started)
        tally.add(seed, photo, truth, reading)
    return tally


def read_rejects(reader: Reader, seeds: range) -> dict[str, Counter[str]]:
    """Draw and read photos that must be refused; give the codes that they got."""
    got: dict[str, Counter[str]] = {}
    for kind in ASKED_FOR:
        for defect in ALL:
            if defect == "black_and_white_copy" and not kind.refuses_copies:
                continue  # a licence is printed black: nothing tells its copy
            name = f"{kind.name}: {defect}"
            got[name] = Counter(_answer(reader, kind, defect, seed) for seed in told(seeds, name))
    return got


def _answer(reader: Reader, kind: DocumentKind, defect: str, seed: int) -> str:
    photo, code = draw_reject(defect, seed=seed, kind=kind.name)
    reading = reader.read(intake(photo).jpeg, kind)
    first = reading.problems[0].code if reading.problems else ACCEPTED
    return "right" if first == code else first


def told(seeds: Iterable[int], what: str) -> Iterator[int]:
    """Pass seeds through, saying every few seconds how far it is."""
    every = list(seeds)
    said = time.monotonic()
    for done, seed in enumerate(every):
        if time.monotonic() - said > EVERY:
            said = time.monotonic()
            sys.stderr.write(f"  {what}: {done} of {len(every)}\n")
            sys.stderr.flush()
        yield seed
