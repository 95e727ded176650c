"""What anybody may read and find, on real PostgreSQL."""

from datetime import timedelta

import pytest
from django.db import connection

from tests.articles.writing import write
from tests.places import NOW, open_outlet
from voltbay.articles.errors import ArticleUnknown
from voltbay.articles.models import Article
from voltbay.articles.queries import PAGE, ArticleFilter, article, articles, newest
from voltbay.directory.models import Company, Outlet

pytestmark = pytest.mark.django_db


def titles(*, now=NOW, page=1, **asked):
    return [each.title for each in articles(ArticleFilter(**asked), now=now, page=page)]


class TestReadable:
    def test_what_is_published_is_read_the_newest_first(self):
        write("旧闻", published_at=NOW - timedelta(days=2))
        write("新闻", published_at=NOW - timedelta(days=1))

        assert titles() == ["新闻", "旧闻"]

    @pytest.mark.parametrize(
        "when",
        [
            {"state": "draft", "published_at": None},
            {"state": "withdrawn"},
            {"published_at": NOW + timedelta(minutes=1)},
            {"expires_at": NOW},
        ],
    )
    def test_what_is_not_published_now_does_not_exist(self, when):
        written = write("草稿", **when)

        assert titles() == []
        with pytest.raises(ArticleUnknown):
            article(written.pk, now=NOW)

    def test_of_places_that_are_not_listed_nothing_is_told(self):
        outlet = open_outlet().outlet
        write("停业通知", category="notice", outlet=outlet)

        Company.objects.update(is_listed=False)

        assert titles() == []

    def test_a_further_page_goes_on_where_the_first_ended(self):
        for number in range(PAGE + 2):
            write(f"第 {number} 篇", published_at=NOW - timedelta(minutes=number))

        assert len(titles()) == PAGE + 1  # one more says that there is another page
        assert titles(page=2) == [f"第 {PAGE} 篇", f"第 {PAGE + 1} 篇"]

    def test_the_newest_stand_beside_something_else(self):
        for number in range(3):
            write(f"第 {number} 篇", published_at=NOW - timedelta(minutes=number))

        found = newest(ArticleFilter(), now=NOW, most=2)

        assert [each.title for each in found] == ["第 0 篇", "第 1 篇"]


class TestPlaces:
    def test_a_city_has_its_own_articles_and_those_of_its_outlets(self):
        outlet = open_outlet().outlet
        write("上海政策", city_code="310100")
        write("网点通知", category="notice", outlet=outlet)
        write("深圳政策", city_code="440300")

        assert sorted(titles(city="310100")) == sorted(titles(city="上海"))
        assert sorted(titles(city="310100")) == ["上海政策", "网点通知"]

    def test_a_company_has_those_of_its_outlets_as_well(self):
        outlet = open_outlet().outlet
        write("网点通知", category="notice", outlet=outlet)
        write("企业公告", category="notice", company=outlet.company)
        write("旁人的事")

        assert sorted(titles(company=outlet.company_id)) == ["企业公告", "网点通知"]
        assert titles(outlet=outlet.pk) == ["网点通知"]


class TestSearch:
    @pytest.mark.parametrize(
        "text",
        [
            "召回",
            "电池召回",
            "磷酸铁锂",
            "批次",
            "召",
            "Ｘ９",
            "x9",
            "召回 批次",
            "recalled",
            "RECALLS",
        ],
    )
    def test_chinese_is_found_by_any_two_characters_and_english_by_its_stem(self, text):
        write("X9 电池召回", "<p>某批次<b>磷酸</b>铁锂电池</p>", "A recall", "<p>Batteries</p>")
        write("春节安排", "<p>照常营业</p>")

        assert titles(text=text) == ["X9 电池召回"]

    @pytest.mark.parametrize("text", ["池电", "回电", "strong", "color", "!", "'& |", "：*"])
    def test_what_is_not_said_is_not_found(self, text):
        write("电池召回", '<p style="color:red"><strong>批次</strong></p>')

        assert titles(text=text) == []

    def test_what_has_the_words_in_its_title_comes_first(self):
        write("安全须知", "<p>召回</p>", published_at=NOW - timedelta(days=1))
        write("召回公告", "<p>…</p>", published_at=NOW - timedelta(days=2))

        assert titles(text="召回") == ["召回公告", "安全须知"]

    def test_an_update_by_hand_is_found_as_well(self):
        write("旧题")

        Article.objects.update(title="新题目")

        assert titles(text="题目") == ["新题目"]

    def test_the_longest_text_that_staff_may_write_is_kept(self):
        every = "".join(chr(0x4E00 + number % 20_000) for number in range(390_000))

        write("很长", f"<p>{every}</p>")

        assert titles(text=every[:4]) == ["很长"]

    def test_the_index_answers_a_search_of_two_characters(self):
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute(
                "EXPLAIN SELECT id FROM articles_article WHERE search @@ articles_query('召回')"
            )
            plan = "\n".join(row[0] for row in cursor.fetchall())

        assert "article_by_words" in plan


def test_lists_load_no_text():
    write("召回公告", outlet=open_outlet().outlet)

    (found,) = articles(ArticleFilter(), now=NOW)

    assert {"body", "body_en", "search"} <= found.get_deferred_fields()
    assert "introduction_html" in found.outlet.get_deferred_fields()
    assert Outlet.objects.count() == 1
