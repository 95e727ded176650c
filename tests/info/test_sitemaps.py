"""The lists for search engines."""

from xml.etree import ElementTree

import pytest

from tests.articles.writing import write
from voltbay.directory.models import Outlet

NS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
HOST = "https://voltbay.example"


@pytest.fixture(autouse=True)
def public(settings):
    settings.VOLTBAY_PUBLIC_URL = HOST


def addresses(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    assert "X-Robots-Tag" not in answer
    root = ElementTree.fromstring(answer.content)
    return [each.text for each in root.findall(".//s:loc", NS)], root


def test_every_address_of_every_list_answers(client, town):
    lists, _ = addresses(client, "/info/sitemap.xml")
    found = []
    for each in lists:
        found += addresses(client, each.removeprefix(HOST))[0]

    assert len(found) == len(set(found))
    assert f"{HOST}/info/outlets/{town.pk}" in found
    assert f"{HOST}/info/en/outlets/{town.pk}" in found
    sample = found[:: max(1, len(found) // 40)]
    assert [each for each in sample if client.get(each.removeprefix(HOST)).status_code != 200] == []


def test_a_page_is_listed_with_its_other_language(client, db):
    both = write("两种语言", "<p>文。</p>", "Both", "<p>Text.</p>")
    one = write("只有中文")

    found, root = addresses(client, "/info/sitemap-articles.xml")

    assert found == [
        f"{HOST}/info/articles/{both.pk}",
        f"{HOST}/info/en/articles/{both.pk}",
        f"{HOST}/info/articles/{one.pk}",
    ]
    first = root.find("s:url", NS)
    languages = {each.get("hreflang"): each.get("href") for each in first.findall("x:link", NS)}
    assert languages == {"zh-hans": found[0], "en": found[1]}
    assert first.findtext("s:lastmod", namespaces=NS).startswith("2026-04-07")


def test_what_is_not_listed_is_not_told(client, town):
    Outlet.objects.filter(pk=town.pk).update(is_listed=False)

    assert f"{HOST}/info/outlets/{town.pk}" not in addresses(client, "/info/sitemap-outlets.xml")[0]


@pytest.mark.parametrize("path", ["/info/sitemap-moon.xml", "/info/sitemap-outlets.xml?p=9"])
def test_a_list_that_is_not_there_is_not_found(client, db, path):
    assert client.get(path).status_code == 404


def test_robots_are_told_where_the_list_is_and_what_is_not_for_them(client, db):
    text = client.get("/robots.txt").text

    assert f"Sitemap: {HOST}/info/sitemap.xml" in text
    assert "Disallow: /console/" in text
