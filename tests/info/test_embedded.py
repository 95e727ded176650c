"""Pictures that staff put into their texts."""

import base64
import re

import pytest

from tests.articles.writing import write
from voltbay.info.embedded import apart

pytestmark = pytest.mark.django_db
DOT = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
WITH_TWO = '<p><img src="data:image/gif;base64,{0}" alt="点"><img src="/static/x.png"></p>'


def body(content=DOT):
    return WITH_TWO.format(base64.b64encode(content).decode())


def test_a_page_does_not_carry_the_pictures_of_its_text(client):
    heavy = DOT + bytes(150_000)
    shown = write("带图片", body(heavy))

    text = client.get(f"/info/articles/{shown.pk}").text

    assert len(text) < 60_000
    (path,) = re.findall(r'src="(/info/embedded/[^"]+)" loading="lazy"', text)
    answer = client.get(path)
    assert (answer["Content-Type"], answer.content) == ("image/gif", heavy)
    assert answer["Cache-Control"] == "public, max-age=86400"
    assert 'src="/static/x.png"' in text


def test_a_changed_picture_has_another_address():
    first, second = (apart(body(each), "article", 7, language="en") for each in (DOT, DOT + b"x"))

    assert first != second


def test_the_english_text_has_its_own(client):
    shown = write("中文", "<p>无图</p>", "English", body())

    assert client.get(f"/info/embedded/article-en/{shown.pk}/0").content == DOT
    assert client.get(f"/info/embedded/article/{shown.pk}/0").status_code == 404


@pytest.mark.parametrize("path", ["article/x/0", "moon/1/0", "outlet/x/0"])
def test_what_is_no_text_has_none(client, path):
    assert client.get(f"/info/embedded/{path}").status_code == 404
