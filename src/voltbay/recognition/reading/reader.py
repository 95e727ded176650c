"""Read a document from a picture: every step from pixels to judged fields, in order."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

import cv2
import numpy as np

from voltbay.recognition.reading.attempt import Attempt
from voltbay.recognition.reading.document_kind import DocumentKind
from voltbay.recognition.reading.findings import Field, Problem
from voltbay.recognition.reading.judge import Saw, judge
from voltbay.recognition.reading.line_reader import LineReader, Networks
from voltbay.recognition.reading.photo import quality
from voltbay.recognition.reading.photo.by_outline import SHORT, can_be_read
from voltbay.recognition.reading.photo.cause import cause, cause_without_print, drowned
from voltbay.recognition.reading.photo.light import lightened
from voltbay.recognition.reading.photo.mirrored import is_mirrored
from voltbay.recognition.reading.photo.scene import Outlines, Scene
from voltbay.recognition.reading.photo.screen import photo_of_screen
from voltbay.recognition.reading.pixels.cards import find_cards
from voltbay.recognition.reading.pixels.chosen_runtime import chosen
from voltbay.recognition.reading.pixels.detect import find_lines, finder
from voltbay.recognition.reading.pixels.geometry import Quad
from voltbay.recognition.reading.pixels.ink import cleaned, covered_but
from voltbay.recognition.reading.pixels.networks import Network, Pixels, Work
from voltbay.recognition.reading.pixels.recognise import readers, small, tiny
from voltbay.recognition.reading.pixels.runtimes import AUTOMATIC, OPENVINO, Shape
from voltbay.recognition.reading.pixels.smooth import treated
from voltbay.recognition.reading.pixels.upright import (
    View,
    facing,
    straightened,
    turns_needed,
    upright,
)
from voltbay.recognition.reading.result import Reading
from voltbay.recognition.reading.values.seen import CERTAIN, merged
from voltbay.recognition.reading.values.trust import DISAGREED
from voltbay.recognition.reading.wrong_kind import (
    Print,
    names_paper,
    notes_on,
    stand_in,
    stranger_instead,
    wrong_kind,
)

FEW = 3  # lines, with which next to nothing was seen: more light is tried first
HALF = 0.5  # confidence below which a field is worth a second look
SHEETS = 2  # looked at alone where nothing else tells the document
LOOKS = 2  # after which a doubt may be left to the owner
SIDE = 960  # pixels that the first look sees of the whole picture


@dataclass(frozen=True)
class Reader:
    """Reads pictures with networks that are loaded once."""

    networks: Networks

    @classmethod
    def load(cls, wanted: str = AUTOMATIC) -> "Reader":
        """Find the networks in their packages; `wanted` names the library that runs them."""
        runtime = chosen(wanted, finders=[finder()], readers=readers())
        work = Work()
        detector = Network(finder(), runtime, work=work)
        return cls(Networks(detector, tiny(runtime, work), small(runtime, work)))

    def warm_up(self) -> None:
        """Load every network and run it once, as the first run allocates.

        OpenVINO's ran when they were tried.
        """
        if self.networks.detector.runtime.name == OPENVINO:
            return
        grey = np.full((640, 960, 3), 127, np.uint8)
        find_lines(self.networks.detector, grey, side=SIDE)
        for recogniser in (self.networks.quick, self.networks.careful):
            recogniser.read_strip(grey[:48, :600])

    def prepare(self) -> Iterator[Shape]:
        """Run each network in each shape that photos usually have, a step for each.

        The first run of a shape takes a tenth to a quarter of a second: better before a photo.
        """
        networks = self.networks
        pictures = networks.detector.runtime.pictures
        for network, shapes in (
            (networks.detector, pictures),
            (networks.careful.network, networks.careful.strips.shapes),
            (networks.quick.network, networks.quick.strips.shapes),
        ):
            for shape in shapes:
                network.run(np.zeros(shape, np.uint8))
                yield shape

    def read(self, jpeg: bytes, kind: DocumentKind) -> Reading:
        """Read the fields of a document of this kind from a picture made by `intake`."""
        self.networks.work.begin()
        picture = _decoded(jpeg)
        dark = quality.darkness(picture)
        view = None if dark else self._view(picture)
        seen_well = view is not None and len(view.lines) > FEW
        reading = None if seen_well else self._seen_in_more_light(picture, kind)
        if reading is not None:
            return reading
        if view is not None:
            return self._read(Outlines(picture), view, kind)
        why = dark or cause_without_print(Scene(picture, [], [], 0.0))
        return Reading(kind, problems=(why or Problem(kind.absent),))

    def _seen_in_more_light(self, picture: Pixels, kind: DocumentKind) -> Reading | None:
        """Read what was too dark or too pale, if it can be read then, or told to be another paper.

        Any other reason that is found in made-up light is not the photo's own.
        """
        bright = lightened(picture)
        view = self._view(bright)
        reading = view and self._read(Outlines(bright), view, kind)
        if reading and all(names_paper(one.code, kind) for one in reading.problems):
            return reading
        return None

    def _read(self, outlines: Outlines, view: View, kind: DocumentKind) -> Reading:
        saw: Saw = {}
        reading = Reading(kind, *judge(kind, saw))
        attempts: list[Attempt] = []
        seen = Print([])
        for attempt in self._affordable(self._attempts(outlines, view, kind)):
            seen = seen.joined(attempt.print)  # a title may be legible in a later look alone
            if other := stand_in(seen, kind):
                return self._read(outlines, view, other)
            if paper := stranger_instead(seen, kind):
                return Reading(kind, problems=(Problem(paper),))
            attempts.append(attempt)
            if attempt.follows_others() or not (
                attempt.reader.view.card is None or attempt.tells()
            ):
                continue  # its boxes mix the card's lines, or it sees another paper
            saw = merged(saw, attempt.values, kind.fits)
            reading = Reading(kind, *judge(kind, saw))
            if not needs_another_look(reading) and not attempt.is_far():
                break
            if len(attempts) >= LOOKS and is_the_owners(reading, clear=attempts[0].is_clear()):
                break
        refusal = self._refusal(reading, attempts, outlines)
        if refusal is None:
            return replace(reading, notes=notes_on(seen, kind))
        # What was read well stays: somebody may know better than the look at the photo.
        fields = {} if reading.problems else reading.fields
        return replace(reading, fields=fields, problems=(refusal,))

    def _refusal(
        self, reading: Reading, attempts: list[Attempt], outlines: Outlines
    ) -> Problem | None:
        """Give the one reason that explains everything else that is wrong."""
        first = attempts[0]
        telling = [one for one in attempts if one.tells()]
        alone = (
            next((one for one in telling if one.reader.view.card), telling[0]) if telling else first
        )
        wrong = wrong_kind(first.print.joined(alone.print), reading.kind)
        if wrong not in (None, reading.kind.absent):
            return Problem(str(wrong))
        if first.has_several():
            return Problem("several_cards")
        lost = [name for name in reading.kind.deciding if not reading.fields[name].value]
        scene = alone.scene(outlines, lost)
        if not reading.problems:
            copy = quality.colourless(scene) if reading.kind.refuses_copies else None
            return copy or photo_of_screen(scene)
        why = drowned(scene)
        if why is None and is_mirrored(scene.picture, scene.lines, self.networks.quick):
            return Problem("mirrored")
        why = why or photo_of_screen(scene) or cause(scene)
        if why is None and wrong:
            why = quality.grain(scene.picture) if scene.lines else cause_without_print(scene)
        return why or (Problem(wrong) if wrong else None)

    def _view(self, picture: Pixels) -> View | None:
        quads = find_lines(self.networks.detector, picture, side=SIDE)
        if not quads:
            return None
        turns = turns_needed(picture, quads, self.networks.quick)
        return upright(picture, quads, turns)

    def _affordable(self, attempts: Iterator[Attempt]) -> Iterator[Attempt]:
        """Give look after look, the most promising first, until networks worked enough."""
        for attempt in attempts:
            yield attempt
            if self.networks.work.is_enough:
                return

    def _attempts(self, outlines: Outlines, view: View, kind: DocumentKind) -> Iterator[Attempt]:
        """Look first where pale ink is gone, then, if that leaves doubt, at everything.

        A card that lies on other print is looked at alone then: the slope and the boxes of that
        print are not its own.
        """
        picture = outlines.picture
        first = self._cleaned(picture, view, kind)
        yield first
        if first.is_clear():
            yield first.uncleaned()
        straight = None
        for straight in self._straightened(picture, first, kind):
            yield straight
        if straight is not None and straight.tells():
            yield straight.uncleaned()
            return
        if first.is_clear():
            return
        yield from self._among_others(picture, first, kind)
        if not first.tells():
            yield from self._on_sheets(outlines, first, kind)

    def _among_others(
        self, picture: Pixels, first: Attempt, kind: DocumentKind
    ) -> Iterator[Attempt]:
        """Look at a card alone that lies on other print; then at everything."""
        last = first
        card = last.card_among_others()
        if card is not None:
            lines = last.own_lines()
            picture = covered_but(picture, card)
            view = facing(picture, card, lines, slope=None)
            last = self._cleaned(picture, view, kind)
            askew = last.card_askew()
            if askew is not None:  # seen from near, its labels tell better how it lies
                view = facing(picture, askew, lines, slope=0.0)
                last = self._cleaned(picture, view, kind)
            yield last
        yield last.uncleaned()

    def _straightened(
        self, picture: Pixels, first: Attempt, kind: DocumentKind
    ) -> Iterator[Attempt]:
        """Look at the card alone, straight from above, its noise smoothed."""
        lines = first.first_lines()
        for card in first.cards_among(find_cards(picture, lines, wide=kind.wide)):
            straight = self._seen_straight(picture, card, first)
            yield straight
            better = straight.card_instead()
            if better is not None:
                yield self._seen_straight(picture, better, first)
            if straight.tells():
                return

    def _on_sheets(
        self, outlines: Outlines, first: Attempt, kind: DocumentKind
    ) -> Iterator[Attempt]:
        """Look at large sheets alone, each turned by its own lines: others may lie otherwise."""
        scene = first.scene(outlines)
        large = (one for one in outlines.sheets if one.shorter > SHORT)
        unread = (one for one in large if not can_be_read(one, scene))
        for sheet in islice(unread, SHEETS):
            alone = covered_but(outlines.picture, Quad(sheet.corners))
            if view := self._view(alone):
                attempt = self._cleaned(alone, view, kind)
                yield attempt
                if attempt.tells():
                    return

    def _seen_straight(self, picture: Pixels, card: Quad, first: Attempt) -> Attempt:
        smooth, *others = treated(picture, card)
        view = straightened(smooth, card, first.first_lines(), self.networks.quick)
        clean = replace(view, pixels=cleaned(view.pixels, view.lines))
        reader = LineReader(self.networks, smooth, clean, tuple(others))
        straight = Attempt.at(reader, ink=clean.pixels, kind=first.kind, plain=view.pixels)
        return replace(straight, settled=() if first.follows_others() else first.certain())

    def _cleaned(self, picture: Pixels, view: View, kind: DocumentKind) -> Attempt:
        """Look at a view from which pale ink is gone."""
        clean = replace(view, pixels=cleaned(view.pixels, view.lines))
        reader = LineReader(self.networks, picture, clean)
        return Attempt.at(reader, ink=clean.pixels, kind=kind, plain=view.pixels)


def needs_another_look(reading: Reading) -> bool:
    """Whether a second look is worth its time: a slight doubt about the rest the owner settles."""
    return not _is_decided(reading) or any(one.confidence < HALF for one in reading.fields.values())


def is_the_owners(reading: Reading, *, clear: bool) -> bool:
    """Whether a doubt that two looks leave is the owner's to settle.

    So it is where the photo is `clear`, or only the rest is in doubt and all of it was seen.
    """
    if reading.problems:
        return False
    return clear or (_is_decided(reading) and all(one.value for one in reading.fields.values()))


def _is_decided(reading: Reading) -> bool:
    return not any(_may_be_settled(reading.fields[name]) for name in reading.kind.deciding)


def _may_be_settled(field: Field) -> bool:
    """Whether a doubt may go with another look: a shape that a rule took for 0 looks so in each."""
    is_read_well = field.confidence >= CERTAIN * DISAGREED
    return field.doubtful and not (field.corrected and "0" in field.value and is_read_well)


def _decoded(jpeg: bytes) -> Pixels:
    picture = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    if picture is None:
        raise ValueError("not a picture made by intake")
    return picture
