"""Articles and the search, through HTTP."""

from datetime import timedelta

import pytest

from tests.articles.writing import write
from tests.places import NOW, open_every_day, open_outlet
from voltbay.articles.queries import PAGE
from voltbay.info import reading
from voltbay.info.limits import HOUR
from voltbay.limits.spend import Limit

pytestmark = pytest.mark.django_db


@pytest.fixture
def outlet():
    return open_every_day(open_outlet())


class TestArticle:
    def test_one_of_an_outlet_leads_into_booking_there(self, client, outlet):
        shown = write("停业通知", category="notice", outlet=outlet)

        text = client.get(f"/info/articles/{shown.pk}").text

        assert f"/#/pages/time/time?outlet={outlet.pk}" in text
        assert f"/info/outlets/{outlet.pk}" in text

    def test_one_of_a_city_leads_to_its_outlets(self, client, outlet):
        shown = write("上海政策", category="policy", city_code="310100")

        assert '"/info/cities/310100">上海的网点' in client.get(f"/info/articles/{shown.pk}").text

    def test_what_has_no_english_is_shown_in_chinese_and_says_so(self, client):
        shown = write("只有中文", "<p>正文</p>")

        text = client.get(f"/info/en/articles/{shown.pk}").text

        assert "This article is in Chinese only." in text
        assert '<h1 lang="zh-Hans">只有中文</h1>' in text
        assert f'<link rel="canonical" href="http://127.0.0.1/info/articles/{shown.pk}">' in text
        assert 'hreflang="en" href="http' not in text

    def test_one_that_is_taken_off_the_site_is_gone(self, client):
        shown = write("撤下的", state="withdrawn")

        assert client.get(f"/info/articles/{shown.pk}").status_code == 404

    def test_the_list_has_further_pages(self, client):
        for number in range(PAGE + 1):
            write(f"第 {number} 篇", published_at=NOW - timedelta(hours=number + 1))

        first = client.get("/info/articles").text
        second = client.get("/info/articles?page=2").text

        assert 'href="?page=2"' in first
        assert f"第 {PAGE} 篇" in second
        assert 'href="?page=1"' in second
        assert client.get("/info/articles?page=3").status_code == 404


class TestSearch:
    def test_it_finds_outlets_companies_and_articles(self, client, outlet):
        write("浦东召回公告")

        text = client.get("/info/search?q=浦东").text

        assert f"/info/outlets/{outlet.pk}" in text
        assert "浦东召回公告" in text
        assert "绿环" in client.get("/info/search?q=绿环").text

    def test_it_is_asked_again_with_what_was_asked(self, client):
        text = client.get('/info/search?q="><script>').text

        assert 'value="&quot;&gt;&lt;script&gt;"' in text
        assert "没有找到" in text

    def test_an_essay_is_cut(self, client):
        answer = client.get("/info/search", {"q": "电池 " * 500})

        assert answer.status_code == 200
        assert 'value="电池 电池 电池 电池 电池 电池"' in answer.text

    def test_without_words_nothing_is_looked_for(self, client, django_assert_num_queries):
        with django_assert_num_queries(0):
            assert client.get("/info/search").status_code == 200

    def test_who_searches_without_end_has_to_wait(self, client, monkeypatch):
        monkeypatch.setattr(reading, "SEARCHES", Limit("search of the site", 1, HOUR))
        client.get("/info/search?q=电池")

        answer = client.get("/info/en/search?q=电池")

        assert answer.status_code == 429
        assert int(answer["Retry-After"]) > 3000
        assert "Please wait" in answer.text
        assert answer["Cache-Control"] == "no-store"
