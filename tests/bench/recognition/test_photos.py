"""Which photos are measured."""

from bench.recognition.__main__ import LEVELS
from bench.recognition.photos import kinds_of, uploads


def test_every_level_is_measured_and_only_licences_have_a_printers_face():
    assert LEVELS == ("easy", "normal", "hard", "dusk", "printed")
    assert [kind.name for kind in kinds_of("printed")] == ["vehicle_licence"]
    assert len(kinds_of("dusk")) == 3


def test_what_is_timed_holds_licences_as_they_are_issued():
    sent = uploads(range(90_000, 90_001))

    assert [one.sort for one in sent] == [
        "foreigner_card, normal",
        "identity_card, normal",
        "vehicle_licence, normal",
        "vehicle_licence, printed",
    ]
    assert sent[2].photo != sent[3].photo
