"""Cursors that somebody wrote who is not us."""

import pytest

from attack.odd import CURSORS
from voltbay.api.cursors import CursorMalformed, read_cursor, read_instant, write_cursor


@pytest.mark.parametrize("number", range(len(CURSORS)))
def test_a_cursor_that_we_did_not_write_is_refused(number):
    cursor = CURSORS[number]

    with pytest.raises(CursorMalformed):
        read_instant(read_cursor(cursor, marks=2)[0])


@pytest.mark.parametrize("mark", ["\ud800", "a\0b", "\x1b[31m"])
def test_a_mark_that_no_row_can_have_is_refused(mark):
    with pytest.raises(CursorMalformed):
        read_cursor(write_cursor(mark, "VB1"), marks=2)


def test_a_cursor_of_ours_is_read_again():
    marks = ["2026-04-07T01:00:00+00:00", "VB1"]

    assert read_cursor(write_cursor(*marks), marks=2) == marks
    assert read_instant(marks[0]).year == 2026
