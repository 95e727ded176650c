"""Of several pictures of one line."""

import numpy as np

from voltbay.recognition.reading.pixels.together import together

STEPS, CLASSES = 24, 40
SURE = np.float32(0.98)


def said(*marks):
    """Answer with a blank everywhere but at marks: (step, class)."""
    rows = np.full((STEPS, CLASSES), (1 - SURE) / (CLASSES - 1), np.float32)
    rows[:, 0] = SURE
    for step, character in marks:
        rows[step, [0, character]] = rows[step, [character, 0]]
    return rows


def characters(rows):
    best = rows.argmax(axis=1)
    return [int(one) for one in best[np.diff(best, prepend=-1) != 0] if one]


def test_a_character_that_each_picture_marks_elsewhere_is_not_lost():
    answers = np.stack([said((at, 7), (12, 8), (16, 9)) for at in (3, 4, 5)])

    joined = together(answers)

    assert characters(answers.mean(axis=0)) == [8, 9]  # as averages alone have it
    assert characters(joined) == [7, 8, 9]
    assert joined.max(axis=1).min() > 0.9


def test_what_one_picture_of_three_shows_otherwise_leaves_doubt():
    answers = np.stack([said((4, 7)), said((5, 7)), said((4, 6))])

    joined = together(answers)

    assert characters(joined) == [7]
    assert joined[:, 7].max() < 0.7


def test_repeated_characters_stay_apart():
    answers = np.stack([said((2 + shift, 7), (5 + shift, 7), (8, 7)) for shift in (0, 0, 1)])

    assert characters(together(answers)) == [7, 7, 7]
