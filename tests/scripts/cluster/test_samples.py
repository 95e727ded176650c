"""How long nobody was served, from what the load met."""

from collections import Counter

from scripts.cluster.samples import BOOKED, LOOKED, Sample, answered, gap, wrong

MET = [
    Sample(0, 1, BOOKED),
    Sample(1, 5, BOOKED, "503 unavailable"),
    Sample(2, 2.5, LOOKED),
    Sample(5, 9, BOOKED),
    Sample(9, 30, BOOKED, "no answer"),
]


def test_the_longest_time_between_two_that_came_off():
    assert gap(MET, BOOKED, since=0, until=10) == 8


def test_nothing_else_fills_the_gap():
    assert gap(MET, LOOKED, since=0, until=10) == 7.5


def test_a_gap_ends_with_the_interval():
    assert gap(MET, BOOKED, since=10, until=30) == 20


def test_what_went_wrong_is_counted_when_it_ended():
    assert wrong(MET, since=0, until=10) == Counter({"503 unavailable": 1})
    assert answered(MET, since=0, until=10) == 3
