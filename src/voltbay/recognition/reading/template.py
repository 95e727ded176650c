"""Tell where labels that were not found must be, from those that were."""

from collections.abc import Mapping

import numpy as np

from voltbay.recognition.reading.geometry import Corners, Quad
from voltbay.recognition.reading.labels import Label

Place = tuple[float, float, float]
"""Left, middle row and width of a label, in units of the card's height."""

FEWEST = 3  # labels that a guess needs
OFF = 1.2  # label heights that a found label may lie off its place in the fit


def with_missing(labels: list[Label], places: Mapping[str, Place]) -> list[Label]:
    """Add the labels that were not found, at the places that the found ones tell."""
    names = [one.name for one in labels]
    found = [one for one in labels if one.name in places and names.count(one.name) == 1]
    missing = [name for name in places if name not in names]
    if len(found) < FEWEST or not missing:
        return labels
    fit = _fitted(found, places)
    if fit is None:
        return labels
    high = float(np.median([one.quad.height for one in found]))
    return [*labels, *(Label(name, _quad(places[name], fit, high), seen=False) for name in missing)]


def _fitted(found: list[Label], places: Mapping[str, Place]) -> Corners | None:
    """Fit the map from places to the picture: even, turned, and sheared as far as it is told."""
    kept = list(found)
    while len(kept) >= FEWEST:
        fit = _solved(kept, places)
        off = [
            float(np.linalg.norm(_mapped(places[one.name], fit) - one.quad.left)) for one in kept
        ]
        worst = int(np.argmax(off))
        if off[worst] < OFF * kept[worst].quad.height:
            return fit
        kept.pop(worst)
    return None


def _solved(found: list[Label], places: Mapping[str, Place]) -> Corners:
    """Solve x = ax+by+c, y = dx+ey+f, where a weak pull keeps a = e and b = -d."""
    rows, wanted = [], []
    for one in found:
        x, y, _ = places[one.name]
        rows += [(x, y, 1, 0, 0, 0), (0, 0, 0, x, y, 1)]
        wanted += [float(one.quad.left[0]), float(one.quad.left[1])]
    pull = 0.12
    rows += [(pull, 0, 0, 0, -pull, 0), (0, pull, 0, pull, 0, 0)]
    wanted += [0.0, 0.0]
    answer, *_ = np.linalg.lstsq(np.array(rows, np.float64), np.array(wanted), rcond=None)
    return np.asarray(answer).reshape(2, 3)


def _mapped(place: Place, fit: Corners) -> Corners:
    return np.asarray(fit @ np.array([place[0], place[1], 1.0]))


def _quad(place: Place, fit: Corners, high: float) -> Quad:
    left = _mapped(place, fit)
    along = fit[:, 0] / np.linalg.norm(fit[:, 0])
    right = left + fit[:, 0] * place[2]
    down = np.array([-along[1], along[0]]) * high / 2
    return Quad(np.array([left - down, right - down, right + down, left + down], np.float32))
