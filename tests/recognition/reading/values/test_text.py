from dataclasses import replace

import numpy as np
import pytest

from voltbay.recognition.reading.layout.lines import Line, Row, whole_line
from voltbay.recognition.reading.pixels.alphabet import Alphabet
from voltbay.recognition.reading.pixels.geometry import Quad
from voltbay.recognition.reading.pixels.recognise import Character, Script
from voltbay.recognition.reading.values.seen import CERTAIN
from voltbay.recognition.reading.values.text import as_model, as_name

HIGH = 40


def row(text, *, probability=0.999, gap_after=None):
    """Make the row of one line whose characters stand evenly, but for one gap."""
    places = [
        at + (1 if gap_after is not None and at > gap_after else 0) for at in range(len(text))
    ]
    wide = places[-1] + 1
    characters = tuple(
        Character(one, probability, at / wide, (at + 1) / wide)
        for one, at in zip(text, places, strict=True)
    )
    script = Script(characters, np.zeros((0, 1), np.float32), np.array([0]), Alphabet(""), 1.0)
    end = wide * HIGH * 0.8
    corners = np.array([(0, 0), (end, 0), (end, HIGH), (0, HIGH)], np.float32)
    return Row((whole_line(Line(Quad(corners), script, script)),))


def test_a_name_that_is_read_surely_is_certain():
    assert as_name(row("张三丰")).confidence > CERTAIN


def test_a_name_with_a_character_that_only_looks_known_is_asked_about():
    assert as_name(row("张三", probability=0.98)).confidence < CERTAIN


@pytest.mark.parametrize(("probability", "certain"), [(0.989, False), (0.997, True)])
def test_a_guess_of_the_quick_network_confirms_no_name(probability, certain):
    [piece] = row("叶森祎", probability=probability).pieces
    [guess] = row("叶森祎", probability=0.2).pieces
    line = replace(piece.line, quick=guess.line.script, careful=piece.line.script)

    assert (as_name(Row((whole_line(line),))).confidence >= CERTAIN) is certain


@pytest.mark.parametrize(("probability", "certain"), [(0.82, False), (0.95, True)])
def test_a_company_with_a_character_in_doubt_is_asked_about(probability, certain):
    seen = as_name(row("广州中展出行服务有限公司", probability=probability))

    assert (seen.confidence >= CERTAIN) is certain


def test_a_name_of_one_character_is_asked_about():
    assert as_name(row("农")).confidence < CERTAIN


def test_a_name_with_a_gap_may_lack_a_character():
    assert as_name(row("张三", gap_after=0)).confidence < CERTAIN


@pytest.mark.parametrize(
    ("printed", "read"),
    [("TSL7000BEVARO", "TSL7000BEVAR0"), ("特斯拉牌TSL7OOOBEV", "特斯拉牌TSL7000BEV")],
)
def test_a_letter_that_no_model_has_stands_for_a_digit(printed, read):
    seen = as_model(row(printed))

    assert (seen.text, seen.corrected) == (read, True)
    assert seen.confidence < CERTAIN


def test_a_model_with_another_values_print_in_it_is_asked_about():
    assert as_model(row("东风日产牌DFL9146NAH7B号EV")).confidence < CERTAIN


@pytest.mark.parametrize(
    ("quick", "probability", "certain"),
    [
        ("钟犇赞", 0.995, True),  # the quick network cannot write 赟
        ("钟犇赞", 0.98, False),
        ("种犇赞", 0.995, False),  # but it can write 钟
    ],
)
def test_what_the_quick_network_cannot_write_is_no_contradiction(quick, probability, certain):
    [piece] = row("钟犇赟", probability=probability).pieces
    [other] = row(quick).pieces
    knows = replace(other.line.quick, alphabet=Alphabet("钟种犇赞"))

    seen = as_name(Row((whole_line(replace(piece.line, quick=knows, careful=piece.script)),)))

    assert (seen.confidence >= CERTAIN) == certain


@pytest.mark.parametrize(
    ("read", "quick", "certain"),
    [
        ("帕丽达・哈斯木", "帕丽达·哈斯木", True),
        ("帕丽达·哈斯木", "帕丽达哈斯木", False),
        ("郑艳·", "郑艳·", False),
    ],
)
def test_a_dot_between_parts_of_a_name_is_sure_though_not_which_dot(read, quick, certain):
    [piece], [other] = row(read).pieces, row(quick).pieces
    characters = tuple(
        replace(one, probability=0.6) if one.text in "·・" else one
        for one in piece.script.characters
    )
    careful = replace(piece.script, characters=characters)

    seen = as_name(Row((whole_line(replace(piece.line, quick=other.script, careful=careful)),)))

    assert (seen.confidence >= CERTAIN) == certain
