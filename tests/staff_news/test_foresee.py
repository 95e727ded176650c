"""What comes near is told in time, and not over and over."""

from datetime import date, timedelta

import pytest

from tests.places import NINE, NOW
from tests.traceability.conftest import finished
from voltbay.directory.models import Outlet, Qualification, Technician
from voltbay.staff_news.foresee import foresee
from voltbay.staff_news.models import News

DAY = timedelta(days=1)


@pytest.fixture
def owed(service, slots, bob):
    finished(service, slots, bob)


def ceiling(kg):
    Outlet.objects.update(storage_limit_kg=kg)


def told(kind):
    return [each.params for each in News.objects.filter(kind=kind).order_by("id")]


def test_a_store_is_told_at_eighty_percent_once_a_day_and_again_when_it_is_full(owed):
    ceiling(520)  # kg; a battery of 412.5 lies there
    foresee(now=NOW)
    assert told("store") == []

    ceiling(515)
    foresee(now=NOW)
    foresee(now=NOW)
    ceiling(412)
    foresee(now=NOW)
    foresee(now=NOW + DAY)

    assert told("store") == [
        {"percent": 80, "is_full": False},
        {"percent": 100, "is_full": True},
        {"percent": 100, "is_full": True},
    ]


def test_an_empty_store_is_no_news_however_many_are_expected(outlet):
    Outlet.objects.filter(pk=outlet.pk).update(expected_kg=5000)

    foresee(now=NOW)

    assert told("store") == []


def test_a_certificate_is_told_two_months_and_two_weeks_before_and_when_it_is_over(outlet):
    Outlet.objects.filter(pk=outlet.pk).update(counts_technicians=True)
    ends = date(2026, 6, 1)
    Technician.objects.create(outlet=outlet, name="陈大勇", certified_until=ends)

    for day in range(70):
        foresee(now=NOW + day * DAY)

    days = [each.date() for each in News.objects.order_by("id").values_list("made_at", flat=True)]
    assert [(ends - day).days for day in days] == [55, 13, -1]
    assert told("certificate") == [{"day": "2026-06-01"}] * 3


def test_a_companys_certificate_is_told_as_a_technicians_is(outlet):
    ends = date(2026, 6, 1)
    Qualification.objects.create(company=outlet.company, name="许可证", valid_until=ends)

    for day in range(70):
        foresee(now=NOW + day * DAY)

    news = News.objects.filter(kind="certificate", company=outlet.company)
    assert [each.params for each in news] == [{"day": "2026-06-01"}] * 3


def test_a_report_is_told_weekly_when_it_is_soon_due_and_daily_when_it_is_late(owed, settings):
    settings.VOLTBAY_REPORT_PROFILES = ["national_platform"]
    settings.VOLTBAY_PLATFORM_REPORT_DAYS = 30

    for day in range(20, 34):
        foresee(now=NINE + day * DAY)

    said = told("report")
    assert said[0] == {"late": 0, "soon": 1}
    assert [each["late"] for each in said].count(0) == 2  # of two weeks
    assert said[-1] == {"late": 1, "soon": 0}
    assert [each["late"] for each in said].count(1) == 3  # of three days
