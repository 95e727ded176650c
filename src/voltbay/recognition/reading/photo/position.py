"""Blame how the document lies in the picture: cut off, seen from the side, too far away."""

import cv2
import numpy as np

from voltbay.recognition.reading.findings import Box, Problem
from voltbay.recognition.reading.photo.quality import (
    LEGIBLE,
    NOISY,
    SHARP,
    SOFT,
    edge,
    height,
    noise,
)
from voltbay.recognition.reading.photo.scene import Scene, pixels_in
from voltbay.recognition.reading.photo.sheets import Sheet
from voltbay.recognition.reading.pixels.geometry import Corners, Quad, bounds

SMALL = 11.0  # pixels of text height: Chinese characters need about as many
LITTLE = 0.2  # share of the picture below which a card without readable text is too far away
MOST_CUT = 0.3  # share of the lines that end at the edge, if none is known to be on the card
LINES = 12  # longer than high, that a card has at most
SURELY = 0.8  # share of the place where a value may stand, in which most of it does
BEYOND = 0.08  # share of a card; labels tell no better where its right side is
TOUCHES = 0.004  # of the picture's side: text so near its edge goes on beyond it
ROOM = 0.35  # heights of a line, likewise: its box ends before the character that is cut
SQUEEZED = 1.7  # times that a card's facing sides may differ, or its form from the true one
UPRIGHT = 0.52, 1.4  # heights that a Chinese character is wide; seen from the side it is not
FEW, MANY = 2, 0.3  # lines, and their share, that tell it: other paper may lie flat
OTHER_PAPER = 3, 0.85  # lines on a sheet without labels, and their mean confidence
PART_OF = 0.03  # of a sheet's longer side, by which its parts may reach beyond it
SEEN_WELL = 5  # times that a sheet was seen, from which it is one without any text on it
CLEARLY = 20  # likewise, of a small one that shows no print
SHORT = 200.0  # pixels of a card's shorter side: its print has eleven
FRONTAL = 0.62  # of its true height or width; what is squeezed less is not steep
STEEP = 0.55  # of its true height or width, from which on a card is squeezed: 57 degrees
CARDS = 1.2, 2.1  # of a card's longer side in its shorter ones, seen from above
EXACTLY = 1.3, 1.8  # likewise, where it was seen a few times only
SIGNS = 2  # labels or halves of long ones, and of codes: a sheet with so many is the document
FARTHEST = 0.03  # of the picture's longer side; what is smaller may be anything
WITHIN = 0.85  # of a sheet's width and height, where it is looked at
PRINTED = 0.82  # of the paper's brightness, below which print is
LARGE_PRINT = 16.0  # pixels, likewise: on a card as small as that no line is as high
BESIDE = 2.0  # of a portrait's height, within which a card's lines are
UPRIGHT_BY = 0.1  # radians, to which a portrait stands across them
LEANS = 1.3  # times that facing sides differ on a card that leans away from the camera
SLIGHTLY = 1.12  # likewise, with lines on it: other paper stands upright, as high as a steep card
LARGE = 0.2  # of the picture's longer side: of less its form tells nothing
TINY = 3  # lines of it side by side, of which other paper has none
NEAR = 0.09  # of the picture's longer side, within which they stand
AT_EDGE = 0.006  # of the picture's longer side


def cut_off(scene: Scene) -> Problem | None:
    """Find a card that goes on beyond the picture, not other paper that does."""
    wide, high = scene.picture.shape[1::-1]
    places = (*scene.missing, *(one.part(0, SURELY) for one in scene.lost))
    if any(_outside(one.corners, wide, high) for one in places) or _is_told_beyond(scene):
        return Problem("cut_off")
    long = [one for one in scene.lines if one.width > 2 * one.height]
    if any(_ends_at_edge(one, wide, high) for one in scene.signs):
        return Problem("cut_off")
    if scene.told is None and len(long) > LINES:
        return None  # most of them are other print's
    cut = sum(one.width for one in long if _ends_at_edge(one, wide, high))
    enough = 0.0 if scene.told is not None else MOST_CUT * sum(one.width for one in long)
    return Problem("cut_off") if cut > enough else None


def _is_told_beyond(scene: Scene) -> bool:
    """Whether labels tell that a part of the card lies beyond the picture."""
    if scene.told is None:
        return False
    wide, high = scene.picture.shape[1::-1]
    frame = np.array([(0, 0), (wide, 0), (wide, high), (0, high)], np.float32)
    card = scene.told.corners.astype(np.float32)
    inside, _ = cv2.intersectConvexConvex(card, frame)
    return inside < (1 - BEYOND) * cv2.contourArea(card)


