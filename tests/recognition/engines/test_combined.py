from dataclasses import dataclass, field, replace

import pytest

from voltbay.recognition.engines.combined import CloudFirstEngine, CombinedEngine
from voltbay.recognition.reading.findings import Field, Problem
from voltbay.recognition.reading.kinds.identity_card import IDENTITY_CARD
from voltbay.recognition.reading.result import Reading

SURE = {"name": Field("张三", 0.99), "number": Field("11010519491231002X", 0.99)}
UNSURE = SURE | {"name": Field("张王", 0.6, doubtful=True)}


@dataclass
class Fixed:
    """An engine, or a cloud, that always says the same."""

    name: str
    reading: Reading | None
    asked: list = field(default_factory=list)

    def read(self, picture_jpeg, kind):
        self.asked.append(picture_jpeg)
        return self.reading and replace(self.reading, engine=self.name)

    ask = read


def read(local, cloud, *, engine=CombinedEngine):
    here, there = Fixed("local", local), Fixed("cloud", cloud)
    reading = engine(local=here, cloud=there).read(b"photo", IDENTITY_CARD)
    return reading, there.asked, here.asked


def card(fields, *codes):
    return Reading(IDENTITY_CARD, fields, tuple(Problem(code, field=None) for code in codes))


def test_a_certain_reading_never_leaves_the_machine():
    reading, asked, _ = read(card(SURE), card(SURE))

    assert reading.engine == "local"
    assert asked == []


def test_a_doubt_about_what_decides_nothing_never_leaves_the_machine():
    vague = SURE | {"address": Field("样本路", 0.3, doubtful=True)}

    _, asked, _ = read(card(vague), card(SURE))

    assert asked == []


def test_doubt_that_the_cloud_confirms_is_gone():
    reading, asked, _ = read(card(UNSURE), card(UNSURE))

    assert asked == [b"photo"]
    assert reading.fields["name"].value == "张王"
    assert not reading.fields["name"].doubtful
    assert reading.engine == "local+cloud"


def test_a_cloud_that_says_nothing_leaves_the_local_reading():
    reading, asked, _ = read(card(UNSURE), None)

    assert asked == [b"photo"]
    assert reading.fields["name"] == UNSURE["name"]
    assert reading.engine == "local"


def test_a_number_that_only_the_cloud_can_read_is_taken():
    problem = Problem("number_fails_check", field="number")
    local = Reading(IDENTITY_CARD, {"name": SURE["name"]}, (problem,))

    reading, _, _ = read(local, card(SURE))

    assert reading.is_recognised
    assert reading.fields["number"].value == "11010519491231002X"


@pytest.mark.parametrize(
    "code",
    [
        "bank_card",
        "not_an_identity_card",
        "emblem_side",
        "too_dark",
        "too_blurred",
        "glare",
        "cut_off",
        "too_small",
        "black_and_white_copy",
        "photo_of_screen",
        "reading_failed",
    ],
)
def test_a_photo_that_is_clearly_refused_is_not_sent_anywhere(code):
    reading, asked, _ = read(card({}, code), card(SURE))

    assert asked == []
    assert [one.code for one in reading.problems] == [code]


def test_the_cloud_alone_saves_this_machine_the_work():
    reading, _, read_here = read(card(UNSURE), card(SURE), engine=CloudFirstEngine)

    assert reading.engine == "cloud"
    assert read_here == []


def test_what_may_not_go_to_the_cloud_alone_is_read_here():
    reading, _, _ = read(card(UNSURE), None, engine=CloudFirstEngine)

    assert reading.engine == "local"
    assert reading.fields["name"].doubtful
