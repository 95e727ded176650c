"""Tell why a photo cannot be read: dark, noisy, blurred, glaring, cut off, tilted, small, a copy.

Light and noise are measured apart from sharpness: noise has sharp edges of its own, and takes the
print away as blur does, but asks for more light and not for a steadier hand.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from voltbay.recognition.reading.findings import Box, Problem
from voltbay.recognition.reading.pixels.geometry import Corners, Quad, bounds
from voltbay.recognition.reading.pixels.networks import Pixels

THUMB = 480  # pixels: light and colour are looked at in small
DARK = 48  # brightness of the paper, of 255; below it the noise is as loud as the print
BURNT = 250  # brightness in every channel from which nothing is left to see
GLARE = 0.015  # share of the picture that a reflection must cover to be blamed
FADING = 0.5  # share of a reflection's rim that fades; the rim of white paper is sharp
SMALL = 11.0  # pixels of text height: Chinese characters need about as many
LITTLE = 0.2  # share of the picture below which a card without readable text is too far away
SHARP = 4.0  # pixels from ink to paper at the sharpest edges
SOFT = 6.5  # pixels likewise, in which strokes of usual text melt together
DIM = 75.0  # brightness of the paper at which a noisy photo wants light first
NOISY = 0.11  # of the contrast of print, from which noise hides strokes
DROWNED = 3.0  # times as much noise, in which no edge can be told sharp or soft
GRAIN = 0.12  # of the brightness of paper: noise in which no text is found
FLAT = 0.25  # share of a picture's parts that have no print: its noise is seen there
PART = 12  # pixels of a part's side
NEARER = 18.0  # pixels of a line's box: print that is hardly read gains by coming closer
MOST_CUT = 0.3  # share of the lines that end at the edge, if none is known to be on the card
STEEP = 1.3  # times that a card's facing sides may differ, or its form from the true one
SQUEEZED = 1.7  # likewise, from which print is squeezed
UPRIGHT = 0.52, 1.4  # heights that a Chinese character is wide; seen from the side it is not
FEW, MANY = 2, 0.3  # lines, and their share, that tell it: other paper may lie flat
LAMP = 1.3  # times the card's usual brightness, where a value was lost
LEGIBLE = 0.8  # mean confidence of lines in a photo that is sharp enough
COLOURLESS = (
    0.042  # spread of the ratios of colours over a card (logarithm); copies have up to 0.038
)
TOUCHES = 0.004  # of the picture's side: text so near its edge goes on beyond it


@dataclass(frozen=True)
class Scene:
    """A picture, the lines found in it (in its pixels) and where missing labels should be.

    `legibility` is the mean confidence with which the lines were read. `card` is where its sides
    were seen, `told` where labels alone say that it lies, `lost` where values should stand that
    could not be read, `wide` the true width of a card in its heights, and `pitches` how wide
    a Chinese character is in each line of such, in heights of the line.
    """

    picture: Pixels
    lines: list[Quad]
    missing: list[Quad]
    legibility: float
    card: Quad | None = None
    told: Quad | None = None
    lost: tuple[Quad, ...] = ()
    wide: float = 1.5
    pitches: tuple[float, ...] = ()


def darkness(picture: Pixels) -> Problem | None:
    """Blame the light when even the paper is dark."""
    bright = float(np.percentile(_thumb(picture).max(axis=2), 95))
    return Problem("too_dark") if bright < DARK else None


def colourless(scene: Scene) -> Problem | None:
    """Recognise a copy by its colours: whatever tint it has, it has everywhere."""
    left, top, right, bottom = (round(one) for one in bounds(scene.lines))
    card = scene.picture[max(top, 0) : bottom, max(left, 0) : right]
    if card.size == 0:
        return None
    small = cv2.GaussianBlur(_thumb(card, 200).astype(np.float32), (0, 0), 1.5) + 12
    ratios = np.log(small[..., :2] / small[..., 2:])
    away = np.linalg.norm(ratios - np.median(ratios, axis=(0, 1)), axis=2)
    spread = float(np.percentile(away, 98))
    return Problem("black_and_white_copy") if spread < COLOURLESS else None


def softness(picture: Pixels) -> Problem | None:
    """Blame the lens for a picture without any text when nothing in it is sharp."""
    grey = cv2.cvtColor(_thumb(picture, 960), cv2.COLOR_BGR2GRAY)
    return Problem("too_blurred") if _edge_of(grey.astype(np.float32)) > SHARP else None


def cause(scene: Scene) -> Problem | None:
    """Give the likeliest reason why a document in a picture was not read."""
    for look in (_loud, _soft, _squeezed, _cut_off, _glare, _lamp, _tilted, _small):
        problem = look(scene)
        if problem:
            return problem
    return _worst(scene) if scene.legibility < LEGIBLE else None


def grain(picture: Pixels) -> Problem | None:
    """Blame noise for a picture in which nothing can be read when its flattest parts are grain."""
    small = _thumb(picture, 1280)
    paper = float(np.percentile(small.max(axis=2), 90))
    return Problem("too_noisy") if _grain(small) > GRAIN * paper else None


def _loud(scene: Scene) -> Problem | None:
    """Find noise in which nothing else can be measured."""
    if not scene.lines or scene.legibility >= LEGIBLE:
        return None
    return Problem("too_noisy") if _noise(scene) > DROWNED * NOISY else None


def _worst(scene: Scene) -> Problem | None:
    """Blame what is furthest beyond what can be read; nothing if none is."""
    if not scene.lines:
        return None
    loud, dim = _noise(scene), DIM / max(_paper(scene), 1.0)
    blur = float(np.median([_edge(scene.picture, one) for one in scene.lines])) / SHARP
    small = NEARER / max(_height(scene), 1.0)
    steep = _steepness(scene) / STEEP
    found = {
        Problem("too_noisy"): loud / NOISY,
        Problem("too_dark"): dim,
        Problem("too_blurred"): blur,
        Problem("too_small", _where(scene)): small,
        Problem("too_tilted"): steep,
    }
    worst = max(found, key=lambda one: found[one])
    return worst if found[worst] > 1 else None


def _height(scene: Scene) -> float:
    return float(np.median([min(one.height, one.width) for one in scene.lines]))


def _paper(scene: Scene) -> float:
    """Give how bright the paper around the lines is."""
    left, top, right, bottom = (max(round(one), 0) for one in bounds(scene.lines))
    part = scene.picture[top:bottom, left:right]
    return float(np.percentile(part.max(axis=2), 80)) if part.size else 255.0


def _noise(scene: Scene) -> float:
    """Give the noise between the lines as a share of the contrast of print."""
    left, top, right, bottom = (max(round(one), 0) for one in bounds(scene.lines))
    part = scene.picture[top:bottom, left:right]
    few = min(part.shape[:2]) < 4 * PART  # lines in noise are hardly found
    noise = _grain(scene.picture if few else part)
    inside = (_inside(scene.picture, one) for one in scene.lines)
    contrast = [float(np.percentile(one, 90) - np.percentile(one, 5)) for one in inside]
    return noise / max(float(np.median(contrast)), 8.0)


def _grain(part: Pixels) -> float:
    """Give the noise of the flattest parts, of 255."""
    if min(part.shape[:2]) < 4 * PART:
        return 0.0
    grey = cv2.cvtColor(part, cv2.COLOR_BGR2GRAY).astype(np.float32)
    fine = grey - cv2.GaussianBlur(grey, (0, 0), 2.0)
    high, wide = (side // PART * PART for side in fine.shape)
    parts = fine[:high, :wide].reshape(high // PART, PART, wide // PART, PART)
    return float(np.quantile(parts.std(axis=(1, 3)), FLAT))


def _steepness(scene: Scene) -> float:
    """Give how far the card's form is from one seen from straight above."""
    if scene.card is None:
        return 1.0
    corners = scene.card.corners
    sides = np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1)
    skew = np.exp(np.abs(np.log(sides[:2] / sides[2:])).max())
    share = (sides[0] + sides[2]) / (sides[1] + sides[3]) / scene.wide
    return float(max(skew, share, 1 / share))


