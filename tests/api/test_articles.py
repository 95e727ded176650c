"""Articles through the owners' door."""

from datetime import timedelta

import pytest

from tests.articles.writing import write
from tests.places import NOW, open_outlet
from voltbay.articles.queries import PAGE

pytestmark = pytest.mark.django_db
API = "/api/v1/articles"
ENGLISH = {"Accept-Language": "en"}


def get(client, path="", status=200, headers=None, **asked):
    answer = client.get(f"{API}{path}", asked, headers=headers or {})
    assert answer.status_code == status, answer.content
    return answer.json()


def test_articles_are_listed_by_category_and_city(client):
    outlet = open_outlet().outlet
    write("召回公告", category="recall")
    write("停业通知", category="notice", outlet=outlet)

    (recall,) = get(client, category="recall")["items"]
    (notice,) = get(client, city="上海")["items"]

    assert (recall["title"], recall["outlet"], recall["of"]) == ("召回公告", None, "")
    assert (notice["title"], notice["outlet"]) == ("停业通知", str(outlet.pk))
    assert notice["of"] == outlet.name
    assert get(client, city="440300") == {"items": [], "next": None}


def test_the_list_goes_on_by_page(client):
    for number in range(PAGE + 1):
        write(f"第 {number} 篇", published_at=NOW - timedelta(hours=number))

    assert get(client)["next"] == 2
    second = get(client, page=2)
    assert ([each["title"] for each in second["items"]], second["next"]) == (
        [f"第 {PAGE} 篇"],
        None,
    )


def test_an_article_is_in_the_readers_language_if_it_can_be(client):
    both = write("召回", "<p>中文</p>", "Recall", "<p>English</p>")
    one = write("只有中文", "<p>正文</p>")

    english = get(client, f"/{both.pk}", headers=ENGLISH)
    chinese = get(client, f"/{one.pk}", headers=ENGLISH)

    assert (english["title"], english["body_html"]) == ("Recall", "<p>English</p>")
    assert english["language"] == "en"
    assert (chinese["title"], chinese["language"]) == ("只有中文", "zh-Hans")


@pytest.mark.parametrize(
    "asked", [{"category": "gossip"}, {"page": 0}, {"page": 51}, {"catgory": "recall"}]
)
def test_what_is_no_filter_is_refused(client, asked):
    get(client, status=422, **asked)


def test_what_is_not_published_does_not_exist(client):
    draft = write("草稿", state="draft")

    assert get(client, f"/{draft.pk}", status=404)["code"] == "article_unknown"
    get(client, "/0", status=422)
    get(client, f"/{2**63}", status=422)


def test_a_list_is_one_statement(client, django_assert_num_queries):
    write("召回", outlet=open_outlet().outlet)

    with django_assert_num_queries(1):
        get(client)
