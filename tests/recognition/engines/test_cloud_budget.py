import logging
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError

from tests.places import NOW
from voltbay.recognition.engines.cloud_budget import note_outcome, spend, usage
from voltbay.recognition.models import CloudMonth

pytestmark = pytest.mark.django_db
LAST_OF_OCTOBER = datetime(2026, 10, 31, 15, 59, tzinfo=UTC)  # 23:59 in the mainland
FIRST_OF_NOVEMBER = datetime(2026, 10, 31, 16, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def ten_a_month(settings):
    settings.VOLTBAY_RECOGNITION_ENGINE = "combined"
    settings.VOLTBAY_CLOUD_READINGS_A_MONTH = 10


def spend_many(count, *, now=NOW):
    return [spend("aliyun", now=now) for _ in range(count)]


def test_as_many_go_as_the_month_allows():
    assert spend_many(12) == [True] * 10 + [False] * 2
    assert CloudMonth.objects.get().asked == 10


def test_a_month_is_the_mainlands():
    assert spend_many(11, now=LAST_OF_OCTOBER).count(True) == 10

    assert spend("aliyun", now=FIRST_OF_NOVEMBER)
    months = CloudMonth.objects.order_by("month").values_list("month", "asked")
    assert [(f"{month:%m-%d}", asked) for month, asked in months] == [("10-01", 10), ("11-01", 1)]


def test_a_provider_has_a_budget_of_its_own():
    spend_many(10)

    assert spend("other", now=NOW)


def test_none_go_without_a_budget(settings):
    settings.VOLTBAY_CLOUD_READINGS_A_MONTH = 0

    assert not spend("aliyun", now=NOW)
    assert not CloudMonth.objects.exists()
    assert usage(now=NOW) is None


def test_a_budget_that_was_lowered_stops_what_is_above_it(settings):
    spend_many(5)
    settings.VOLTBAY_CLOUD_READINGS_A_MONTH = 3

    assert not spend("aliyun", now=NOW)


def test_what_is_used_is_told_as_a_share():
    spend_many(7)
    assert (usage(now=NOW).percent, usage(now=NOW).is_short) == (70, False)

    spend_many(1)
    assert (usage(now=NOW).percent, usage(now=NOW).is_short) == (80, True)


def test_where_everything_is_read_here_nothing_is_used(settings):
    settings.VOLTBAY_RECOGNITION_ENGINE = "local"

    assert usage(now=NOW) is None


def test_the_log_warns_at_four_fifths_and_at_the_end_once_each(caplog):
    caplog.set_level(logging.WARNING, "voltbay")

    spend_many(13)

    assert [record.getMessage() for record in caplog.records] == [
        "cloud readings are at 80% of the month",
        "cloud readings are at 100% of the month",
    ]


def test_outcomes_are_counted_apart():
    spend_many(3)
    note_outcome("aliyun", answered=True, now=NOW)
    note_outcome("aliyun", answered=False, now=NOW)

    counted = CloudMonth.objects.get()
    assert (counted.asked, counted.answered, counted.failed) == (3, 1, 1)


def test_nobody_can_write_more_answers_than_questions():
    spend_many(1)

    with pytest.raises(IntegrityError, match="cloud_month_answers_were_asked_for"):
        CloudMonth.objects.update(answered=2)
