"""The pictures that go with links."""

from io import BytesIO

import pytest
from PIL import Image, ImageFont

from tests.articles.writing import write
from tests.places import open_outlet
from voltbay.info.pictures import HIGH, KEPT, LARGE, LINES, MOST_KEPT, WIDE, Kept, broken
from voltbay.limits.models import Spent


@pytest.fixture
def face():
    import pylopdf_fonts_zh_cn

    folder = next(iter(pylopdf_fonts_zh_cn.__path__))
    return ImageFont.truetype(f"{folder}/NotoSansSC-Regular.otf", LARGE)


def test_a_picture_is_as_large_as_those_who_show_it_ask_for(client, db):
    shown = write("电池召回公告")

    answer = client.get(f"/info/pictures/article/{shown.pk}.png")

    assert answer["Content-Type"] == "image/png"
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer["Cache-Control"] == "public, max-age=86400"
    picture = Image.open(BytesIO(answer.content))
    assert (picture.format, picture.size) == ("PNG", (WIDE, HIGH))
    assert len(answer.content) < 60_000


@pytest.mark.parametrize("start", ["/info/", "/info/en/"])
def test_places_and_the_site_have_one(client, db, start):
    outlet = open_outlet().outlet
    paths = ["picture.png", f"pictures/outlet/{outlet.pk}.png"]
    paths += [f"pictures/company/{outlet.company_id}.png"]

    assert [client.get(start + path).status_code for path in paths] == [200, 200, 200]


def test_a_picture_is_drawn_once(client, db):
    shown = write("只画一次的图片")
    path = f"/info/pictures/article/{shown.pk}.png"

    first, counted = client.get(path), Spent.objects.get().free_at
    second = client.get(path)

    assert first.content == second.content
    assert Spent.objects.get().free_at == counted
    assert KEPT.of(("只画一次的图片", "安全提示", "Voltbay")) == first.content


def test_the_oldest_picture_makes_room():
    kept = Kept()
    for number in range(MOST_KEPT + 1):
        kept.keep((str(number), ""), b"drawn")

    assert kept.of(("0", "")) is None
    assert kept.of(("1", "")) == b"drawn"


@pytest.mark.parametrize(
    "text", ["新能源汽车废旧动力电池" * 9, "Recall of some batteries " * 9, "x" * 300]
)
def test_a_title_stays_within_its_lines(face, text):
    lines = broken(text, face)

    assert len(lines) == LINES
    assert lines[-1].endswith("…")
    assert all(face.getlength(line) <= WIDE for line in lines)


def test_a_line_ends_between_words(face):
    assert broken("Recall of some batteries of the sample model", face)[0].endswith("of the")