def _tilted(scene: Scene) -> Problem | None:
    """Find a card seen so much from the side that its print is squeezed."""
    if scene.legibility >= LEGIBLE or _steepness(scene) < SQUEEZED:
        return None
    return Problem("too_tilted")


def _squeezed(scene: Scene) -> Problem | None:
    """Find characters far narrower or lower than they are printed."""
    narrow = sum(one < UPRIGHT[0] for one in scene.pitches)
    low = sum(one > UPRIGHT[1] for one in scene.pitches)
    told = max(narrow, low)
    is_tilted = told >= FEW and told >= MANY * len(scene.pitches)
    return Problem("too_tilted") if is_tilted else None


def _lamp(scene: Scene) -> Problem | None:
    """Find a lost value in a spot of light, though it is not burnt."""
    if not scene.lost:
        return None
    thumb = cv2.GaussianBlur(_thumb(scene.picture).max(axis=2), (0, 0), 4)
    scale = thumb.shape[1] / scene.picture.shape[1]
    card = scene.card or scene.told or _around(scene.lines)
    usual = float(np.median(_pixels(thumb, card, scale)))
    for place in scene.lost:
        if float(np.percentile(_pixels(thumb, place, scale), 90)) > LAMP * usual:
            return Problem("glare", _box(place.corners, scene.picture))
    return None


def _around(lines: list[Quad]) -> Quad:
    left, top, right, bottom = bounds(lines)
    corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
    return Quad(np.array(corners, np.float32))


def _pixels(thumb: Pixels, place: Quad, scale: float) -> Pixels:
    mask = np.zeros(thumb.shape, np.uint8)
    cv2.fillConvexPoly(mask, np.round(place.corners * scale).astype(np.int32), 1)
    found = thumb[mask > 0]
    return found if found.size else np.zeros(1)


