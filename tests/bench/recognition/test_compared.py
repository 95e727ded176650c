"""What two libraries read on the same photos is told of each, both ways."""

from bench.recognition.compared import accuracy, differences
from bench.recognition.photos import Sent
from voltbay.recognition.reading.findings import Field, Problem
from voltbay.recognition.reading.kinds.identity_card import IDENTITY_CARD
from voltbay.recognition.reading.result import Reading

TRUTH = {"name": "王㛃", "number": "310101198506150024"}
RIGHT = {name: Field(value, 0.99) for name, value in TRUTH.items()}
SENT = [Sent(IDENTITY_CARD, "normal", seed, b"", TRUTH) for seed in (7, 8, 9)]


def a_reading(**fields: Field) -> Reading:
    return Reading(IDENTITY_CARD, RIGHT | fields)


REFUSED = a_reading().refuse("too_blurred")
READ = {
    "onnxruntime": [a_reading(name=Field("王铉", 0.5, doubtful=True)), a_reading(), a_reading()],
    "openvino": [a_reading(), REFUSED, a_reading()],
}


def test_each_library_gets_what_it_alone_reads_rightly():
    onnx, openvino = accuracy(SENT, READ)

    assert onnx["photos that it alone reads so"] == 1
    assert openvino["photos that it alone reads so"] == 1
    assert onnx["deciding fields that it alone reads rightly"] == 2
    assert openvino["deciding fields that it alone reads rightly"] == 1
    assert (onnx["deciding fields %"], openvino["deciding fields %"]) == (83.33, 66.67)


def test_a_photo_is_named_with_what_each_library_tells_of_it():
    rows = differences(SENT, READ)

    name = {"photo": "identity_card, normal 7", "field": "name", "truth": "王㛃"}
    assert rows[0] == name | {"onnxruntime": "王铉?", "openvino": "王㛃"}
    assert {row["openvino"] for row in rows[1:]} == {"too_blurred"}
    assert {row["photo"] for row in rows[1:]} == {"identity_card, normal 8"}


def test_what_all_libraries_tell_alike_is_not_told():
    assert differences(SENT, {"onnxruntime": READ["openvino"], "other": READ["openvino"]}) == []


def test_a_doubt_alone_is_a_difference():
    sure, doubtful = a_reading(), a_reading(name=Field("王㛃", 0.5, doubtful=True))

    rows = differences(SENT[:1], {"onnxruntime": [sure], "openvino": [doubtful]})

    assert [(row["onnxruntime"], row["openvino"]) for row in rows] == [("王㛃", "王㛃?")]


def test_a_problem_that_names_a_field_counts_as_a_refusal():
    unreadable = Reading(IDENTITY_CARD, RIGHT, (Problem("field_unreadable", field="name"),))

    (row,) = accuracy(SENT[:1], {"onnxruntime": [unreadable]})

    assert row["deciding fields %"] == 0
