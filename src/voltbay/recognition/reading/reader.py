"""Read a document from a picture: every step from pixels to judged fields, in order."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from types import ModuleType

import cv2
import numpy as np

from voltbay.recognition.reading import identity_card, values, vehicle_licence
from voltbay.recognition.reading.detect import find_lines
from voltbay.recognition.reading.direction import Direction
from voltbay.recognition.reading.ink import clean_strip, cleaned
from voltbay.recognition.reading.labels import Label, cut_at_labels, spaced_labels
from voltbay.recognition.reading.layout import Layout
from voltbay.recognition.reading.lines import Line, Piece, Row
from voltbay.recognition.reading.networks import TINY, Network, Pixels, shipped
from voltbay.recognition.reading.recognise import Recogniser, cut, small, tiny
from voltbay.recognition.reading.result import Kind, Reading
from voltbay.recognition.reading.rules import judge
from voltbay.recognition.reading.seen import Seen
from voltbay.recognition.reading.template import with_missing
from voltbay.recognition.reading.upright import View, turns_needed, upright

FIRST_SIDE, SECOND_SIDE = 960, 960  # pixels that detection sees of the picture and of the card
STAMPS = ("样本", "SAMPLE", "样本SAMPLE")

PAPERS: dict[Kind, ModuleType] = {
    Kind.IDENTITY_CARD: identity_card,
    Kind.VEHICLE_LICENCE: vehicle_licence,
}
DECODERS: dict[Kind, dict[str, Callable[[Row], Seen]]] = {
    Kind.IDENTITY_CARD: {
        "birth_date": values.as_date,
        "number": values.as_identity_number,
    },
    Kind.VEHICLE_LICENCE: {
        "plate": values.as_plate,
        "vin": values.as_vin,
        "engine_number": values.as_engine_number,
        "register_date": values.as_date,
        "issue_date": values.as_date,
    },
}


@dataclass(frozen=True)
class Reader:
    """The networks, loaded once."""

    detector: Network
    quick: Recogniser
    careful: Recogniser

    @classmethod
    def load(cls) -> "Reader":
        """Find the networks in their packages; they are loaded at the first picture."""
        detector = Network(shipped(TINY[0], TINY[1].format("det")))
        return cls(detector, tiny(), small())

    def warm_up(self) -> None:
        """Load every network and run it once, as the first run allocates."""
        grey = np.full((96, 320, 3), 127, np.uint8)
        find_lines(self.detector, grey, side=320)
        for recogniser in (self.quick, self.careful):
            recogniser.read_strip(grey[:48])

    def read(self, jpeg: bytes, kind: Kind) -> Reading:
        """Read the fields of a document of this kind from a picture made by `intake`."""
        picture = _decoded(jpeg)
        view = self._view(picture)
        if view is None:
            return Reading(kind).refuse("no_text_found")
        lines = self._lines(picture, view)
        rows = self._rows(picture, view, lines, kind)
        saw = {
            name: values.see(row, DECODERS[kind].get(name, values.as_text))
            for name, row in rows.items()
        }
        fields, problems = judge(kind, saw)
        return Reading(kind, fields, problems)

    def _view(self, picture: Pixels) -> View | None:
        quads = find_lines(self.detector, picture, side=FIRST_SIDE)
        if not quads:
            return None
        view = upright(picture, quads, turns_needed(picture, quads, self.quick))
        return replace(view, pixels=cleaned(view.pixels, [view.from_picture(one) for one in quads]))

    def _lines(self, picture: Pixels, view: View) -> list[Line]:
        quads = find_lines(self.detector, view.pixels, side=SECOND_SIDE)
        return [Line(one, self.quick.read(picture, view.in_picture(one))) for one in quads]

    def _rows(self, picture: Pixels, view: View, lines: list[Line], kind: Kind) -> dict[str, Row]:
        """Lay out what was read quickly, read the values carefully, lay out again."""
        find_fields = PAPERS[kind].find_fields
        rows = find_fields(lay_out(lines, PAPERS[kind]))
        wanted = {id(piece.line) for row in rows.values() for piece in row.pieces}
        better = [
            self._carefully(picture, view, one) if id(one) in wanted else one for one in lines
        ]
        found: dict[str, Row] = find_fields(lay_out(better, PAPERS[kind]))
        return found

    def _carefully(self, picture: Pixels, view: View, line: Line) -> Line:
        strip = clean_strip(cut(picture, view.in_picture(line.quad)))
        return replace(line, careful=self.careful.read_strip(strip))


def lay_out(lines: list[Line], paper: ModuleType) -> Layout:
    """Find the labels of a document among lines, also those that were not read."""
    direction = Direction.of([one.quad for one in lines])
    labels: list[Label] = []
    pieces: list[Piece] = []
    for line in _printed(lines, direction):
        found, rest = cut_at_labels(line, paper.LABELS)
        labels += found
        pieces += rest
    found, pieces = spaced_labels(pieces, paper.LABELS, {one.name for one in labels})
    every = with_missing([*labels, *found], paper.PLACES)
    return Layout(every, pieces, direction, paper.WRAPPING)


def _printed(lines: list[Line], direction: Direction) -> list[Line]:
    """Leave out what is stamped across the card: text that lies askew or is far too large."""
    usual = float(np.median([one.quad.height for one in lines] or [0]))
    return [
        one
        for one in lines
        if not direction.is_askew(one.quad)
        and one.quad.height < 2.2 * usual
        and one.text not in STAMPS
    ]


def _decoded(jpeg: bytes) -> Pixels:
    picture = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    if picture is None:
        raise ValueError("not a picture made by intake")
    return picture
