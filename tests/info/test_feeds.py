"""Feeds, read as a reader of feeds does: what RSS 2.0 and RFC 4287 want is there."""

from datetime import datetime
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree

import pytest

from tests.articles.writing import write
from voltbay.articles.models import Article

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def public(settings):
    settings.VOLTBAY_PUBLIC_URL = "https://voltbay.example"


def read(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    return ElementTree.fromstring(answer.content), answer["Content-Type"]


def test_rss_has_what_the_standard_wants(client):
    shown = write("召回公告", "<p>某批次电池。</p>", category="recall")

    root, kind = read(client, "/info/feed.rss")

    assert kind.startswith("application/rss+xml")
    assert (root.tag, root.get("version")) == ("rss", "2.0")
    channel = root.find("channel")
    assert all(channel.findtext(name) for name in ("title", "link", "description", "lastBuildDate"))
    assert channel.findtext("language") == "zh-hans"
    (item,) = channel.findall("item")
    assert item.findtext("title") == "召回公告"
    assert item.findtext("description") == "某批次电池。"
    assert item.findtext("link") == f"https://voltbay.example/info/articles/{shown.pk}"
    assert item.findtext("guid") == item.findtext("link")
    assert item.findtext("category") == "召回信息"
    assert parsedate_to_datetime(item.findtext("pubDate")) == shown.published_at


def test_atom_has_what_the_standard_wants(client):
    shown = write("安全提示", "<p>先离开。</p>", "Keep away", "<p>Leave first.</p>")

    root, kind = read(client, "/info/en/feed.atom")

    assert kind.startswith("application/atom+xml")
    assert root.tag == f"{ATOM}feed"
    for name in ("id", "title", "updated"):
        assert root.findtext(f"{ATOM}{name}")
    links = {each.get("rel"): each.get("href") for each in root.findall(f"{ATOM}link")}
    assert links["self"] == "https://voltbay.example/info/en/feed.atom"
    (entry,) = root.findall(f"{ATOM}entry")
    address = f"https://voltbay.example/info/en/articles/{shown.pk}"
    assert entry.findtext(f"{ATOM}id") == address
    assert entry.find(f"{ATOM}link").get("href") == address
    assert entry.findtext(f"{ATOM}title") == "Keep away"
    assert entry.findtext(f"{ATOM}summary") == "Leave first."
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Voltbay"
    assert datetime.fromisoformat(entry.findtext(f"{ATOM}published")) == shown.published_at
    assert datetime.fromisoformat(entry.findtext(f"{ATOM}updated")) == shown.changed_at


def test_an_english_feed_has_what_there_is_in_english(client):
    write("只有中文")

    root, _ = read(client, "/info/en/feed.atom")

    assert root.findall(f"{ATOM}entry") == []


@pytest.mark.parametrize("category", Article.Category.values)
def test_a_category_has_feeds_of_its_own(client, category):
    write("安全提示", category="safety")

    root, _ = read(client, f"/info/topics/{category}/feed.rss")

    assert len(root.findall("channel/item")) == (category == "safety")
