"""Blame how the document lies by the outlines of sheets, where its labels do not tell enough."""

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from voltbay.recognition.reading.findings import Problem
from voltbay.recognition.reading.photo.covered import lies_flat
from voltbay.recognition.reading.photo.position import LARGE_PRINT, LINES, LITTLE, where
from voltbay.recognition.reading.photo.quality import (
    LEGIBLE,
    NOISY,
    SHARP,
    SMEARED,
    SOFT,
    SPREAD,
    edge,
    noise,
    smear,
    soft_all_over,
)
from voltbay.recognition.reading.photo.scene import Scene, pixels_in
from voltbay.recognition.reading.photo.sheets import Sheet
from voltbay.recognition.reading.photo.slant import LEANS, remaining, skew, turned_from
from voltbay.recognition.reading.pixels.geometry import Quad, bounds

FEW = 2  # lines that tell how a sheet lies
OTHER_PAPER = 3, 0.85  # lines on a sheet without labels, and their mean confidence
PART_OF = 0.03  # of a sheet's longer side, by which its parts may reach beyond it
SEEN_WELL = 5  # times that a sheet was seen, from which it is one without any text on it
CLEARLY = 20  # likewise, of a small one that shows no print
SHORT = 200.0  # pixels of a card's shorter side: its print has eleven
FRONTAL = 0.62  # of its true height or width; what is squeezed less is not steep
BLURRED = 10.0  # pixels from paper to ink, in which the outline of a smear is no sheet
STEEP = 0.55  # of its true height or width, from which on a card is squeezed: 57 degrees
CARDS = 1.2, 2.1  # of a card's longer side in its shorter ones, seen from above
EXACTLY = 1.3, 1.8  # likewise, where it was seen a few times only
SIGNS = 2  # labels or halves of long ones, and of codes: a sheet with so many is the document
FARTHEST = 0.03  # of the picture's longer side; what is smaller may be anything
WITHIN = 0.85  # of a sheet's width and height, where it is looked at
PRINTED = 0.82  # of the paper's brightness, below which print is
BESIDE = 2.0  # of a portrait's height, within which a card's lines are
UPRIGHT_BY = 0.1  # radians, to which a portrait stands across them
SLIGHTLY = 1.12  # likewise, with lines on it: other paper stands upright, as high as a steep card
LARGE = 0.2  # of the picture's longer side: of less its form tells nothing
AT_EDGE = 0.006  # of the picture's longer side


def far_alone(scene: Scene) -> Problem | None:
    """Find a card so far away that all lines are on it: however soft they seem, they are small."""
    if scene.told is not None or not 0 < len(scene.lines) <= LINES:
        return None
    left, top, right, bottom = where(scene)
    if (right - left) * (bottom - top) > LITTLE:
        return None
    far = _every_far(scene)
    found = next((one for one in far if len(_lines_on(one, scene)) == len(scene.lines)), None)
    return Problem("too_small", scene.box_of(found.corners)) if found else None


def clearly_far(scene: Scene) -> Problem | None:
    """Find a small sharp card, where lines seem soft: of cloth around it, or of tiny print."""
    if scene.told is not None:
        return None
    return _first_far([one for one in scene.outlines.sheets if _is_clear(one, scene)], scene)


def far_card(scene: Scene) -> Problem | None:
    """Find a small sheet with a card's form."""
    return _first_far(scene.outlines.sheets, scene)


def far_on_paper(scene: Scene) -> Problem | None:
    """Find a small card by its sides alone, on what its colour does not part it from."""
    if scene.told is not None or (scene.lines and noise(scene) > NOISY):
        return None
    return _first_far(scene.outlines.small_cards, scene)


def _first_far(sheets: list[Sheet], scene: Scene) -> Problem | None:
    found = next(_far(sheets, scene), None)
    return Problem("too_small", scene.box_of(found.corners)) if found else None


def _every_far(scene: Scene) -> Iterator[Sheet]:
    yield from _far(scene.outlines.sheets, scene)
    yield from _far(scene.outlines.small_cards, scene)


def _far(sheets: list[Sheet], scene: Scene) -> Iterator[Sheet]:
    """Give what is a card so far away that no label on it could be read, and no bit of a smear."""
    if any(one.height > LARGE_PRINT for one in scene.signs):
        return
    if soft_all_over(scene):
        sheets = [one for one in sheets if _is_clear(one, scene)]
    yield from (one for one in sheets if _is_far_card(one, scene))


