import numpy as np
import pytest
from PIL import Image, ImageDraw

from tools.cards.fonts import font
from voltbay.recognition.reading.pixels.below import row_below
from voltbay.recognition.reading.pixels.geometry import Quad

SIZE = 40  # of the print, in pixels
BOX = 52  # height of a found line's box
LEFT = 120


def view(*rows):
    """Print rows of text from the same left edge, one pitch apart."""
    image = Image.new("RGB", (900, 400), "white")
    pen = ImageDraw.Draw(image)
    for at, text in enumerate(rows):
        pen.text((LEFT, 80 + at * 52), text, font=font("sans", SIZE), anchor="lm", fill="black")
    return np.asarray(image).copy()


def box(x, y, wide):
    down = BOX / 2
    corners = [(x, y - down), (x + wide, y - down), (x + wide, y + down), (x, y + down)]
    return Quad(np.array(corners, np.float32))


FIRST = box(LEFT - 6, 80, 600)


@pytest.mark.parametrize("last", ["室", "号", "1", "单元212"])
def test_a_last_row_that_was_not_found_is_noticed(last):
    found = row_below(view("上海市浦东新区祖冲之路一号", last), FIRST, FIRST, [])

    assert found is not None
    assert abs(found.middle[1] - 132) < 12


def test_a_value_of_one_row_has_nothing_below():
    assert row_below(view("上海市浦东新区祖冲之路一号"), FIRST, FIRST, []) is None


def test_the_next_field_is_no_last_row():
    below = box(LEFT - 6, 132, 200)

    assert row_below(view("上海市浦东新区祖冲之路一号", "非营运"), FIRST, FIRST, [below]) is None


def test_a_rule_of_the_table_is_no_text():
    page = view("上海市浦东新区祖冲之路一号")
    page[128:132] = 0

    assert row_below(page, FIRST, FIRST, []) is None
