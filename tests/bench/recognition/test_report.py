"""Tables that are asked for by name: plates in the printer's face, what hard photos cost."""

from bench.recognition.report import rows_of_cost, rows_of_plates
from bench.recognition.tally import Tally
from tools.cards import draw_vehicle_licence
from voltbay.recognition.reading.findings import Field
from voltbay.recognition.reading.kinds.identity_card import IDENTITY_CARD
from voltbay.recognition.reading.kinds.vehicle_licence import VEHICLE_LICENCE
from voltbay.recognition.reading.result import Reading


def test_plates_of_the_printers_face_have_a_row_of_their_own():
    tally = Tally(VEHICLE_LICENCE, "printed", seconds=[1.0, 1.0])
    photo, truth = draw_vehicle_licence(level="printed", plate="京A970D4")
    right = {name: Field(value, 0.99) for name, value in truth.items()}
    tally.add(1, photo, truth, Reading(VEHICLE_LICENCE, right))
    wrong = right | {"plate": Field("京A97004", 0.99)}
    tally.add(2, photo, truth, Reading(VEHICLE_LICENCE, wrong))

    (row,) = rows_of_plates([Tally(IDENTITY_CARD, "easy"), tally])

    assert row["level"] == "printed, in the printer's face"
    assert (row["plate right %"], row["wrong and certain"], row["asked about %"]) == (50, 1, 0)


def test_a_hard_photo_is_told_as_so_many_normal_ones_of_its_kind():
    tallies = [
        Tally(VEHICLE_LICENCE, "normal", seconds=[0.4, 0.6]),
        Tally(VEHICLE_LICENCE, "hard", seconds=[0.5] * 19 + [1.75]),
        Tally(IDENTITY_CARD, "hard", seconds=[9.0]),
    ]

    (row,) = rows_of_cost(tallies)

    assert (row["kind"], row["cpu s p95"], row["times"]) == ("vehicle_licence", 1.75, 3.5)
