"""What an attempt has read again, and how thoroughly: by a reader that remembers."""

from dataclasses import dataclass, field
from types import SimpleNamespace

import numpy as np
import pytest

from tests.recognition.reading.layout.test_page import CARD, line
from voltbay.recognition.reading.attempt import MANY, Attempt
from voltbay.recognition.reading.kinds.identity_card import IDENTITY_CARD
from voltbay.recognition.reading.pixels.networks import Work

INK = np.zeros((800, 1200, 3), np.uint8)


@dataclass
class Remembering:
    """Reads each row as it was read before, and remembers what it was asked for."""

    finds: str = ""  # the label that reading carefully tells
    others: tuple[str, ...] = ("smooth", "even")
    wanted: list[object] = field(default_factory=list)
    once: set[str] = field(default_factory=set)
    in_every_way: set[str] = field(default_factory=set)
    work: Work = field(default_factory=Work)

    def __post_init__(self):
        self.view = SimpleNamespace(card=None, slope=None)
        self.networks = SimpleNamespace(work=self.work)

    def again(self, lines, wanted):
        self.wanted.append(wanted)
        return [line(self.finds, 50, 100), *lines] if self.finds else lines

    def carefully(self, runs):
        self.once |= {run[0].text for run in runs}
        return [run[0].line for run in runs]

    def thoroughly(self, runs):
        self.in_every_way |= {run[0].text for run in runs}
        return [run[0].line for run in runs]

    def complete(self, read, begun, *, lines):
        return read

    def raw(self, piece):
        return piece

    def wider(self, row, *, lines):
        return row.pieces[0]


def attempt(reader, lines, settled=()):
    return Attempt(reader, IDENTITY_CARD, INK, INK, lines, settled=settled)


def other_print(number):
    return [line("收据", 50 + 100 * (at % 10), 40 + 50 * (at // 10)) for at in range(number)]


@pytest.mark.parametrize(
    ("number", "finds", "asked"),
    [
        (MANY, "", [None]),
        (MANY + 1, "", ["labels"]),
        (MANY + 1, "姓名", ["labels", None]),  # a card is among it: its other labels may be faint
    ],
)
def test_of_much_other_print_what_may_be_labels_is_read_first(number, finds, asked):
    reader = Remembering(finds=finds)

    attempt(reader, other_print(number)).with_labels_read()

    letters = IDENTITY_CARD.form.letters
    assert reader.wanted == [letters if one == "labels" else None for one in asked]


def test_what_an_earlier_look_was_certain_of_is_read_once_if_it_decides_and_else_not_at_all():
    reader = Remembering()

    assert attempt(reader, CARD, settled={"name", "address"}).values

    assert "张三" in reader.once
    assert reader.in_every_way == {"11010519491231002X"}
    assert not {"北京市朝阳区样本路", "1号"} & {*reader.once, *reader.in_every_way}


def test_what_was_read_in_fewer_ways_for_want_of_work_is_asked_about():
    whole, short = Remembering(), Remembering(work=Work(fell_short=True))

    names = [attempt(one, CARD).values["name"] for one in (whole, short)]

    assert [one.text for one in names] == ["张三"] * 2
    assert [one.confidence >= 0.9 for one in names] == [True, False]
