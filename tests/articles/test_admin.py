"""The back office's articles, through HTTP."""

import pytest
from django.urls import reverse

from tests.admin_forms import errors_of, filled
from tests.articles.writing import write
from tests.places import NOW, open_outlet
from voltbay.articles.models import Article
from voltbay.audit.models import AuditEntry
from voltbay.directory.introduction import MAX_CHARACTERS

pytestmark = pytest.mark.django_db
ADD = "/admin/articles/article/add/"


def enter(office, **entries):
    form = filled(office.get(ADD), category="recall", title="召回公告", body="<p>正文</p>")
    return office.post(ADD, form | entries)


def page_of(article):
    return reverse("admin:articles_article_change", args=[article.pk])


def test_who_writes_is_the_author_and_the_text_is_cleaned(office, administrator):
    answer = enter(office, body="<p onclick='x()'>正文<script>y()</script></p>")

    assert answer.status_code == 302
    written = Article.objects.get()
    assert (written.body, written.summary) == ("<p>正文</p>", "正文")
    assert (written.author_id, written.state) == (administrator.pk, "draft")
    assert written.changed_at


def test_what_is_published_is_read_from_now_on(office, client):
    enter(office, state="published")

    written = Article.objects.get()
    assert written.published_at
    assert client.get(f"/info/articles/{written.pk}").status_code == 200


def test_another_who_changes_it_does_not_become_its_author(office):
    written = write("旧题")

    office.post(page_of(written), filled(office.get(page_of(written)), title="新题"))

    written.refresh_from_db()
    assert (written.title, written.author.username) == ("新题", "editor")
    assert written.changed_at > NOW


def test_a_change_is_written_down_without_what_the_search_needs(office):
    written = write("旧题")

    office.post(page_of(written), filled(office.get(page_of(written)), title="新题"))

    entry = AuditEntry.objects.get(what="articles_article.update")
    assert entry.before["title"] == "旧题"
    assert entry.after["title"] == "新题"
    assert "search" not in entry.after


@pytest.mark.parametrize(
    ("entries", "wrong"),
    [
        ({"title_en": "Recall"}, "__all__"),
        ({"body_en": "<p>Recall</p>"}, "__all__"),
        ({"body": "x" * (MAX_CHARACTERS + 1)}, "body"),
        ({"body_en": "x" * (MAX_CHARACTERS + 1), "title_en": "x"}, "body_en"),
        ({"city_code": "999999"}, "city_code"),
        (
            {
                "published_at_0": "2026-04-07",
                "published_at_1": "10:00:00",
                "expires_at_0": "2026-04-07",
                "expires_at_1": "09:00:00",
            },
            "__all__",
        ),
    ],
)
def test_what_does_not_fit_together_is_refused(office, entries, wrong):
    assert set(errors_of(enter(office, **entries))) == {wrong}
    assert not Article.objects.exists()


def test_an_article_is_of_an_outlet_or_of_a_company(office):
    outlet = open_outlet().outlet

    both = enter(office, outlet=str(outlet.pk), company=str(outlet.company_id))
    city = enter(office, outlet=str(outlet.pk), city_code="310100")

    assert set(errors_of(both)) == set(errors_of(city)) == {"__all__"}


def test_it_is_shown_as_it_will_be_read(office):
    written = write("召回", "<p>正文</p>", "Recall", "<p>Text</p>")

    text = office.get(page_of(written)).text

    assert text.count('<template shadowrootmode="open">') == 2
    assert f'href="/info/articles/{written.pk}"' in text
    assert "–" in office.get(page_of(write("草稿", state="draft"))).text


def test_nobody_deletes_an_article(office):
    path = reverse("admin:articles_article_delete", args=[write("召回").pk])

    assert office.post(path, {"post": "yes"}).status_code == 403
