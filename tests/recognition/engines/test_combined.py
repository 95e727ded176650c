from dataclasses import dataclass, field, replace

from voltbay.recognition.engines.combined import CombinedEngine
from voltbay.recognition.engines.engine import EngineUnavailable
from voltbay.recognition.reading.result import Field, Kind, Problem, Reading

SURE = {"name": Field("张三", 0.99), "number": Field("11010519491231002X", 0.99)}
UNSURE = SURE | {"name": Field("张王", 0.6, doubtful=True)}


@dataclass
class Fixed:
    """An engine that always says the same."""

    name: str
    reading: Reading | None
    asked: list = field(default_factory=list)

    def read(self, picture_jpeg, kind):
        self.asked.append(picture_jpeg)
        if self.reading is None:
            raise EngineUnavailable
        return replace(self.reading, engine=self.name)

    def close(self):
        pass


@dataclass
class Purse:
    left: int

    def take(self):
        self.left -= 1
        return self.left >= 0


def read(local, cloud, *, left=1):
    engines = {"local": Fixed("local", local), "cloud": Fixed("cloud", cloud)}
    engine = CombinedEngine(**engines, budget=Purse(left))
    return engine.read(b"photo", Kind.IDENTITY_CARD), engines["cloud"].asked


def card(fields, *codes):
    return Reading(Kind.IDENTITY_CARD, fields, tuple(Problem(code) for code in codes))


def test_a_certain_reading_never_leaves_the_machine():
    reading, asked = read(card(SURE), card(SURE))

    assert reading.engine == "local"
    assert asked == []


def test_doubt_that_the_cloud_confirms_is_gone():
    reading, asked = read(card(UNSURE), card(UNSURE))

    assert asked == [b"photo"]
    assert reading.fields["name"].value == "张王"
    assert not reading.fields["name"].doubtful


def test_what_two_engines_dispute_is_asked_of_the_owner():
    reading, _ = read(card(UNSURE), card(SURE))

    assert reading.fields["name"].value == "张三"
    assert reading.fields["name"].doubtful


def test_a_cloud_that_fails_leaves_the_local_reading():
    reading, _ = read(card(UNSURE), None)

    assert reading.fields["name"].value == "张王"
    assert reading.fields["name"].doubtful


def test_a_number_that_only_the_cloud_can_read_is_taken():
    reading, _ = read(card({}, "number_fails_check"), card(SURE))

    assert reading.is_recognised
    assert reading.fields["number"].value == "11010519491231002X"


def test_a_wrong_paper_is_not_sent_anywhere():
    _, asked = read(card({}, "bank_card"), card(SURE))

    assert asked == []


def test_nothing_is_sent_when_the_budget_is_spent():
    reading, asked = read(card(UNSURE), card(SURE), left=0)

    assert asked == []
    assert reading.engine == "local"