def _ends_at_edge(line: Quad, wide: int, high: int) -> bool:
    room = max(TOUCHES * max(wide, high), ROOM * line.height)
    ends = np.array([line.left - room * line.direction, line.right + room * line.direction])
    return _outside(ends, wide, high)


def _outside(corners: Corners, wide: int, high: int) -> bool:
    return bool((corners < 0).any() or (corners > np.array([wide, high])).any())


def squeezed(scene: Scene) -> Problem | None:
    """Find characters on the card far narrower or lower than they are printed."""
    narrow = sum(one < UPRIGHT[0] for one in scene.pitches)
    low = sum(one > UPRIGHT[1] for one in scene.pitches)
    told = max(narrow, low)
    is_tilted = told >= FEW and told >= MANY * len(scene.pitches)
    return Problem("too_tilted") if is_tilted else None


def tilted(scene: Scene) -> Problem | None:
    """Find a card seen so much from the side that its print is squeezed."""
    if scene.legibility >= LEGIBLE or steepness(scene) < SQUEEZED:
        return None
    return Problem("too_tilted")


def steepness(scene: Scene) -> float:
    """Give how far the card's form is from one seen from straight above."""
    if scene.card is None:
        return 1.0
    corners = scene.card.corners
    sides = np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1)
    skew = np.exp(np.abs(np.log(sides[:2] / sides[2:])).max())
    share = (sides[0] + sides[2]) / (sides[1] + sides[3]) / scene.wide
    return float(max(skew, share, 1 / share))


def small(scene: Scene) -> Problem | None:
    """Find print too small to be read, or a card so far away that its print was not found."""
    tiny = bool(scene.lines) and height(scene) < SMALL
    return Problem("too_small", where(scene)) if tiny or _is_far_away(scene) else None


def where(scene: Scene) -> Box:
    """Give what is around all lines as a share of the picture."""
    tall, wide = scene.picture.shape[:2]
    left, top, right, bottom = bounds(scene.lines)
    return left / wide, top / tall, right / wide, bottom / tall


def _is_far_away(scene: Scene) -> bool:
    """Whether what looks like a card is sharp but too little for its text to be found."""
    if not scene.lines or len(scene.lines) > 4 or noise(scene) > NOISY:
        return False
    left, top, right, bottom = where(scene)
    widths = [edge(scene.picture, one) for one in scene.lines]
    return (right - left) * (bottom - top) < LITTLE and float(np.median(widths)) < SHARP


def far_alone(scene: Scene) -> Problem | None:
    """Find a card so far away that all lines are on it: however soft they seem, they are small."""
    if scene.told is not None or not 0 < len(scene.lines) <= LINES:
        return None
    left, top, right, bottom = where(scene)
    if (right - left) * (bottom - top) > LITTLE:
        return None
    far = (one for one in scene.sheets if _is_far_card(one, scene))
    found = next((one for one in far if len(_lines_on(one, scene)) == len(scene.lines)), None)
    return Problem("too_small", scene.box_of(found.corners)) if found else None


def by_outline(scene: Scene) -> Problem | None:
    """Find the document among the sheets in view, if no label tells where it is.

    Where labels tell, but little can be read, the sheet that they are on may be squeezed.
    """
    told = scene.told
    if told is not None and scene.legibility >= LEGIBLE:
        return None
    if scene.lines and noise(scene) > NOISY:
        return None  # nor can other paper be read
    if told is None:
        return _among_sheets(scene)
    found = (_of_sheet(one, scene) for one in scene.sheets if one.holds(told.middle))
    return next((one for one in found if one and one.code == "too_tilted"), None)


def _among_sheets(scene: Scene) -> Problem | None:
    """Find the document among the sheets.

    A sheet that holds what only the document says is it. Else one that can be read is other paper.
    One that leans far away comes first, then a small one with a card's form; of the rest the
    largest counts that is squeezed, or goes on beyond the picture.
    """
    sheets = scene.sheets
    own = [one for one in sheets if sum(one.holds(sign.middle) for sign in scene.signs) >= SIGNS]
    if own:  # the smallest: other paper may lie under it
        return _of_sheet(own[-1], scene, is_own=True)
    read = [one for one in sheets if can_be_read(one, scene)]
    unread = [one for one in sheets if not any(_is_part(one, other) for other in read)]
    if leaning := next((one for one in unread if _leans(one, scene)), None):
        return Problem("too_tilted", scene.box_of(leaning.corners))
    if far := next((one for one in sheets if _is_far_card(one, scene)), None):
        return Problem("too_small", scene.box_of(far.corners))
    others = (_of_sheet(one, scene) for one in unread)
    return next((one for one in others if one), None)