def _is_clear(sheet: Sheet, scene: Scene) -> bool:
    """Whether a sheet was seen often, and is sharp whichever way a camera may have moved."""
    outline = Quad(sheet.corners)
    is_sharp = edge(scene.picture, outline) < SHARP and smear(scene.picture, outline) < SMEARED
    return sheet.times >= CLEARLY and is_sharp


def by_outline(scene: Scene) -> Problem | None:
    """Find the document among the sheets in view, if no label tells where it is.

    Where labels tell, but little can be read or its form is not a card's, the sheet that they are
    on may be squeezed.
    """
    told = scene.told
    if scene.legibility >= LEGIBLE and lies_flat(scene):
        return None
    if scene.lines and noise(scene) > NOISY:
        return None  # nor can other paper be read
    return _among_sheets(scene) if told is None else _under(told, scene)


def under_labels(scene: Scene) -> Problem | None:
    """Find that the card is squeezed though its labels do not tell: perspective hides it from them.

    This is asked for last, as outlines cost more than anything else.
    """
    told = scene.told
    return _under(told, scene) if told is not None and noise(scene) <= NOISY else None


def _under(told: Quad, scene: Scene) -> Problem | None:
    mine = (one for one in scene.outlines.sheets if one.holds(told.middle) or _is_own(one, scene))
    found = (_of_sheet(one, scene) for one in mine)
    return next((one for one in found if one and one.code == "too_tilted"), None)


def _among_sheets(scene: Scene) -> Problem | None:
    """Find the document among the sheets.

    A sheet that holds what only the document says is it. Else one that can be read is other paper.
    One that leans far away comes first, then a small one with a card's form; of the rest the
    largest counts that is squeezed, or goes on beyond the picture.
    """
    own = [one for one in scene.outlines.sheets if _is_own(one, scene)]
    if leaning := next((one for one in own if _leans(one, scene)), None):
        return Problem("too_tilted", scene.box_of(leaning.corners))
    if own:  # the smallest: other paper may lie under it
        return _of_sheet(own[-1], scene, is_own=True)
    if any(_is_marked_and_cut(one, scene) for one in scene.outlines.sheets):
        return Problem("cut_off")
    sheets = [one for one in scene.outlines.sheets if not _is_crossed(one, scene)]
    read = [one for one in scene.outlines.sheets if can_be_read(one, scene)]
    unread = [one for one in sheets if not any(_is_part(one, other) for other in read)]
    if leaning := next((one for one in unread if _leans(one, scene)), None):
        return Problem("too_tilted", scene.box_of(leaning.corners))
    if far := _first_far(sheets, scene):
        return far
    if soft_all_over(scene):  # smears of one card look like sheets that lean
        unread = [one for one in unread if _is_clear(one, scene)]
    others = (_of_sheet(one, scene) for one in unread)
    return next((one for one in others if one), None)


def _is_own(sheet: Sheet, scene: Scene) -> bool:
    return sum(sheet.holds(sign.middle) for sign in scene.signs) >= SIGNS


def _is_marked_and_cut(sheet: Sheet, scene: Scene) -> bool:
    """Whether a label is on a sheet that can be read and that the picture's edge cuts."""
    is_marked = any(sheet.holds(sign.middle) for sign in scene.signs)
    return is_marked and can_be_read(sheet, scene) and _edges_of(sheet, scene) == 1


def _is_crossed(sheet: Sheet, scene: Scene) -> bool:
    """Whether a line that was read well runs over its sides: then it is light on other paper."""
    outline = sheet.corners.astype(np.float32)
    for line in _read_lines(scene):
        points = (line.left, line.middle, line.right)
        depths = [
            cv2.pointPolygonTest(outline, (float(x), float(y)), measureDist=True) for x, y in points
        ]
        if min(depths) < -line.height and max(depths) > line.height:
            return True
    return False


