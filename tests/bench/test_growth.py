"""What `make bench-growth` says of its figures."""

import pytest

from bench.growth import PUBLISHING, Figures, Row, missed, table

ROW = Row("my bookings", ["/"], most_ms=8, most_inside_ms=5, most_kb=30)


def figures(p50: float = 4, p95: float = 5, inside: float = 3, kb: float = 25) -> Figures:
    return Figures(p50, p95, inside, 2.5, kb, 2)


def test_a_row_stands_beside_its_targets():
    said = table([ROW], {"my bookings": [figures(), figures(p50=5)]}, (10, 1000))

    assert said.splitlines()[2] == (
        "| my bookings | 4.0 / 5.0 | 5.0 / **5.0** | 8 | 1.25 | 3.0 (5) | 2.5 → 2.5 | 25 (30) | 2 |"
    )


def test_publishing_is_told_in_seconds():
    said = table([], {PUBLISHING: [figures(19_000, 7_000), figures(22_000, 7_700)]}, (10, 1000))

    assert "a day, each night | 7.0 s | **7.7 s** | 10 s | 1.10 |" in said
    assert "all days from nothing | 19.0 s | **22.0 s** | – | 1.16 |" in said


@pytest.mark.parametrize(
    "now", [figures(p95=8.1), figures(inside=5.1), figures(kb=31), figures(p50=5.3)]
)
def test_what_takes_more_than_it_may_or_grew_is_missed(now: Figures):
    assert missed([ROW], {"my bookings": [figures(), now]}) == ["my bookings"]


def test_what_keeps_its_targets_is_not():
    assert missed([ROW], {"my bookings": [figures(), figures()]}) == []


def test_publishing_that_takes_too_long_is_missed():
    assert missed([], {PUBLISHING: [figures(1, 1), figures(1, 10_001)]}) == [PUBLISHING]
