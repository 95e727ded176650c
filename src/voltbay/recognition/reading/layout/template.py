"""Tell where labels that were not found must be, from those that were."""

from collections.abc import Mapping

import numpy as np

from voltbay.recognition.reading.layout.form import Form, Place
from voltbay.recognition.reading.layout.labels import Label
from voltbay.recognition.reading.pixels.geometry import Corners, Quad

ENOUGH = 3  # labels that check one another
PAIR = 2
LEVEL = 0.2  # rise over run of a level card
ALONG = 0.993  # cosine, to which two labels on a card that is not level run along it
LIKE = 2.2  # times by which a label may be wider or narrower than the fit says: spaced or not
NARROWEST = 0.9  # of its true breadth; a card that is turned further away cannot be read
LABEL = 0.055  # of a card's height, that of a label's box
OFF = 1.2  # label heights that a found label may lie off its place in the fit


def with_missing(labels: list[Label], form: Form, card: Quad | None = None) -> list[Label]:
    """Add the labels that were not found, at the places that the found ones tell.

    If they are too few to tell, the `card` does, whose sides were seen.
    """
    places = form.places
    names = [one.name for one in labels]
    missing = [name for name in places if name not in names]
    fit = _fitted(labels, places) if missing else None
    if fit is not None:
        high = float(np.median([one.quad.height for one in _told(labels, places)]))
    elif missing and card is not None:
        fit, high = _of_card(card, form.wide), LABEL * card.height
    else:
        return labels
    return [*labels, *(Label(name, _quad(places[name], fit, high), seen=False) for name in missing)]


def _of_card(card: Quad, wide: float) -> Corners:
    top_left, top_right, _, bottom_left = card.corners
    across, down = (top_right - top_left) / wide, bottom_left - top_left
    return np.stack([across, down, top_left], axis=1)


def card_of(labels: list[Label], form: Form) -> Quad | None:
    """Tell where the whole card lies, if enough of its labels were found."""
    return _area(labels, form.places, (0, 0, form.wide, 1))


def print_of(labels: list[Label], form: Form) -> Quad | None:
    """Tell the part of the card in which labels stand and values begin."""
    lefts, rows, widths = zip(*form.places.values(), strict=True)
    right = max(left + wide for left, wide in zip(lefts, widths, strict=True))
    return _area(labels, form.places, (min(lefts), min(rows), right, max(rows)))


def _area(
    labels: list[Label], places: Mapping[str, Place], box: tuple[float, float, float, float]
) -> Quad | None:
    fit = _fitted(labels, places)
    if fit is None:
        return None
    # Labels tell heights well but widths badly: most stand in one column.
    narrow = float(np.linalg.norm(fit[:, 0]) / np.linalg.norm(fit[:, 1]))
    fit = fit * np.array([max(1.0, NARROWEST / narrow), 1, 1])
    left, top, right, bottom = box
    corners = [(left, top, 0), (right, top, 0), (right, bottom, 0), (left, bottom, 0)]
    return Quad(np.array([_mapped(one, fit) for one in corners], np.float32))


def tells_all(labels: list[Label], form: Form) -> bool:
    """Whether there are enough labels to trust what they tell about the others."""
    return len(_told(labels, form.places)) >= ENOUGH and _fitted(labels, form.places) is not None


def _fitted(labels: list[Label], places: Mapping[str, Place]) -> Corners | None:
    """Fit the map from places to the picture: even, turned, and sheared as far as it is told.

    None if too few labels were found, or if they do not agree.
    """
    kept = _told(labels, places)
    while len(kept) >= PAIR:
        fit = _solved(kept, places)
        off = [
            float(np.linalg.norm(_mapped(places[one.name], fit) - one.quad.left)) for one in kept
        ]
        worst = int(np.argmax(off))
        if off[worst] < OFF * kept[worst].quad.height:
            return fit if _is_likely(fit, kept, places) else None
        kept.pop(worst)
    return None


def _is_likely(fit: Corners, kept: list[Label], places: Mapping[str, Place]) -> bool:
    """Whether the labels are as wide as the fit says, and two of them, which always fit, level."""
    scale = float(np.linalg.norm(fit[:, 0]))
    widths = [one.quad.width / (scale * places[one.name][2]) for one in kept]
    along = fit[:, 0] / max(scale, 1e-6)
    is_along = all(float(one.quad.direction @ along) > ALONG for one in kept)
    is_level = len(kept) > PAIR or abs(float(fit[1, 0])) < LEVEL * float(fit[0, 0]) or is_along
    return is_level and 1 / LIKE < float(np.median(widths)) < LIKE


def _told(labels: list[Label], places: Mapping[str, Place]) -> list[Label]:
    """Leave out labels that were guessed themselves, or found twice."""
    names = [one.name for one in labels]
    return [one for one in labels if one.seen and one.name in places and names.count(one.name) == 1]


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
