"""A company writes an article, gets it back, mends it, and anybody reads it."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.staff import let_in, staff_with
from voltbay.accounts.models import Role
from voltbay.articles.models import Article


@pytest.fixture
def office(db):
    return let_in(Client(), staff_with(Role.OPERATOR, name="eve"))


@pytest.fixture
def carol(outlet):
    return let_in(Client(), staff_with(Role.COMPANY_MANAGER, outlet=outlet, name="carol"))


def at(name, **where):
    return reverse(f"console:{name}", kwargs=where)


def typed(page, **changes):
    form = page.context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}
    return {**sent, "key": str(page.context["key"]), **changes}


def decide(office, article, action, reason=""):
    where = at("company-article-review", article_id=article.pk)
    page = office.get(where)
    sent = {"key": str(page.context["key"]), "seen": page.context["verdict"]["seen"].value()}
    return office.post(where, {**sent, "action": action, "reason": reason})


def test_from_writing_to_being_read(carol, office, outlet):
    company = outlet.company_id
    new = at("company-article-new", company_id=company)
    entry = {"category": "notice", "title": "国庆照常营业", "body": "<p>照常。</p>"}
    carol.post(new, typed(carol.get(new), action="send", **entry))
    article = Article.objects.get()
    waiting = office.get(reverse("console:company-pages-waiting")).content.decode()
    assert "国庆照常营业" in waiting

    decide(office, article, "refuse", reason="请写明日期。")
    here = at("company-article", company_id=company, article_id=article.pk)
    page = carol.get(here)
    assert "请写明日期。" in page.content.decode()
    carol.post(here, typed(page, action="send", body="<p>十月一日至七日照常。</p>"))
    decide(office, article, "approve")

    assert "十月一日至七日照常。" in Client().get(f"/info/articles/{article.pk}").content.decode()
    listed = carol.get(at("company-articles", company_id=company)).content.decode()
    assert "已发布" in listed


def test_half_an_english_article_keeps_what_was_typed(carol, outlet):
    new = at("company-article-new", company_id=outlet.company_id)
    entry = {"category": "notice", "title": "照常", "body": "写了很久", "title_en": "Open"}

    answer = carol.post(new, typed(carol.get(new), action="save", **entry))

    assert answer.status_code == 422
    assert "写了很久" in answer.content.decode()
    assert not Article.objects.exists()


def test_it_is_taken_off_the_site(carol, office, outlet):
    company = outlet.company_id
    new = at("company-article-new", company_id=company)
    entry = {"category": "how_to", "title": "带什么", "body": "<p>行驶证。</p>"}
    carol.post(new, typed(carol.get(new), action="send", **entry))
    article = Article.objects.get()
    decide(office, article, "approve")
    here = at("company-article", company_id=company, article_id=article.pk)

    seen = carol.get(here).context["seen"]
    carol.post(f"{here}withdraw/", {"seen": seen, "action": "take-back"})

    assert Client().get(f"/info/articles/{article.pk}").status_code == 404
