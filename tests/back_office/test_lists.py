"""The back office's lists stay short and quick however long their tables are."""

import re

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.places import many_outlets
from voltbay.back_office.lists import COUNTED, ROWS, BoundedPaginator, ListAdmin
from voltbay.directory.models import Outlet

pytestmark = pytest.mark.django_db

MANY = 120
STATEMENTS = 10  # of a whole page: who asks, its rows, how many there are, its head
OURS = list(admin.site._registry)
LISTS = [each for each in OURS if each._meta.model_name != "support"]  # one row, and its form
FORMS = [each for each in OURS if each._meta.model_name in ("outlet", "staffuser", "article")]
ADDRESSES = [(each, "changelist") for each in LISTS] + [(each, "add") for each in FORMS]
UNBOUNDED = re.compile(r"COUNT\((?!.* LIMIT )", re.IGNORECASE | re.DOTALL)


def where(model, page):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}")


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_list_is_one_of_ours(model):
    assert isinstance(admin.site._registry[model], ListAdmin)


@pytest.mark.parametrize(("model", "page"), ADDRESSES, ids=lambda each: str(each))
def test_no_page_names_all_outlets_or_counts_a_whole_table(office, model, page):
    many_outlets(MANY)

    with CaptureQueriesContext(connection) as asked:
        answer = office.get(where(model, page))

    text = answer.content.decode()
    assert answer.status_code == 200
    for kind in (
        ("网点", "公司") if page == "add" else ("网点", "公司", "城")
    ):  # a form knows 340 cities
        assert len(set(re.findall(rf"{kind}\d\d\d\d", text))) <= ROWS
    assert len(asked) <= STATEMENTS
    if page == "changelist":
        assert not [each["sql"] for each in asked if UNBOUNDED.search(each["sql"])]
    assert len(answer.content) < 150_000


def test_a_table_is_counted_no_further_than_anybody_pages(office, monkeypatch):
    monkeypatch.setattr("voltbay.back_office.lists.COUNTED", 30)
    many_outlets(31)

    page = office.get("/admin/directory/outlet/?p=2")

    assert page.context["cl"].result_count == 30
    assert len(page.context["cl"].result_list) == 10
    assert "至少 30" in page.content.decode()


def test_a_short_table_is_counted_to_its_end():
    many_outlets(3)

    pages = BoundedPaginator(Outlet.objects.order_by("name"), ROWS)

    assert (pages.count, pages.is_cut) == (3, False)
    assert pages.count < COUNTED
