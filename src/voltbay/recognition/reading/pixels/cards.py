"""Find where a card may lie: four straight sides around lines of text, as a camera sees them.

Steps: in each direction in which text runs, take the sides that run along and across it; make
every quadrilateral of two and two; keep those that a card can look like, have edges all along, hold
text and cross none.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from voltbay.recognition.reading.pixels.geometry import Corners, Quad
from voltbay.recognition.reading.pixels.networks import Pixels
from voltbay.recognition.reading.pixels.sides import (
    Edges,
    Side,
    sides_of,
    straight_edges,
    turned_away,
)

MOST_SIDES = 13  # in one direction, that are tried
DIRECTIONS = 4  # of text, that are tried
ALIKE = 0.14  # radians by which lines of one paper differ
ALONG, ACROSS = 0.30, 0.42  # radians by which perspective turns a card's sides
WIDTHS = 1.15, 2.3  # of a card in its heights, as seen
SKEWED = 1.5  # times that a side may be longer than the one facing it
SMALLEST = 0.16  # of the picture's longest side
BEYOND = 3.0  # pixels by which a corner may leave the picture
FEW = 3  # lines of text, below which only clear sides tell a card
FULL = 0.47  # share of a card's area that lines take at most; of a page of text they take more
LESS = 0.75  # what fewer leave of the score
POINTS = 40  # on a side, at which edges are looked for
LOOKED_AT = 60  # best quadrilaterals of a direction, for which text is counted
SAME = 0.6  # of a quadrilateral's size: two corners so near are one
SCORE = 0.3  # below it nothing is a card


@dataclass(frozen=True)
class Found:
    """Where a card may be, in pixels of the picture, and how likely (1: all of it was seen)."""

    quad: Quad
    score: float


def find_cards(picture: Pixels, lines: list[Quad], *, wide: float, most: int = 3) -> list[Found]:
    """Find quadrilaterals of about `wide` heights around text; the likeliest first."""
    every = straight_edges(picture)
    scale = every.scale
    text = [Quad(one.corners * np.float32(scale)) for one in lines]
    edges = every.outside(text)
    found = [
        one
        for angle in _directions(text, edges)
        for one in _in_direction(edges, text, angle, wide)
        if one.score > SCORE
    ]
    kept: list[Found] = []
    for one in sorted(found, key=lambda one: -one.score):
        if len(kept) < most and all(_differ(one.quad, other.quad) for other in kept):
            kept.append(one)
    back = np.float32(1 / scale)
    return [Found(Quad(one.quad.corners * back), one.score) for one in kept]


def _differ(one: Quad, other: Quad) -> bool:
    away = float(np.linalg.norm(one.corners - other.corners, axis=1).max())
    return away > (1 - SAME) * other.height


def _directions(lines: list[Quad], edges: Edges) -> list[float]:
    """Give the directions in which text runs, or, without any text, long edges."""
    long = [one for one in lines if one.width > 2 * one.height]
    angles = np.array([np.arctan2(one.direction[1], one.direction[0]) for one in long])
    weights = np.array([one.width for one in long])
    found = _peaks(angles, weights)
    if len(long) < 3 * FEW:
        sides = sides_of(edges, 6)
        found += [float(np.arctan2(one.along[1], one.along[0])) for one in sides]
    return found


def _peaks(angles: Corners, weights: Corners) -> list[float]:
    found: list[float] = []
    left = np.ones(len(angles), bool)
    while left.any() and len(found) < DIRECTIONS:
        near = np.array([turned_away(angles, one) < ALIKE for one in angles])
        sums = (near * (weights * left)).sum(axis=1) * left
        best = int(sums.argmax())
        mine = near[best] & left
        off = (angles[mine] - angles[best] + np.pi / 2) % np.pi - np.pi / 2
        found.append(float(angles[best] + np.average(off, weights=weights[mine])))
        left &= ~mine
    return found


def _in_direction(edges: Edges, lines: list[Quad], angle: float, wide: float) -> list[Found]:
    along = edges.near(angle, ALONG)
    across = edges.near(angle + np.pi / 2, ACROSS)
    flat, steep = sides_of(along, MOST_SIDES), sides_of(across, MOST_SIDES)
    if len(flat) < 2 or len(steep) < 2:
        return []
    shapes = _likely(_quadrilaterals(flat, steep, angle), edges.shape)
    if not len(shapes):
        return []
    seen = _seen(shapes, along.drawn(), across.drawn())
    scores = 0.6 * seen.mean(axis=1) + 0.4 * seen.min(axis=1)
    best = np.argsort(-scores)[:LOOKED_AT]
    return [_judged(shapes[at], float(scores[at]), lines, angle, wide) for at in best]


def _quadrilaterals(flat: list[Side], steep: list[Side], angle: float) -> Corners:
    """Give every pair of flat sides with every pair of steep ones, from the upper left corner."""
    crossings = np.array([[_crossing(one, other) for other in steep] for one in flat])
    tops, bottoms = np.triu_indices(len(flat), 1)
    lefts, rights = np.triu_indices(len(steep), 1)
    tops, lefts = (one.ravel() for one in np.meshgrid(tops, lefts, indexing="ij"))
    bottoms, rights = (one.ravel() for one in np.meshgrid(bottoms, rights, indexing="ij"))
    shapes = np.stack(
        [
            crossings[tops, lefts],
            crossings[tops, rights],
            crossings[bottoms, rights],
            crossings[bottoms, lefts],
        ],
        axis=1,
    )
    right = np.array([np.cos(angle), np.sin(angle)])
    down = np.array([-right[1], right[0]])
    is_upside_down = (shapes[:, 0] @ down) > (shapes[:, 3] @ down)
    shapes[is_upside_down] = shapes[is_upside_down][:, [3, 2, 1, 0]]
    is_mirrored = (shapes[:, 0] @ right) > (shapes[:, 1] @ right)
    shapes[is_mirrored] = shapes[is_mirrored][:, [1, 0, 3, 2]]
    return shapes


def _crossing(one: Side, other: Side) -> Corners:
    both = np.stack([one.along, -other.along], axis=1)
    if abs(float(np.linalg.det(both))) < 1e-3:
        return np.array([1e6, 1e6])
    return np.asarray(one.point + one.along * np.linalg.solve(both, other.point - one.point)[0])


def _likely(shapes: Corners, size: tuple[int, int]) -> Corners:
    """Keep what a card in the picture can look like."""
    edges = np.roll(shapes, -1, axis=1) - shapes
    lengths = np.maximum(np.linalg.norm(edges, axis=2), 1e-3)
    wide = (lengths[:, 0] + lengths[:, 2]) / 2
    share = wide / ((lengths[:, 1] + lengths[:, 3]) / 2)
    skew = np.abs(np.log(lengths[:, :2] / lengths[:, 2:])).max(axis=1)
    after = np.roll(edges, -1, axis=1)
    turns = edges[..., 0] * after[..., 1] - edges[..., 1] * after[..., 0]
    limits = np.array([size[1], size[0]]) + BEYOND
    inside = (shapes > -BEYOND).all(axis=(1, 2)) & (shapes < limits).all(axis=(1, 2))
    fits = (share > WIDTHS[0]) & (share < WIDTHS[1]) & (skew < np.log(SKEWED))
    return np.asarray(shapes[inside & fits & (wide > SMALLEST * max(size)) & (turns > 0).all(1)])


def _seen(shapes: Corners, flat: Pixels, steep: Pixels) -> Corners:
    """Give for each side of each shape the share along which there is an edge."""
    shares = np.linspace(0.08, 0.92, POINTS)  # corners are round
    edges = np.roll(shapes, -1, axis=1) - shapes
    points = shapes[:, :, None] + edges[:, :, None] * shares[None, None, :, None]
    xs = np.clip(np.round(points[..., 0]), 0, flat.shape[1] - 1).astype(int)
    ys = np.clip(np.round(points[..., 1]), 0, flat.shape[0] - 1).astype(int)
    maps = (flat, steep, flat, steep)
    return np.stack([one[ys[:, at], xs[:, at]].mean(axis=1) for at, one in enumerate(maps)], axis=1)


def _judged(shape: Corners, score: float, lines: list[Quad], angle: float, wide: float) -> Found:
    """Take from the score for text that the sides cross, and for another form than the card's."""
    quad = Quad(shape.astype(np.float32))
    inside, crossing, inked, count = 0.0, 0.0, 0.0, 0
    for line in lines:
        ends = [_depth(quad, one) for one in (line.left, line.right)]
        if min(ends) > 0:
            turned = turned_away(np.array([np.arctan2(*line.direction[::-1])]), angle)[0]
            count += bool(turned < 2 * ALIKE or line.width < 2 * line.height)
            inside += line.width
            inked += line.width * line.height
        elif min(ends) < -2 and max(ends) > 2:
            crossing += line.width
    if not count or inked > FULL * quad.width * quad.height:
        return Found(quad, 0.0)
    if count < FEW:
        score *= LESS
    off = np.log(quad.width / quad.height / wide) ** 2
    return Found(quad, score - 0.5 * min(crossing / max(inside, 1.0), 1.0) - 1.7 * float(off))


def _depth(quad: Quad, point: Corners) -> float:
    x, y = (float(one) for one in point)
    return float(cv2.pointPolygonTest(quad.corners, (x, y), measureDist=True))
