"""Days that somebody may mean, and those at the ends of the calendar."""

from datetime import date

import pytest

from voltbay.core.local_time import read_day


@pytest.mark.parametrize("text", ["2000-01-01", "2026-02-28", "2099-12-31"])
def test_a_day_of_our_time_is_read(text):
    assert read_day(text) == date.fromisoformat(text)


@pytest.mark.parametrize(
    "text",
    [
        "0001-01-01",
        "1999-12-31",
        "2100-01-01",
        "9999-12-31",
        "2026-02-30",
        "",
        "x",
        "２０２６-01-01",
    ],
)
def test_a_year_that_nobody_means_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011  # what Python's own reading raises as well
        read_day(text)
