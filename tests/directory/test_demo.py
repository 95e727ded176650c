"""The demo's companies and outlets."""

import re

import pytest

from tests.places import NOW
from voltbay.directory.demo import load
from voltbay.directory.introduction import clean
from voltbay.directory.models import Closure, Company, OpeningHours, Outlet, Service
from voltbay.directory.rules import check_credit_code, check_position, check_stretches
from voltbay.identifiers.telephone import parse_telephone

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def loaded():
    load(now=NOW)


def test_there_is_enough_to_choose_from():
    assert Company.objects.count() >= 6
    assert Outlet.objects.count() >= 24
    assert Outlet.objects.values("city_code").distinct().count() >= 8
    assert Outlet.objects.filter(services=None).count() == 0
    assert Outlet.objects.filter(opening_hours=None).count() == 0
    assert Closure.objects.exists()


def test_loading_again_adds_nothing():
    def counts():
        return [model.objects.count() for model in (Company, Outlet, Service, OpeningHours)]

    before = counts()
    load(now=NOW)

    assert counts() == before


def test_a_deleted_outlet_comes_back_and_an_edited_one_stays():
    edited, deleted = Outlet.objects.all()[:2]
    Outlet.objects.filter(pk=edited.pk).update(phone="021-50000000")
    deleted.services.all().delete()
    deleted.delete()

    load(now=NOW)

    assert Outlet.objects.filter(name=deleted.name).exists()
    assert Outlet.objects.get(pk=edited.pk).phone == "021-50000000"


def test_every_entry_would_be_accepted_in_the_back_office():
    for company in Company.objects.all():
        assert check_credit_code(company.credit_code, override_reason="") == company.credit_code
        assert parse_telephone(company.phone) == company.phone
    for outlet in Outlet.objects.all():
        check_position(outlet.longitude, outlet.latitude)
        hours = outlet.opening_hours.values_list("weekday", "opens_at", "closes_at")
        check_stretches(hours)
        assert parse_telephone(outlet.phone) == outlet.phone
        outlet.full_clean()


def test_introductions_are_pages_with_style_that_nothing_was_cut_from():
    for company in Company.objects.all():
        page = company.introduction_html
        assert clean(page) == page
        for part in ("<h2", "<table", "<ol", "background-color:#", "演示数据"):
            assert part in page
        assert re.search(r"[{}]", page) is None
        assert 20 < len(company.introduction_summary) <= 120


def test_positions_of_a_city_lie_together():
    for code in set(Outlet.objects.values_list("city_code", flat=True)):
        places = Outlet.objects.filter(city_code=code).values_list("longitude", "latitude")
        for axis in zip(*places, strict=True):
            assert max(axis) - min(axis) < 1