def _box(corners: Corners, picture: Pixels) -> Box:
    size = np.array(picture.shape[1::-1])
    (left, top), (right, bottom) = corners.min(axis=0) / size, corners.max(axis=0) / size
    sides = np.clip([left, top, right, bottom], 0, 1)
    return float(sides[0]), float(sides[1]), float(sides[2]), float(sides[3])


def _soft(scene: Scene) -> Problem | None:
    """Find edges so wide that strokes melt together, in lines that were hardly read."""
    if not scene.lines or scene.legibility >= LEGIBLE:
        return None
    width = float(np.median([_edge(scene.picture, one) for one in scene.lines]))
    return Problem("too_blurred") if width > SOFT else None


def _thumb(picture: Pixels, side: int = THUMB) -> Pixels:
    factor = min(1.0, side / max(picture.shape[:2]))
    size = [max(1, round(one * factor)) for one in picture.shape[1::-1]]
    return cv2.resize(picture, (size[0], size[1]), interpolation=cv2.INTER_AREA)


def _cut_off(scene: Scene) -> Problem | None:
    """Find a card that goes on beyond the picture, not other paper that does."""
    height, width = scene.picture.shape[:2]
    room = TOUCHES * max(height, width)
    if any(_outside(one.corners, width, height, 0) for one in scene.missing):
        return Problem("cut_off")
    long = [one for one in scene.lines if one.width > 2 * one.height]
    cut = sum(one.width for one in long if _outside(one.corners, width, height, -room))
    enough = 0.0 if scene.told is not None else MOST_CUT * sum(one.width for one in long)
    return Problem("cut_off") if cut > enough else None


def _outside(corners: Corners, width: int, height: int, room: float) -> bool:
    limits = np.array([width, height]) + room
    return bool((corners < -room).any() or (corners > limits).any())


def _glare(scene: Scene) -> Problem | None:
    """Look for a burnt spot that fades out: the rim of white paper is sharp."""
    thumb = _thumb(scene.picture).min(axis=2)
    burnt = cv2.morphologyEx((thumb >= BURNT).astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3)))
    count, spots, areas, _ = cv2.connectedComponentsWithStats(burnt)
    if count < 2:
        return None
    biggest = 1 + int(np.argmax(areas[1:, cv2.CC_STAT_AREA]))
    x, y, wide, high, area = (int(one) for one in areas[biggest])
    if area < GLARE * burnt.size or _fading(thumb, (spots == biggest).astype(np.uint8)) < FADING:
        return None
    height, width = burnt.shape
    return Problem("glare", (x / width, y / height, (x + wide) / width, (y + high) / height))


def _fading(thumb: Pixels, spot: Pixels) -> float:
    rim = cv2.dilate(spot, np.ones((7, 7), np.uint8)) - cv2.dilate(spot, np.ones((3, 3), np.uint8))
    levels = thumb[rim > 0]
    return float(((levels > 190) & (levels < BURNT)).mean()) if levels.size else 0.0


def _small(scene: Scene) -> Problem | None:
    heights = [min(one.height, one.width) for one in scene.lines]
    tiny = bool(heights) and float(np.median(heights)) < SMALL
    return Problem("too_small", _where(scene)) if tiny or _is_far_away(scene) else None


def _is_far_away(scene: Scene) -> bool:
    """Whether what looks like a card is sharp but too little for its text to be found."""
    if not scene.lines or len(scene.lines) > 4 or _noise(scene) > NOISY:
        return False
    left, top, right, bottom = _where(scene)
    widths = [_edge(scene.picture, one) for one in scene.lines]
    return (right - left) * (bottom - top) < LITTLE and float(np.median(widths)) < SHARP


def _edge(picture: Pixels, line: Quad) -> float:
    """Give how many pixels the sharpest edges take from ink to paper."""
    return _edge_of(_inside(picture, line))


def _edge_of(grey: Pixels) -> float:
    grey = cv2.GaussianBlur(grey, (0, 0), 0.7)
    contrast = float(np.percentile(grey, 97) - np.percentile(grey, 3))
    across, down = cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1)
    steepest = float(np.percentile(np.hypot(across, down), 98)) / 8
    return contrast / max(steepest, 0.1)


def _inside(picture: Pixels, line: Quad) -> Pixels:
    left, top, right, bottom = (round(one) for one in bounds([line]))
    part = picture[max(top, 0) : bottom, max(left, 0) : right]
    if part.size == 0:
        return np.zeros((2, 2), np.float32)
    return cv2.cvtColor(part, cv2.COLOR_BGR2GRAY).astype(np.float32)


def _where(scene: Scene) -> Box:
    height, width = scene.picture.shape[:2]
    left, top, right, bottom = bounds(scene.lines)
    return left / width, top / height, right / width, bottom / height
