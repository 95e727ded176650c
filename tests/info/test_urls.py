"""What holds for every page of the site, in both languages."""

import gzip
import json
import re
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from voltbay.articles.models import Article
from voltbay.brand.brand import Brand
from voltbay.directory.models import Service

MOST_BYTES = 60_000
MOST_STATEMENTS = 8
CHINESE = re.compile("[一-鿿]")


def pages(outlet, start="/info/"):
    """Return a path of every kind of page."""
    article = Article.objects.filter(outlet=outlet).first()
    of_city = Article.objects.exclude(city_code="").first()
    service = Service.objects.filter(outlet=outlet).first()
    return [
        start,
        f"{start}cities/310100",
        f"{start}cities/310100/{service.name}",
        f"{start}services/{service.name}",
        f"{start}companies",
        f"{start}companies/{outlet.company_id}",
        f"{start}outlets/{outlet.pk}",
        f"{start}articles",
        f"{start}articles/{article.pk}",
        f"{start}articles/{of_city.pk}",
        f"{start}topics/recall",
        f"{start}search?q=召回",
        f"{start}search?q=浦东",
    ]


def lists(start="/info/"):
    """Return the paths of what machines read."""
    topic = f"{start}topics/safety"
    return [f"{start}feed.rss", f"{start}feed.atom", f"{topic}/feed.rss", f"{topic}/feed.atom"]


@pytest.fixture(params=["/info/", "/info/en/"])
def start(request):
    return request.param


def test_every_page_is_small_and_asks_the_database_little(client, town, start):
    dear = {}
    for path in [*pages(town, start), *lists(start)]:
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(path)
        assert answer.status_code == 200, path
        if len(answer.content) > MOST_BYTES or len(asked) > MOST_STATEMENTS:
            dear[path] = (len(answer.content), len(asked))

    assert dear == {}


def test_a_page_is_kept_by_anybody_and_says_when_it_is_the_same(client, town, start):
    for path in [*pages(town, start), *lists(start)]:
        answer = client.get(path)

        assert answer["Cache-Control"].startswith("public, max-age="), path
        assert not answer.cookies
        assert "Cookie" not in answer.get("Vary", "")
        again = client.get(path, headers={"If-None-Match": answer["ETag"]})
        assert (again.status_code, again.content) == (304, b""), path


def test_a_page_is_compressed_and_still_known_by_its_tag(client, town):
    answer = client.get("/info/", headers={"Accept-Encoding": "gzip"})

    assert gzip.decompress(answer.content).startswith(b"<!doctype html>")
    assert answer["Vary"] == "Accept-Encoding"
    again = client.get(
        "/info/", headers={"Accept-Encoding": "gzip", "If-None-Match": answer["ETag"]}
    )
    assert again.status_code == 304


def test_nothing_runs_in_a_page(client, town, start):
    for path in pages(town, start):
        answer = client.get(path)

        assert "script-src 'none'" in answer["Content-Security-Policy"]
        scripts = re.findall(r"<script([^>]*)>", answer.text)
        assert set(scripts) <= {' type="application/ld+json"'}
        assert not re.search(r"\son\w+=", answer.text)


def test_every_page_names_itself_and_its_other_language(client, town, start, settings):
    settings.VOLTBAY_PUBLIC_URL = "https://voltbay.example"
    for path in pages(town, start):
        text = client.get(path).text

        assert text.count("<h1") == 1
        assert '<meta property="og:image" content="https://voltbay.example/info/' in text
        if "/search" in path:
            assert '<meta name="robots" content="noindex">' in text
            continue
        canonical = re.search(r'<link rel="canonical" href="([^"]+)">', text)[1]
        alternates = dict(re.findall(r'hreflang="([^"]+)" href="(https://[^"]+)"', text))
        assert canonical.startswith(f"https://voltbay.example{start}")
        assert client.get(canonical.removeprefix("https://voltbay.example")).status_code == 200
        assert alternates["x-default"] == alternates["zh-Hans"]
        assert canonical in (alternates["zh-Hans"], alternates["en"])


def test_what_machines_read_of_a_page_is_json(client, town, start):
    kinds = set()
    for path in pages(town, start):
        for written in re.findall(
            r'<script type="application/ld\+json">(.*?)</script>', client.get(path).text
        ):
            found = json.loads(written)
            assert found["@context"] == "https://schema.org"
            kinds |= {each["@type"] for each in found["@graph"]}

    assert {"LocalBusiness", "Article", "BreadcrumbList", "Organization", "WebSite"} <= kinds


def test_every_link_within_the_site_leads_somewhere(client, town, start):
    links = set()
    for path in pages(town, start):
        links |= set(re.findall(r'(?:href|src)="(/info/[^"#]*)"', client.get(path).text))
    links = {link.replace("&amp;", "&") for link in links}

    assert len(links) > 40
    assert [link for link in links if client.get(link).status_code != 200] == []


def test_an_english_page_has_no_label_in_chinese(client, town):
    home = client.get("/info/en/").text
    frame = re.sub(r"<(a|li|h3|p)\b.*?</\1>", "", home, flags=re.DOTALL)

    assert CHINESE.search(re.sub(r'lang="zh-Hans"[^<]*中文', "", frame)) is None


@pytest.mark.parametrize(
    "path",
    [
        "nowhere",
        "cities/999999",
        "cities/310100/洗车",
        "services/洗车",
        "topics/gossip",
        "articles/4711",
        "articles/99999999999999999999",
        "articles?page=51",
        "articles?page=x",
        "outlets/5a1ee0f5-8d9b-4b0c-9d8c-0a4f2a0b7c11",
        "cities/310100?after=x",
        "companies?after=5a1ee0f5-8d9b-4b0c-9d8c-0a4f2a0b7c11",
        "pictures/article/4711.png",
        "pictures/moon/1.png",
        "embedded/article/4711/0",
        "topics/gossip/feed.rss",
    ],
)
def test_an_unknown_page_leads_on(client, town, start, path):
    answer = client.get(start + path)

    assert answer.status_code == 404
    assert f'href="{start}"' in answer.text
    assert answer["Cache-Control"] == "no-store"
    assert "noindex" in answer.text


def test_a_path_without_its_slash_is_put_right(client, db):
    assert client.get("/info", follow=True).status_code == 200


def test_nobody_writes_to_a_page(client, db, start):
    assert client.post(start).status_code == 405


def test_the_foot_has_the_numbers_that_a_site_in_china_shows(client, db, settings):
    icp, police = "沪ICP备00000000号-1", "沪公网安备31000000000000号"
    settings.VOLTBAY_BRAND = Brand(icp=icp, police_record=police)

    text = client.get("/info/").text

    assert '<a href="https://beian.miit.gov.cn/" rel="noreferrer">沪ICP备00000000号-1</a>' in text
    assert "https://beian.mps.gov.cn/#/query/webSearch?code=31000000000000" in text


def test_a_feed_is_well_formed(client, db):
    for path in lists():
        ElementTree.fromstring(client.get(path).content)
