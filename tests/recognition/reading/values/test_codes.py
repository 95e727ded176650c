import numpy as np

from voltbay.recognition.reading.layout.lines import Line, Row, whole_line
from voltbay.recognition.reading.pixels.alphabet import BLANK, Alphabet
from voltbay.recognition.reading.pixels.geometry import Quad
from voltbay.recognition.reading.pixels.recognise import Character, Script
from voltbay.recognition.reading.values.codes import as_plate
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


def test_a_plate_begins_with_the_province_that_only_the_quick_network_saw():
    alphabet = Alphabet("冀RD679")
    careful, quick = said("RD6D779", alphabet), said("冀D6D779", alphabet)
    corners = np.array([(0, 0), (300, 0), (300, HIGH), (0, HIGH)], np.float32)

    seen = as_plate(Row((whole_line(Line(Quad(corners), quick, careful)),)))

    assert (seen.text, seen.corrected) == ("冀D6D779", True)
    assert seen.confidence < CERTAIN
