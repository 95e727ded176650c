"""The owners' first page comes in the operator's name, and asks for nothing more."""

import gzip
import json
from html.parser import HTMLParser

import brotli
from django.test import RequestFactory

from voltbay.brand.brand import Brand
from voltbay.brand.logo import Logo
from voltbay.server.web.first_page import FirstPage, written

BUILT = (
    '<html><head><link rel="icon" href="data:," /><title>Voltbay</title></head><body></body></html>'
)
GREEN = Brand(
    name_zh="绿电“回收”", short_zh='"绿电" & 电', logo=Logo(b"", "12345678"), lead_zh="\\1 it's"
)


class Reader(HTMLParser):
    """Reads what a browser would."""

    said = icon = title = ""

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if found.get("name") == "site":
            self.said = found["content"]
        if found.get("rel") == "icon":
            self.icon = found["href"]

    def handle_data(self, data):
        self.title += data


def test_title_icon_and_what_the_client_shows_stand_in_it():
    page = Reader()
    page.feed(written(BUILT, GREEN))

    assert page.title == '绿电“回收” "绿电" & 电'
    assert page.icon == "/logo.png?v=12345678"
    said = json.loads(page.said)
    assert (said["short_zh"], said["lead_zh"]) == ('"绿电" & 电', "\\1 it's")


def test_it_comes_as_the_browser_takes_it_and_once():
    page, ask = FirstPage(BUILT, GREEN), RequestFactory()

    squeezed = page.answer(ask.get("/", headers={"Accept-Encoding": "gzip, deflate, br"}))
    zipped = page.answer(ask.get("/", headers={"Accept-Encoding": "gzip"}))
    whole = page.answer(ask.get("/"))
    again = page.answer(ask.get("/", headers={"If-None-Match": whole.headers["ETag"]}))

    assert brotli.decompress(squeezed.content) == gzip.decompress(zipped.content) == whole.content
    assert squeezed.headers["Content-Encoding"] == "br"
    assert whole.headers["Cache-Control"] == "no-cache"
    assert (again.status_code, again.content) == (304, b"")


def test_another_name_is_another_version():
    assert FirstPage(BUILT, GREEN).version != FirstPage(BUILT, Brand()).version
