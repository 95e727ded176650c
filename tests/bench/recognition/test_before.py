"""Two trees read the same files in turn, each by its own code."""

from bench.recognition.before import beside_before
from bench.recognition.photos import Sent
from tools.cards import draw_identity_card, draw_vehicle_licence
from voltbay.recognition.reading.kinds.foreigner_card import FOREIGNER_CARD
from voltbay.recognition.reading.kinds.identity_card import IDENTITY_CARD
from voltbay.recognition.reading.kinds.vehicle_licence import VEHICLE_LICENCE

# An older tree, which needs ten seconds of the processor for whatever it reads.
OLD = {
    "reader.py": """
import time
class Reader:
    load = classmethod(lambda cls: cls())
    def warm_up(self): pass
    def read(self, jpeg, kind): time.process_time = lambda spent=time.process_time: spent() + 10
""",
    "registry.py": "kind_named = str",
}


def test_each_sort_of_photos_has_a_row_beside_the_one_for_all(tmp_path):
    package = tmp_path / "voltbay" / "recognition" / "reading"
    package.mkdir(parents=True)
    for folder in (package, *package.parents[:2]):
        (folder / "__init__.py").touch()
    for name, text in OLD.items():
        (package / name).write_text(text)
    sent = [
        Sent(FOREIGNER_CARD, "normal", 1, b"unknown to older trees", {}),
        Sent(IDENTITY_CARD, "normal", 1, *draw_identity_card(seed=1, level="normal")),
        Sent(VEHICLE_LICENCE, "printed", 1, *draw_vehicle_licence(seed=1, level="printed")),
    ]

    rows = beside_before(sent, tmp_path)

    assert [(row["the same photos"], row["photos"]) for row in rows] == [
        ("identity_card, normal", 1),
        ("vehicle_licence, printed", 1),
        ("all", 2),
    ]
    assert all(10 <= row["state before, cpu s mean"] < 10.1 for row in rows)
    assert all(0 < row["this state, cpu s mean"] < 10 for row in rows)
