"""What a company's people write is read once the platform has looked at it, and not before."""

from datetime import timedelta

import pytest

from tests.articles.writing import write
from tests.places import NOW, open_outlet
from tests.staff import staff_with
from voltbay.accounts.models import Role
from voltbay.articles.errors import (
    ArticleChanged,
    ArticleDecided,
    ArticleReasonMissing,
    ArticleUnknown,
)
from voltbay.articles.models import Article
from voltbay.articles.queries import readable
from voltbay.articles.write import (
    Text,
    articles_of,
    begin,
    find_of,
    give_back,
    mark,
    publish,
    save,
    send,
    take_back,
    waiting_articles,
)
from voltbay.directory.models import Company

LATER = NOW + timedelta(minutes=5)
TEXT = Text("notice", "国庆期间照常营业", "<p>十月一日至七日照常营业。<script>x()</script></p>")


@pytest.fixture
def outlet(db):
    return open_outlet().outlet


@pytest.fixture
def company(outlet):
    return outlet.company


@pytest.fixture
def carol(outlet):
    return staff_with(Role.COMPANY_MANAGER, outlet=outlet, name="carol")


def sent(company, carol, **changes):
    text = Text(**{**TEXT.__dict__, **changes})
    article = begin(company, text, staff=carol, now=NOW)
    send(company, article.pk, seen=mark(article), now=NOW)
    return find_of(company, article.pk)


def titles(now=LATER):
    return [article.title for article in readable(now=now)]


def test_it_is_read_once_it_was_let_through(company, carol):
    article = sent(company, carol)
    assert titles() == []
    assert [each.pk for each in waiting_articles()] == [article.pk]

    publish(article, seen=mark(article), now=NOW)

    assert titles() == [TEXT.title]
    assert "script" not in find_of(company, article.pk).body


def test_given_back_it_is_a_draft_with_the_reason(company, carol):
    article = sent(company, carol)
    with pytest.raises(ArticleReasonMissing):
        give_back(article, reason=" ", seen=mark(article), now=NOW)

    give_back(article, reason="请写明网点", seen=mark(article), now=LATER)

    again = find_of(company, article.pk)
    assert (again.state, again.reason) == ("draft", "请写明网点")
    send(company, again.pk, seen=mark(again), now=LATER)
    assert find_of(company, article.pk).reason == ""


def test_what_is_read_is_changed_by_a_draft_that_takes_its_place(company, carol):
    article = sent(company, carol)
    publish(article, seen=mark(article), now=NOW)
    article = find_of(company, article.pk)

    new = Text("notice", "国庆期间营业时间调整", "<p>下午休息。</p>")
    draft = save(company, article.pk, new, seen=mark(article), staff=carol, now=LATER)
    assert titles() == [TEXT.title]
    send(company, draft.pk, seen=mark(draft), now=LATER)
    draft = find_of(company, draft.pk)
    publish(draft, seen=mark(draft), now=LATER)

    assert titles(LATER + timedelta(minutes=1)) == [new.title]
    assert find_of(company, article.pk).state == "withdrawn"


def test_it_is_taken_back_and_taken_off_the_site(company, carol):
    article = sent(company, carol)
    take_back(company, article.pk, seen=mark(article), now=LATER)
    article = find_of(company, article.pk)
    assert article.state == "draft"
    with pytest.raises(ArticleChanged):
        take_back(company, article.pk, seen=mark(article), now=LATER)

    send(company, article.pk, seen=mark(article), now=LATER)
    article = find_of(company, article.pk)
    publish(article, seen=mark(article), now=LATER)
    article = find_of(company, article.pk)
    take_back(company, article.pk, seen=mark(article), now=LATER)

    assert titles(LATER + timedelta(minutes=1)) == []


def test_only_what_was_looked_at_is_decided_and_once(company, carol):
    article = sent(company, carol)
    seen = mark(article)
    take_back(company, article.pk, seen=seen, now=LATER)
    with pytest.raises(ArticleDecided):
        publish(article, seen=seen, now=LATER)

    again = find_of(company, article.pk)
    send(company, again.pk, seen=mark(again), now=LATER)
    with pytest.raises(ArticleChanged):
        publish(article, seen=seen, now=LATER)


def test_nobody_saves_over_a_colleague_or_over_what_waits(company, carol):
    article = begin(company, TEXT, staff=carol, now=NOW)
    save(company, article.pk, TEXT, seen=mark(article), staff=carol, now=LATER)
    with pytest.raises(ArticleChanged):
        save(company, article.pk, TEXT, seen=mark(article), staff=carol, now=LATER)

    waiting = sent(company, carol, title="另一篇")
    with pytest.raises(ArticleChanged):
        save(company, waiting.pk, TEXT, seen=mark(waiting), staff=carol, now=LATER)


def test_other_companies_articles_and_outlets_are_not_there(company, carol, outlet):
    other = Company.objects.create(name="别家", credit_code="1", city="北京", phone="10000")
    theirs = write("别家的", company=other)
    with pytest.raises(ArticleUnknown):
        find_of(company, theirs.pk)
    text = Text("notice", "某", "<p>某</p>", outlet_id=outlet.pk)
    with pytest.raises(ArticleUnknown):
        begin(other, text, staff=carol, now=NOW)

    mine = begin(company, text, staff=carol, now=NOW)

    assert (mine.company_id, mine.outlet_id) == (None, outlet.pk)
    assert list(articles_of(company).values_list("pk", flat=True)) == [mine.pk]
    assert Article.objects.count() == 2