def _is_part(sheet: Sheet, other: Sheet) -> bool:
    """Whether a sheet lies within another one, or is it: shadows part paper as edges do."""
    room = PART_OF * other.longer
    outline = other.corners.astype(np.float32)
    away = (
        cv2.pointPolygonTest(outline, (float(x), float(y)), measureDist=True)
        for x, y in sheet.corners
    )
    return all(one > -room for one in away)


def _of_sheet(sheet: Sheet, scene: Scene, *, is_own: bool = False) -> Problem | None:
    """Give what is wrong with how a sheet lies, if it is the document; `is_own`: as it surely is.

    Whether it is too small is asked before, unless it is surely the document.
    """
    is_large = sheet.longer > LARGE * max(scene.picture.shape[:2])
    lines = _lines_on(sheet, scene)
    if edges := _edges_of(sheet, scene):
        clear = scene.legibility >= LEGIBLE  # else other paper cannot be told by its print
        is_cut = clear and edges == 1 and is_large and len(lines) >= FEW
        return Problem("cut_off") if is_own or is_cut else None
    skewed = _skew(sheet) > (SLIGHTLY if lines else LEANS)
    is_steep = _share(sheet, lines, scene.wide) < STEEP and skewed
    if is_steep and is_large and (lines or sheet.times >= SEEN_WELL):
        return Problem("too_tilted", scene.box_of(sheet.corners))
    is_small = is_own and sheet.shorter < SHORT
    return Problem("too_small", scene.box_of(sheet.corners)) if is_small else None


def _leans(sheet: Sheet, scene: Scene) -> bool:
    """Whether a large sheet is seen so much from the side that its facing sides differ by far."""
    is_sure = sheet.times >= SEEN_WELL and sheet.longer > LARGE * max(scene.picture.shape[:2])
    if not is_sure or _skew(sheet) < LEANS or _edges_of(sheet, scene):
        return False
    return _share(sheet, _lines_on(sheet, scene), scene.wide) < STEEP


def _is_far_card(sheet: Sheet, scene: Scene) -> bool:
    """Whether a sheet is as small as a card whose print cannot be read, and has its form."""
    is_small = FARTHEST * max(scene.picture.shape[:2]) < sheet.shorter < SHORT
    if not is_small or _edges_of(sheet, scene) or not _is_card(sheet):
        return False
    if edge(scene.picture, Quad(sheet.corners)) > SOFT:
        return False  # a part of a card that is blurred, such as its portrait
    if sheet.times < CLEARLY and not _has_print(sheet, scene):
        return False
    lines = _lines_on(sheet, scene)
    highs = [min(one.height, one.width) for one in lines]
    if can_be_read(sheet, scene) and np.median(highs) > LARGE_PRINT:
        return False
    return _share(sheet, lines, scene.wide) > FRONTAL and not _stands_among_lines(sheet, scene)


def _has_print(sheet: Sheet, scene: Scene) -> bool:
    """Whether something dark stands on paper within its outline: grain is less deep."""
    middle = sheet.corners.mean(axis=0)
    inner = Quad((middle + WITHIN * (sheet.corners - middle)).astype(np.float32))
    left, top, right, bottom = (max(0, round(one)) for one in bounds([inner]))
    part = cv2.cvtColor(scene.picture[top : bottom + 1, left : right + 1], cv2.COLOR_BGR2GRAY)
    grey = pixels_in(part, Quad(inner.corners - np.array([left, top], np.float32)), 1.0)
    dark, paper = np.percentile(grey, (3, 80)) if grey.size else (255.0, 255.0)
    return bool(dark < PRINTED * paper)


def _stands_among_lines(sheet: Sheet, scene: Scene) -> bool:
    """Whether it stands upright beside lines that can be read, as a portrait does."""
    near = [
        line
        for line, trust in zip(scene.lines, scene.trust, strict=False)
        if trust >= LEGIBLE
        and line.width > 2 * line.height
        and not sheet.holds(line.middle)
        and np.linalg.norm(line.middle - sheet.corners.mean(axis=0)) < BESIDE * sheet.longer
    ]
    sides = sheet.sides
    first = 0 if sides[0] + sides[2] > sides[1] + sides[3] else 1
    long_side = np.roll(sheet.corners, -first, axis=0)
    across = [_across(long_side, one) for one in near]
    return sum(one > np.pi / 2 - UPRIGHT_BY for one in across) >= FEW


