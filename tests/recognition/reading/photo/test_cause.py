"""Why a photo cannot be read: one cause at a time, on a sheet that is otherwise good."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from voltbay.recognition.reading.photo.cause import cause, cause_without_print
from voltbay.recognition.reading.photo.quality import grain
from voltbay.recognition.reading.photo.scene import Scene
from voltbay.recognition.reading.pixels.geometry import Quad

HEIGHT, WIDTH = 900, 1400
HARDLY_READ = 0.5


def sheet():
    paper = np.full((HEIGHT, WIDTH, 3), 215, np.uint8)
    for row in ROWS:
        cv2.putText(paper, "VOLTBAY SAMPLE 2026", (200, row), 0, 1.6, (40, 40, 40), 3)
    return paper


ROWS = range(250, 700, 110)


def box(left, top, right, bottom):
    corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
    return Quad(np.array(corners, np.float32))


def scene(picture, *, legibility=HARDLY_READ, **known):
    lines = [box(200, row - 40, 760, row + 8) for row in ROWS]
    return Scene(picture, lines, known.pop("missing", []), legibility, **known)


def code_of(found):
    problem = cause(found)
    return problem and problem.code


def noisy(picture, strength):
    noise = np.random.default_rng(1).normal(0, strength, picture.shape)
    return np.clip(picture + noise, 0, 255).astype(np.uint8)


CARD = box(150, 150, 1100, 750)


def test_a_good_photo_of_unusual_print_has_no_cause():
    assert code_of(scene(sheet(), legibility=0.95)) is None


def test_noise_is_no_blur():
    assert code_of(scene(noisy(sheet() * 0.4, 25))) == "too_noisy"


def test_blur_is_no_noise():
    assert code_of(scene(cv2.GaussianBlur(sheet(), (0, 0), 7))) == "too_blurred"


@pytest.mark.parametrize("down", [0, 1])
def test_a_camera_that_moved_is_blur_though_edges_its_way_stay_sharp(down):
    way = np.zeros((31, 31))
    way[(slice(None), 15) if down else (15, slice(None))] = 1 / 31

    assert code_of(scene(cv2.filter2D(sheet(), -1, way))) == "too_blurred"


@pytest.mark.parametrize(("length", "said"), [(41, "too_blurred"), (1, "too_small")])
def test_bits_of_a_smear_that_seem_to_be_tiny_lines_are_blur(length, said):
    seen = cv2.filter2D(sheet(), -1, np.full((1, length), 1 / length))
    bits = [box(200 + 90 * at, row, 206 + 90 * at, row + 5) for row in ROWS for at in range(7)]

    assert code_of(Scene(seen, bits, [], 0.2, trust=(0.2,) * len(bits))) == said


def test_a_camera_that_moved_aslant_is_blur_as_soon_as_nothing_was_read():
    way = np.eye(15) / 15
    seen = scene(cv2.filter2D(sheet(), -1, way), legibility=0.3)

    assert code_of(seen) == "too_blurred"
    assert code_of(replace(seen, picture=sheet())) is None


def test_a_sheet_squeezed_under_labels_that_seem_to_lie_flat_is_tilted():
    seen = table_with(STEEP)
    labels = tuple(box(x, 400, x + 60, 416) for x in (700, 900, 1100))

    flat = box(680, 330, 1280, 730)
    assert code_of(replace(seen, told=flat, signs=labels)) == "too_tilted"


def test_dim_paper_wants_light():
    assert code_of(scene((sheet() * 0.25).astype(np.uint8))) == "too_dark"


def test_a_lost_value_in_the_spot_of_a_lamp_is_glare():
    lit = sheet().astype(np.float32) * 0.5
    cv2.circle(lit, (900, 300), 140, (235, 235, 235), -1)

    found = scene(lit.astype(np.uint8), card=CARD, lost=(box(820, 270, 1000, 330),))

    assert code_of(found) == "glare"


def test_a_value_lost_elsewhere_is_no_glare():
    lit = sheet().astype(np.float32) * 0.5
    cv2.circle(lit, (1250, 120), 100, (235, 235, 235), -1)

    found = scene(lit.astype(np.uint8), card=CARD, lost=(box(820, 570, 1000, 630),))

    assert code_of(found) != "glare"


def test_a_card_seen_from_the_side_is_tilted():
    wedge = Quad(np.array([(150, 330), (1100, 150), (1100, 750), (150, 560)], np.float32))

    assert code_of(scene(sheet(), card=wedge)) == "too_tilted"


@pytest.mark.parametrize(
    ("pitches", "said"),
    [
        ((0.31, 0.36, 0.41), "too_tilted"),
        ((1.48, 1.57), "too_tilted"),
        ((0.3, 0.37, 0.85, 0.9, 0.9), "too_tilted"),  # beside paper that lies flat
        ((0.3, 0.8, 0.9), None),
        ((0.61, 0.77, 1.07), None),
    ],
)
def test_characters_that_are_squeezed_say_that_the_card_is_tilted(pitches, said):
    assert code_of(scene(sheet(), legibility=0.9, pitches=pitches)) == said


def test_rows_of_labels_too_near_each_other_say_that_the_card_is_tilted():
    low = box(150, 150, 1100, 480)  # as wide as a card twice as high

    assert code_of(scene(sheet(), legibility=0.9, told=low)) == "too_tilted"
    assert code_of(scene(sheet(), legibility=0.9, told=box(150, 150, 1050, 750))) is None


def test_a_squeezed_card_is_tilted_whatever_seems_to_cover_its_values():
    dark = sheet()
    cv2.rectangle(dark, (820, 250), (1000, 350), (60, 80, 115), -1)
    known = {
        "legibility": 0.9,
        "told": box(150, 150, 1050, 750),
        "lost": (box(820, 270, 990, 330),),
    }

    assert code_of(scene(dark, **known)) == "covered"
    assert code_of(scene(dark, **known, pitches=(0.31, 0.36))) == "too_tilted"


def test_faint_print_is_not_drowned_in_the_little_noise_that_any_photo_has():
    faint = noisy(cv2.addWeighted(sheet(), 0.05, np.full_like(sheet(), 200), 0.95, 0), 4)

    assert code_of(scene(faint)) != "too_noisy"


def test_noise_is_seen_around_the_only_line_that_was_found_in_it():
    only = Scene(noisy(sheet(), 60), [box(200, 210, 760, 250)], [], HARDLY_READ)

    assert code_of(only) == "too_noisy"


def test_a_label_beyond_the_edge_says_that_the_card_is_cut_off():
    found = scene(sheet(), legibility=0.95, missing=[box(200, 910, 400, 950)])

    assert code_of(found) == "cut_off"


@pytest.mark.parametrize(("at_the_edge", "said"), [(1, None), (7, "cut_off")])
def test_one_line_of_another_paper_at_the_edge_cuts_no_card_off(at_the_edge, said):
    beside = [box(1150, 100 + 60 * at, 1400, 140 + 60 * at) for at in range(at_the_edge)]
    plain = scene(sheet(), legibility=0.95)

    assert code_of(Scene(plain.picture, [*plain.lines, *beside], [], 0.95)) == said


def test_nothing_but_grain_is_noise():
    assert grain(noisy(sheet() * 0.5, 60)).code == "too_noisy"
    assert grain(sheet()) is None


def table_with(corners):
    """Lay other paper, full of print that can be read, on a table; and a card, if there is one."""
    table = np.clip(np.random.default_rng(3).normal(95, 6, (HEIGHT, WIDTH, 3)), 0, 255)
    picture = table.astype(np.uint8)
    cv2.rectangle(picture, (60, 60), (520, 700), (238, 244, 240), -1)
    if corners:
        cv2.fillConvexPoly(picture, np.array(corners, np.int32), (230, 238, 244))
    lines = [box(90, row, 470, row + 30) for row in range(100, 640, 60)]
    return Scene(picture, lines, [], 0.97, trust=(0.97,) * len(lines))


STEEP = [(620, 310), (1300, 350), (1320, 560), (640, 450)]  # a third of its height is left
STEEP_ASIDE = [(700, 120), (960, 210), (960, 690), (700, 780)]  # or of its width


@pytest.mark.parametrize(
    ("corners", "said"),
    [
        ([(900, 400), (1060, 415), (1050, 516), (890, 501)], "too_small"),
        (STEEP, "too_tilted"),
        (STEEP_ASIDE, "too_tilted"),
        ([], None),
    ],
    ids=["small", "steep", "steep aside", "no card"],
)
def test_beside_other_paper_a_card_without_readable_print_is_told_by_its_outline(corners, said):
    assert code_of(table_with(corners)) == said


@pytest.mark.parametrize("by", [0, 110], ids=["on the table", "at the edge"])
def test_the_form_of_a_sheet_at_the_edge_of_the_picture_tells_no_tilt(by):
    seen = table_with([(x + by, y) for x, y in STEEP])

    assert code_of(seen) == (None if by else "too_tilted")


def test_light_on_other_paper_is_no_sheet_as_lines_run_over_its_sides():
    seen = table_with([])
    shine = np.array([(260, 100), (620, 190), (620, 420), (260, 560)], np.int32)
    cv2.fillConvexPoly(seen.picture, shine, (255, 255, 255))

    assert code_of(seen) is None


def moved(picture):
    return cv2.filter2D(picture, -1, np.full((1, 41), 1 / 41))


def test_without_any_print_a_small_sharp_card_is_too_far_and_what_moved_is_blurred():
    far = table_with([(900, 400), (1060, 415), (1050, 516), (890, 501)]).picture
    cv2.rectangle(far, (920, 430), (960, 480), (60, 60, 60), -1)

    assert cause_without_print(Scene(far, [], [], 0.0)).code == "too_small"
    assert cause_without_print(Scene(moved(far), [], [], 0.0)).code == "too_blurred"


def test_a_lamp_takes_nothing_from_other_paper_that_can_be_read():
    lit = table_with([])
    spot = np.zeros((HEIGHT, WIDTH), np.float32)
    cv2.circle(spot, (1100, 450), 160, 400, -1)
    lit.picture[:] = np.clip(lit.picture + cv2.GaussianBlur(spot, (0, 0), 40)[..., None], 0, 255)
    label = (box(90, 100, 170, 130),)

    assert code_of(lit) is None
    assert code_of(replace(lit, signs=label)) == "glare"


def test_a_card_that_labels_tell_to_go_on_beyond_the_picture_is_cut_off():
    told = box(900, 200, 1600, 650)

    assert code_of(scene(sheet(), legibility=0.95, told=told)) == "cut_off"


def test_print_too_small_to_be_read_on_other_paper_is_a_card_far_away():
    whole = table_with([])
    tiny = [box(200 + 20 * at, 660 + 12 * at, 260, 668 + 12 * at) for at in range(3)]
    lines, trust = [*whole.lines, *tiny], (*whole.trust, 0.3, 0.2, 0.4)

    assert code_of(Scene(whole.picture, lines, [], 0.9, trust=trust)) == "too_small"


def cut_card(signs):
    """Let a card that can be read go on beyond the right edge, its portrait whole."""
    picture = np.full((HEIGHT, WIDTH, 3), 70, np.uint8)
    cv2.rectangle(picture, (700, 150), (WIDTH, 720), (238, 244, 240), -1)
    cv2.rectangle(picture, (760, 300), (880, 460), (120, 90, 80), -1)
    lines = [box(920, row, 1250, row + 34) for row in range(200, 640, 80)]
    return Scene(picture, lines, [], 0.97, trust=(0.97,) * len(lines), signs=signs)


def test_a_readable_sheet_with_a_code_of_the_document_is_cut_off_not_other_paper():
    code = (box(920, 600, 1080, 634), box(1080, 600, 1250, 634))

    assert code_of(cut_card(code)) == "cut_off"
    assert code_of(cut_card(())) is None


def test_a_code_that_ends_at_the_edge_is_cut_off_wherever_the_sheet_is():
    whole = table_with([])
    at_the_edge = box(WIDTH - 300, 800, WIDTH - 2, 830)
    many = [*whole.lines, *whole.lines, at_the_edge]

    cut = Scene(whole.picture, many, [], 0.97, trust=(0.97,) * len(many), signs=(at_the_edge,))
    assert code_of(cut) == "cut_off"


def test_a_card_far_away_counts_before_other_paper_that_goes_on_beyond_the_picture():
    far = table_with([(900, 400), (1060, 415), (1050, 516), (890, 501)])
    cv2.rectangle(far.picture, (700, 700), (1250, HEIGHT), (232, 236, 240), -1)
    beside = [box(740, row, 1200, row + 30) for row in range(730, HEIGHT - 40, 50)]
    trust = (*far.trust, *(0.4 for _ in beside))

    seen = Scene(far.picture, [*far.lines, *beside], [], 0.9, trust=trust)
    assert code_of(seen) == "too_small"


def test_a_card_on_paper_of_nearly_its_colour_is_found():
    plain = table_with([])
    card = np.array([(180, 300), (340, 315), (330, 416), (170, 401)], np.int32)
    cv2.fillConvexPoly(plain.picture, card, (250, 238, 226))

    found = [one for one in plain.outlines.sheets if one.shorter < 120]
    assert [one.holds(card.mean(axis=0)) for one in found] == [True]
