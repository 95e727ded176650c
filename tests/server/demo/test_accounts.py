"""A demo prints where to look first, as whom; each of it opens."""

import pytest
from django.urls import resolve

from voltbay.server.demo.accounts import FIRST, STAFF, where_first


@pytest.mark.parametrize(("who", "path", "what"), FIRST)
def test_each_place_is_there_for_somebody_of_the_demo(who, path, what):
    assert who == "owner" or who in STAFF
    assert resolve(path)
    assert what


def test_the_table_has_six_whole_addresses():
    table = where_first("http://127.0.0.1:8000").splitlines()[1:]

    assert len(table) == 6
    assert all("http://127.0.0.1:8000/" in line for line in table)
