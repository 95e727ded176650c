"""Strokes become a path, and nothing else does."""

import json

import pytest

from voltbay.removals.errors import SignatureMissing
from voltbay.removals.quotes.signature import MOST_POINTS, MOST_STROKES, read_strokes, svg

LINE = [[0, 0], [500, 200]]


@pytest.mark.parametrize(
    "strokes",
    [
        "",
        "nothing",
        "{}",
        "[]",
        "[[]]",
        json.dumps([[[10, 10]]]),
        json.dumps([[[10, 10], [60, 10]]]),
        json.dumps([[[0, 0], [1001, 0]]]),
        json.dumps([[[0, 0], [500, -1]]]),
        json.dumps([[[0, 0], [500.5, 10]]]),
        json.dumps([[[0, 0], [500, True]]]),
        json.dumps([[[0, 0], ["500", "0"]]]),
        json.dumps([[[0, 0], [500, 0, 9]]]),
        json.dumps([LINE] * (MOST_STROKES + 1)),
        json.dumps([LINE * MOST_POINTS]),
        '[[[0, 0], ["0\\"/><script>", 1]]]',
        "[" * 5000,
    ],
)
def test_what_is_no_signature_is_refused(strokes):
    with pytest.raises(SignatureMissing):
        read_strokes(strokes)


def test_a_signature_is_a_path_of_numbers():
    path = read_strokes(json.dumps([LINE, [[1, 2]]]))

    assert path == "M0 0L500 200M1 2"
    assert svg(path).count("<path") == 1
