"""A wave is told as it was: seconds, refusals by code, and when no photo waited any more."""

from xml.etree import ElementTree as ET

from scripts.cluster.samples import READ, Sample, step
from scripts.cluster.tide import Size, Tide, picture, quantiles, table

HOLD = "POST bookings"
SVG = "{http://www.w3.org/2000/svg}"


def _tide(readers: int, *, waiting: int) -> Tide:
    return Tide(
        size={"readers": readers},
        steps={HOLD: [100, 0.02, 0.11, 0.3, 2.0], READ: [40, 1.0, 61.5, 70, 71]},
        booked=[30.0, 31.0, 90.0],
        arrived=[1.0, 2.0, 3.0, 4.0],
        queues=[(0.0, 0, 0), (60.0, waiting, 3), (120.0, 1, 0), (180.0, 0, 0)],
        refused={"slot_full": 7},
        tried_again={},
        gave_up={"no code came": 1},
        looked_at={"places": "3, none wrong"},
    )


def test_what_was_not_answered_is_no_latency():
    took = [Sample(0, seconds, HOLD) for seconds in (1, 2, 3)]
    cut = Sample(0, 60, HOLD, "no answer")

    assert quantiles([*took, cut]) == {HOLD: [3, 2, 3, 3, 3]}


def test_steps_are_told_apart_and_name_nobody():
    assert step("POST", "/bookings") == HOLD
    assert step("POST", "/bookings/VB1/confirm") == "POST bookings confirm"
    assert step("GET", "/outlets/8c1e-11/slots?service=7&days=14") == "GET outlets slots"
    assert step("POST", "/sign-in/codes") == "POST sign-in codes"


def test_waves_stand_one_beside_the_other():
    rows = table([_tide(1, waiting=400), _tide(2, waiting=90)]).splitlines()

    assert rows[0] == "| seconds, p50 / p95 / p99 | 1 reader | 2 readers |"
    assert "| hold | 0.02 / 0.11 / 0.30 | 0.02 / 0.11 / 0.30 |" in rows
    assert "| most photos that waited | 400 | 90 |" in rows
    assert "| no photo waits any more, minutes after the first owner | 2.0 | 2.0 |" in rows
    assert "| refused, by code | 7 × slot_full | 7 × slot_full |" in rows
    assert "| asked again after | none | none |" in rows
    assert "| places | 3, none wrong | 3, none wrong |" in rows


def test_the_picture_has_a_line_for_each_wave():
    drawing = ET.fromstring(picture([_tide(1, waiting=400), _tide(2, waiting=90)]))

    lines = drawing.findall(f".//{SVG}polyline")
    words = [each.text for each in drawing.findall(f".//{SVG}text")]
    assert len(lines) == 5  # who came; booked and waiting, twice
    assert {"came", "booked, 1 reader", "2 readers", "400"} <= set(words)
    highest = [
        min(float(p.split(",")[1]) for p in each.get("points", "").split()) for each in lines
    ]
    assert highest[3] < highest[4]  # 400 photos stand higher than 90


def test_some_owners_photograph_and_some_are_known():
    assert Size(owners=5000, photographs=0.2).photographers == 1000
