"""Give each piece of text to the label it belongs to, by where they stand."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from voltbay.recognition.reading.geometry import Corners
from voltbay.recognition.reading.lines import Piece, Row

SAME_ROW = 0.75  # heights that a value may stand off its label's axis
WRAPPED = 2.6  # heights between wrapped lines
ALIGNED = 1.6  # heights by which wrapped lines may begin apart
WORD_GAP = 9.0  # heights between a label and its value, at most
JOIN_GAP = 3.5  # heights between two parts of one value


@dataclass(frozen=True)
class Field:
    """The direction of reading at every place: perspective makes rows fan out."""

    weights: Corners  # slope = weights . (1, x, y)
    scale: float

    @classmethod
    def of(cls, pieces: list[Piece]) -> "Field":
        """Fit slopes over all lines that are long enough to have one."""
        quads = [
            one.line.quad for one in pieces if one.line.quad.width > 2.5 * one.line.quad.height
        ]
        if len(quads) < 4:
            slope = float(
                np.median([q.direction[1] / max(q.direction[0], 0.2) for q in quads] or [0])
            )
            return cls(np.array([slope, 0, 0], np.float32), 1.0)
        scale = float(np.abs(np.array([q.middle for q in quads])).max()) or 1.0
        rows = np.array([(1, *(q.middle / scale)) for q in quads])
        slopes = np.array([q.direction[1] / max(q.direction[0], 0.2) for q in quads])
        widths = np.array([q.width for q in quads])
        weights = np.sqrt(widths / widths.max())
        fit = np.zeros(3)
        for _ in range(3):  # lines that lie askew, such as a watermark, lose their say
            ridge = np.diag([0, 0.05, 0.05])
            weighted = rows * weights[:, None]
            fit = np.linalg.solve(weighted.T @ weighted + ridge, weighted.T @ (slopes * weights))
            off = np.abs(slopes - rows @ fit)
            weights = np.sqrt(widths / widths.max()) / (1 + (off / 0.02) ** 2)
        return cls(fit.astype(np.float32), scale)

    def slope(self, at: Corners) -> float:
        """Give dy/dx of the rows at a place."""
        x, y = at / self.scale
        return float(self.weights @ np.array([1, x, y]))

    def offset(self, start: Corners, end: Corners) -> tuple[float, float]:
        """Give how far `end` is along and below the row through `start`."""
        delta = end - start
        slope = self.slope((start + end) / 2)
        length = float(np.hypot(1, slope))
        along = float(delta[0] + delta[1] * slope) / length
        below = float(delta[1] - delta[0] * slope) / length
        return along, below


def rows_by_label(pieces: list[Piece], *, wrapping: Collection[str]) -> dict[str, Row]:
    """Give every label its values; labels in `wrapping` may have several lines.

    A label that is there twice, as on a licence's two pages, counts where the others are.
    """
    field = Field.of(pieces)
    labels = [one for one in pieces if one.label]
    taken: list[list[Piece]] = [[] for _ in labels]
    loose = []
    for piece in sorted((one for one in pieces if not one.label), key=lambda one: one.quad.left[1]):
        owner = _label_of(piece, labels, field, wrapping)
        if owner is None:
            loose.append(piece)
        else:
            taken[owner].append(piece)
    _take_wrapped(
        [taken[at] for at, one in enumerate(labels) if one.label in wrapping], loose, field
    )
    return {
        name: Row(_in_order(taken[at], field)) for name, at in _chosen(labels).items() if taken[at]
    }


def _chosen(labels: list[Piece]) -> dict[str, int]:
    """Choose among labels of one name the one nearest to the labels that are there once."""
    names = [one.label for one in labels]
    single = [one.quad.middle for one in labels if names.count(one.label) == 1]
    home = np.median(single or [one.quad.middle for one in labels] or [np.zeros(2)], axis=0)
    far = sorted(
        range(len(labels)), key=lambda at: -float(np.linalg.norm(labels[at].quad.middle - home))
    )
    return {names[at]: at for at in far}


def _label_of(
    piece: Piece, labels: list[Piece], field: Field, wrapping: Collection[str]
) -> int | None:
    """Find the nearest label to the left whose row this is."""
    best: tuple[float, int] | None = None
    for at, label in enumerate(labels):
        along, below = field.offset(label.quad.right, piece.quad.left)
        high = max(label.quad.height, min(piece.quad.height, 1.6 * label.quad.height))
        reach = SAME_ROW * (1.5 if label.label in wrapping else 1.0)
        if along < -0.8 * high or along > 26 * high or abs(below) > reach * high:
            continue
        cost = along + 4 * abs(below)
        if best is None or cost < best[0]:
            best = (cost, at)
    return best[1] if best else None


def _take_wrapped(rows: list[list[Piece]], loose: list[Piece], field: Field) -> None:
    for piece in loose:
        for row in rows:
            if any(_continues(above, piece, field) for above in row):
                row.append(piece)
                break


def _continues(above: Piece, piece: Piece, field: Field) -> bool:
    along, below = field.offset(above.quad.left, piece.quad.left)
    high = above.quad.height
    alike = 0.6 < piece.quad.height / high < 1.6
    return alike and abs(along) < ALIGNED * high and 0.5 * high < below < WRAPPED * high


def _in_order(found: list[Piece], field: Field) -> tuple[Piece, ...]:
    """Sort into rows from top to bottom, each from left to right."""
    rows: list[list[Piece]] = []
    for piece in sorted(found, key=lambda one: field.offset(found[0].quad.left, one.quad.left)[1]):
        if (
            rows
            and abs(field.offset(rows[-1][0].quad.left, piece.quad.left)[1])
            < 0.5 * piece.quad.height
        ):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return tuple(one for row in rows for one in _joined(sorted(row, key=_start)))


def _start(piece: Piece) -> float:
    return float(piece.quad.left[0])


def _joined(row: list[Piece]) -> list[Piece]:
    """Keep what follows without a gap: beyond it stands other print."""
    kept = row[:1]
    for piece in row[1:]:
        gap = float(piece.quad.left[0] - kept[-1].quad.right[0])
        if gap > JOIN_GAP * kept[-1].quad.height:
            break
        kept.append(piece)
    return kept