def _lines_on(sheet: Sheet, scene: Scene) -> list[Quad]:
    return [one for one in scene.lines if sheet.holds(one.middle)]


def tiny_print(scene: Scene) -> Problem | None:
    """Find print too small to be read in one place: a card far away, on or beside other paper."""
    if scene.told is not None:
        return None
    hard = [
        line
        for line, trust in zip(scene.lines, scene.trust, strict=False)
        if min(line.height, line.width) < SMALL and trust < LEGIBLE
    ]
    reach = NEAR * max(scene.picture.shape[:2])
    for one in hard:
        around = [other for other in hard if np.linalg.norm(other.middle - one.middle) < reach]
        if len(around) >= TINY:
            corners = np.concatenate([other.corners for other in around])
            return Problem("too_small", scene.box_of(corners))
    return None


def can_be_read(sheet: Sheet, scene: Scene) -> bool:
    """Whether lines on a sheet were read well: without a label among them it is other paper."""
    on_it = [sheet.holds(one.middle) for one in scene.lines]
    trust = [one for one, held in zip(scene.trust, on_it, strict=False) if held]
    return len(trust) >= OTHER_PAPER[0] and float(np.mean(trust)) >= OTHER_PAPER[1]


def _is_card(sheet: Sheet) -> bool:
    """Whether it was seen often with a card's form, or a few times with just that form."""
    form = sheet.longer / max(sheet.shorter, 1.0)
    is_exact = EXACTLY[0] < form < EXACTLY[1] and _skew(sheet) < SLIGHTLY
    return CARDS[0] < form < CARDS[1] and (is_exact or sheet.times >= SEEN_WELL)


def _skew(sheet: Sheet) -> float:
    """Give how many times one side is as long as the facing one: 1 from above."""
    return float(np.exp(np.abs(np.log(sheet.sides[:2] / sheet.sides[2:])).max()))


def _edges_of(sheet: Sheet, scene: Scene) -> int:
    """Count the picture's edges that are sides of it; of a table beside a card, many."""
    wide, high = scene.picture.shape[1::-1]
    room = AT_EDGE * max(wide, high)
    x, y = sheet.corners.T
    at = [x < room, y < room, x > wide - room, y > high - room]
    return sum(int(one.sum()) >= 2 for one in at)


def _share(sheet: Sheet, lines: list[Quad], wide: float) -> float:
    """Give what is left of a card's height or width, as its slant takes it: 1 from above.

    Which of its sides are the long ones, lines of text tell, or the sides that perspective makes
    differ, which stand across the slant; else the one that is less steep.
    """
    shares = [_left_of(np.roll(sheet.corners, turn, axis=0), wide) for turn in (0, 1)]
    sides = sheet.sides
    skews = np.abs(np.log(sides[:2] / sides[2:]))
    long = [one for one in lines if one.width > 2 * one.height]
    if len(long) >= FEW:
        along = np.median([_across(sheet.corners, one) for one in long])
        return shares[0] if along < np.pi / 4 else shares[1]
    if skews.max() > np.log(LEANS):
        # Facing sides 0 and 2 differ: they stand across the slant, so 1 and 3 are squeezed.
        squeezed_pair = 1 if skews[0] > skews[1] else 0
        return min(shares) if sides[squeezed_pair] < sides[1 - squeezed_pair] else max(shares)
    return max(shares)


def _across(corners: Corners, line: Quad) -> float:
    """Give how far a line is turned from the first side, up to a right angle."""
    first = corners[1] - corners[0] + corners[2] - corners[3]
    first = first / max(float(np.linalg.norm(first)), 1e-6)
    return float(np.arccos(min(1.0, abs(float(first @ line.direction)))))


def _left_of(corners: Corners, wide: float) -> float:
    """Give the smaller stretch of a card of `wide` heights in its middle, by the larger one."""
    flat = np.array([(0, 0), (wide, 0), (wide, 1), (0, 1)], np.float32)
    matrix = cv2.getPerspectiveTransform(flat, corners.astype(np.float32))
    x, y, w = matrix @ np.array([wide / 2, 0.5, 1.0])
    slopes = (matrix[:2, :2] - np.outer([x / w, y / w], matrix[2, :2])) / w
    large, little = np.linalg.svd(slopes, compute_uv=False)
    return float(little / max(large, 1e-6))
