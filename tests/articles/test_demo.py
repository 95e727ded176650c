"""The demo's articles."""

import pytest

from tests.places import NOW
from voltbay.accounts.models import StaffUser
from voltbay.articles.demo import load
from voltbay.articles.models import Article
from voltbay.articles.queries import readable
from voltbay.directory import demo as directory
from voltbay.directory.introduction import clean

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def loaded():
    directory.load(now=NOW)
    load(author=StaffUser.objects.create(username="editor"), now=NOW)


def test_there_is_something_of_each_category_in_both_languages():
    shown = readable(now=NOW)

    assert shown.count() >= 12
    assert set(shown.values_list("category", flat=True)) == set(Article.Category.values)
    assert not shown.filter(title_en="").exists()
    assert shown.filter(outlet__isnull=False).exists()
    assert shown.filter(company__isnull=False).exists()
    assert shown.exclude(city_code="").exists()


def test_loading_again_adds_nothing():
    before = Article.objects.count()

    load(author=StaffUser.objects.get(), now=NOW)

    assert Article.objects.count() == before


def test_nothing_was_lost_when_texts_were_cleaned():
    for each in Article.objects.all():
        assert clean(each.body) == each.body
        assert each.summary
        assert each.summary_en