def _read_lines(scene: Scene) -> list[Quad]:
    lines = zip(scene.lines, scene.trust, strict=False)
    return [one for one, trust in lines if trust >= LEGIBLE and one.width > 2 * one.height]


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
    skewed = skew(sheet) > (SLIGHTLY if lines else LEANS)
    at_edge = _corners_at_edge(sheet, scene)
    is_whole = at_edge == 0 or (at_edge == 1 and _is_own(sheet, scene))
    is_steep = is_whole and skewed and remaining(sheet, lines, scene.wide) < STEEP
    if is_steep and is_large and (lines or sheet.times >= SEEN_WELL):
        return Problem("too_tilted", scene.box_of(sheet.corners))
    is_small = is_own and sheet.shorter < SHORT
    return Problem("too_small", scene.box_of(sheet.corners)) if is_small else None


def _leans(sheet: Sheet, scene: Scene) -> bool:
    """Whether a large sheet is seen so much from the side that its facing sides differ by far."""
    is_sure = sheet.times >= SEEN_WELL and sheet.longer > LARGE * max(scene.picture.shape[:2])
    if not is_sure or skew(sheet) < LEANS or _corners_at_edge(sheet, scene):
        return False
    if edge(scene.picture, Quad(sheet.corners)) > BLURRED or not _has_print(sheet, scene):
        return False
    return remaining(sheet, _lines_on(sheet, scene), scene.wide) < STEEP


def _is_far_card(sheet: Sheet, scene: Scene) -> bool:
    """Whether a sheet is as small as a card whose print cannot be read, and has its form."""
    is_small = FARTHEST * max(scene.picture.shape[:2]) < sheet.shorter < SHORT
    if not is_small or _edges_of(sheet, scene) or not _is_card(sheet):
        return False
    outline = Quad(sheet.corners)
    if edge(scene.picture, outline) > SOFT or smear(scene.picture, outline) > SPREAD:
        return False  # a part of a card that is blurred, such as its portrait
    if sheet.times < CLEARLY and not _has_print(sheet, scene):
        return False
    lines = _lines_on(sheet, scene)
    highs = [min(one.height, one.width) for one in lines]
    if can_be_read(sheet, scene) and np.median(highs) > LARGE_PRINT:
        return False
    return remaining(sheet, lines, scene.wide) > FRONTAL and not _stands_among_lines(sheet, scene)


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
        for line in _read_lines(scene)
        if not sheet.holds(line.middle)
        and np.linalg.norm(line.middle - sheet.corners.mean(axis=0)) < BESIDE * sheet.longer
    ]
    sides = sheet.sides
    first = 0 if sides[0] + sides[2] > sides[1] + sides[3] else 1
    long_side = np.roll(sheet.corners, -first, axis=0)
    across = [turned_from(long_side, one) for one in near]
    return sum(one > np.pi / 2 - UPRIGHT_BY for one in across) >= FEW


def _lines_on(sheet: Sheet, scene: Scene) -> list[Quad]:
    return [one for one in scene.lines if sheet.holds(one.middle)]


def can_be_read(sheet: Sheet, scene: Scene) -> bool:
    """Whether lines on a sheet were read well: without a label among them it is other paper."""
    on_it = [sheet.holds(one.middle) for one in scene.lines]
    trust = [one for one, held in zip(scene.trust, on_it, strict=False) if held]
    return len(trust) >= OTHER_PAPER[0] and float(np.mean(trust)) >= OTHER_PAPER[1]


def _is_card(sheet: Sheet) -> bool:
    """Whether it was seen often with a card's form, or a few times with just that form."""
    form = sheet.longer / max(sheet.shorter, 1.0)
    is_exact = EXACTLY[0] < form < EXACTLY[1] and skew(sheet) < SLIGHTLY
    return CARDS[0] < form < CARDS[1] and (is_exact or sheet.times >= SEEN_WELL)


def _edges_of(sheet: Sheet, scene: Scene) -> int:
    """Count the picture's edges that are sides of it; of a table beside a card, many."""
    return sum(int(one.sum()) >= 2 for one in _at_edges(sheet, scene))


def _corners_at_edge(sheet: Sheet, scene: Scene) -> int:
    """Count the corners that the picture's edge may cut: then its form tells less how it lies."""
    return int(np.any(_at_edges(sheet, scene), axis=0).sum())


def _at_edges(sheet: Sheet, scene: Scene) -> list[NDArray[np.bool_]]:
    """Say for each edge of the picture which corners are at it."""
    wide, high = scene.picture.shape[1::-1]
    room = AT_EDGE * max(wide, high)
    x, y = sheet.corners.T
    return [x < room, y < room, x > wide - room, y > high - room]
