from datetime import date

import pytest

from tests.documents import recognised
from voltbay.recognition.documents.check import check
from voltbay.recognition.reading.findings import Field, Problem
from voltbay.recognition.reading.kinds.vehicle_licence import VEHICLE_LICENCE
from voltbay.recognition.reading.result import Reading

TODAY = date(2026, 4, 7)


def licence(**dates: str) -> Reading:
    return recognised(VEHICLE_LICENCE, **dates)


def problems(reading: Reading) -> tuple[Problem, ...]:
    return check(reading, today=TODAY).problems


@pytest.mark.parametrize("born", ["1949-12-31", "2012-04-07"])
def test_who_is_fourteen_may_book(born):
    assert problems(recognised(birth_date=born)) == ()


def test_who_turns_fourteen_tomorrow_may_not_yet():
    assert problems(recognised(birth_date="2012-04-08")) == (
        Problem("under_fourteen", field="birth_date"),
    )


def test_nobody_is_born_tomorrow():
    assert problems(recognised(birth_date="2026-04-08")) == (
        Problem("date_in_future", field="birth_date"),
    )


def test_a_licence_of_today_is_fine():
    assert problems(licence(register_date="2026-04-07", issue_date="2026-04-07")) == ()


def test_each_date_in_the_future_is_named():
    found = problems(licence(register_date="2026-04-08", issue_date="2027-01-01"))

    assert [one.field for one in found] == ["register_date", "issue_date"]
    assert {one.code for one in found} == {"date_in_future"}


def test_a_doubtful_date_refuses_nothing():
    doubtful = {"issue_date": Field("2062-04-08", 0.6, doubtful=True)}

    assert problems(Reading(VEHICLE_LICENCE, doubtful)) == ()


@pytest.mark.parametrize("value", ["", "2026-02-30"])
def test_what_is_no_date_is_the_pipelines_matter(value):
    assert problems(licence(register_date=value)) == ()


def test_earlier_problems_stay():
    blurred = recognised(birth_date="2020-01-01").refuse("blurred")

    assert [one.code for one in problems(blurred)] == ["blurred", "under_fourteen"]
