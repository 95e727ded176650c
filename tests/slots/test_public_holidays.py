"""What the public calendar makes of a day."""

import logging
from datetime import date

from voltbay.slots.public_holidays import Day, is_known, kind_of


def test_a_year_that_is_not_known_yet_counts_as_ordinary_and_warns_once(caplog):
    is_known.cache_clear()

    with caplog.at_level(logging.WARNING):
        kinds = [kind_of(date(2055, 3, day)) for day in (5, 6, 7)]

    assert kinds == [Day.ORDINARY] * 3
    assert [record.args for record in caplog.records] == [(2055,)]


def test_the_days_that_the_law_fixes_are_holidays_in_any_year():
    assert kind_of(date(2055, 1, 1)) is Day.HOLIDAY
    assert kind_of(date(2055, 10, 4)) is Day.ORDINARY
