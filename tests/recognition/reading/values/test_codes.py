import numpy as np
import pytest

from voltbay.recognition.reading.layout.lines import Line, Row, whole_line
from voltbay.recognition.reading.pixels.alphabet import BLANK, Alphabet
from voltbay.recognition.reading.pixels.geometry import Quad
from voltbay.recognition.reading.pixels.recognise import Character, Script
from voltbay.recognition.reading.values.codes import as_date, as_plate
from voltbay.recognition.reading.values.rules import is_date
from voltbay.recognition.reading.values.seen import CERTAIN

HIGH = 40


def said(text, alphabet):
    """Let a network say a text: each character at a step, a blank between them."""
    rows = np.zeros((2 * len(text), len(alphabet.characters)), np.float32)
    rows[:, BLANK] = 0.01
    for at, one in enumerate(text):
        rows[2 * at, alphabet.characters.index(one)] = 0.9
    steps = len(rows)
    characters = tuple(
        Character(one, 0.9, 2 * at / steps, (2 * at + 1) / steps) for at, one in enumerate(text)
    )
    return Script(characters, rows, np.arange(rows.shape[1]), alphabet, 1.0)


def thought(text, alphabet, *, also):
    """Let a network say a text, and think of other characters at some places: {place: (one, p)}."""
    script = said(text, alphabet)
    for at, (one, probability) in also.items():
        script.probabilities[2 * at, alphabet.characters.index(one)] = probability
    return script


def plate_of(script):
    return as_plate(row_of(script))


def row_of(script):
    corners = np.array([(0, 0), (300, 0), (300, HIGH), (0, HIGH)], np.float32)
    return Row((whole_line(Line(Quad(corners), script, script)),))


ANY = Alphabet("京A0123456789DBQOIZ")


@pytest.mark.parametrize(
    ("read", "also", "plate"),
    [
        ("京A1Q345", {}, "京A1Q345"),  # Q may stand there
        ("京A1Q345", {3: ("0", 0.2)}, "京A10345"),  # but hardly does
        ("京AD12Q45", {5: ("0", 0.05)}, "京AD12045"),  # a green plate ends in digits
        ("京AD12Z45", {5: ("2", 0.05)}, "京AD12245"),
        ("京A1O345D", {}, "京A10345D"),
    ],
)
def test_what_fits_no_plate_is_read_as_the_plate_that_it_is_most_like(read, also, plate):
    seen = plate_of(thought(read, ANY, also=also))

    assert (seen.text, seen.confidence < CERTAIN) == (plate, plate != read)


@pytest.mark.parametrize(("chance", "is_asked"), [(0.003, True), (0.0003, False)])
def test_a_naught_that_may_be_a_d_is_asked_about_though_both_networks_read_it(chance, is_asked):
    seen = plate_of(thought("京A97004", ANY, also={5: ("D", chance)}))

    assert (seen.text, seen.confidence < CERTAIN) == ("京A97004", is_asked)


def test_a_plate_begins_with_the_province_that_only_the_quick_network_saw():
    alphabet = Alphabet("冀RD679")
    careful, quick = said("RD6D779", alphabet), said("冀D6D779", alphabet)
    corners = np.array([(0, 0), (300, 0), (300, HIGH), (0, HIGH)], np.float32)

    seen = as_plate(Row((whole_line(Line(Quad(corners), quick, careful)),)))

    assert (seen.text, seen.corrected) == ("冀D6D779", True)
    assert seen.confidence < CERTAIN


@pytest.mark.parametrize(
    ("printed", "date"),
    [
        ("1991年12月5日", "1991-12-05"),
        ("1991-12-05", "1991-12-05"),
        ("1991年1205", "1991-12-05"),
        ("1991年12月", None),  # no January 2nd
        ("1991年1", None),
    ],
)
def test_a_part_of_a_date_is_no_date(printed, date):
    seen = as_date(row_of(said(printed, Alphabet("0123456789-年月日"))))

    assert (seen.text if is_date(seen.text) else None) == date
