"""Profiles are data: each that came along reads, and says in which days there is time."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import ImproperlyConfigured

from voltbay.traceability.errors import ProfileUnknown
from voltbay.traceability.report_profile import any_profile, find_profile, profiles


def test_two_came_along_with_their_certainty():
    found = profiles()

    assert list(found) == ["car_maker", "national_platform"]
    assert {key: each.certainty for key, each in found.items()} == {
        "car_maker": "S",
        "national_platform": "S?",
    }
    assert found["car_maker"].is_split
    assert not found["national_platform"].is_split


def test_what_was_seen_stands_first_and_what_we_added_behind():
    columns = find_profile("car_maker").lists["in"]

    assert [column.name for column in columns if column.certainty == "S"] == [
        "入库电池编码",
        "产品类型",
        "入库日期",
        "回收服务网点名称",
        "回收服务网点统一社会信用代码",
    ]
    assert [column.certainty for column in columns] == ["S"] * 5 + ["D"]


def test_one_that_is_left_out_is_not_in_use(settings):
    settings.VOLTBAY_REPORT_PROFILES = ["car_maker"]

    assert list(profiles()) == ["car_maker"]
    with pytest.raises(ProfileUnknown):
        find_profile("national_platform")
    assert any_profile("national_platform")


@pytest.mark.parametrize("name", ["nobody", "../settings"])
def test_one_that_is_none_is_named(settings, name):
    settings.VOLTBAY_REPORT_PROFILES = [name]

    with pytest.raises(ImproperlyConfigured, match="no profile"):
        profiles()
    assert any_profile(name) is None


def test_the_days_are_a_setting_and_calendar_days(settings):
    settings.VOLTBAY_REPORT_DAYS = 42

    assert find_profile("car_maker").deadline(date(2026, 4, 8)) == date(2026, 5, 20)
    assert find_profile("national_platform").deadline(date(2026, 4, 8)) == date(2026, 5, 8)


def test_working_days_leave_out_holidays(settings):
    settings.VOLTBAY_REPORT_DAYS = 3
    working = replace(find_profile("car_maker"), are_working_days=True)

    assert working.deadline(date(2026, 9, 30)) == date(2026, 10, 10), "the 10th makes up"


@pytest.mark.parametrize("are_working_days", [True, False])
def test_late_is_what_the_deadline_says(settings, are_working_days):
    settings.VOLTBAY_REPORT_DAYS = 5
    profile = replace(find_profile("car_maker"), are_working_days=are_working_days)

    first = profile.overdue_before(date(2026, 10, 12))

    assert profile.deadline(first) >= date(2026, 10, 12)
    assert profile.deadline(date.fromordinal(first.toordinal() - 1)) < date(2026, 10, 12)
