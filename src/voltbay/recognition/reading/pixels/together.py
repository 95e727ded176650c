"""Join what a network said of several pictures of one line, step by step.

A network marks a character at one step, and in each picture at another one. Averaged as they are,
such marks thin out until none is left: the character is lost, and nothing tells that it was there.
So each answer is first stretched onto the steps of one of them.
"""

from collections import Counter

import numpy as np
from numpy.typing import NDArray

from voltbay.recognition.reading.pixels.runtimes import Floats

REACH = 3  # steps of eight pixels, by which a mark may lie elsewhere: half a character
FAR = float("inf")


def together(answers: Floats) -> Floats:
    """Average answers (picture, step, class) to one (step, class)."""
    best = answers.argmax(axis=2)
    told = np.unique(best)
    chosen = _usual(best, answers.max(axis=2))
    total = answers[chosen].copy()
    for at in range(len(answers)):
        if at != chosen:
            way = _path(1 - answers[chosen][:, told] @ answers[at][:, told].T)
            _add(answers[at], way, total)
    return np.asarray(total / np.float32(len(answers)))


def _usual(best: NDArray[np.intp], trust: Floats) -> int:
    """Choose the answer that most others agree with; of equals the surest."""
    said = [tuple(row[np.diff(row, prepend=-1) != 0]) for row in best]
    times = Counter(said)
    sure = trust.mean(axis=1)
    return max(range(len(said)), key=lambda at: (times[said[at]], sure[at]))


def _add(answer: Floats, way: list[tuple[int, int]], total: Floats) -> None:
    """Add an answer on the steps of another one; of what falls on one step, the average."""
    times = Counter(step for step, _ in way)
    for step, mine in way:
        total[step] += answer[mine] / np.float32(times[step])


def _path(cost: Floats) -> list[tuple[int, int]]:
    """Find the cheapest way through pairs of steps, neither ever going back.

    Source: dynamic time warping, Sakoe and Chiba, 1978.
    """
    count = len(cost)
    costs = cost.tolist()
    total = [[FAR] * count for _ in range(count)]
    for at in range(count):
        for mine in range(max(0, at - REACH), min(count, at + REACH + 1)):
            before = min((total[i][j] for i, j in _before(at, mine)), default=0.0)
            total[at][mine] = costs[at][mine] + before
    way = [(count - 1, count - 1)]
    while way[-1] != (0, 0):
        way.append(min(_before(*way[-1]), key=lambda one: total[one[0]][one[1]]))
    return way


def _before(at: int, mine: int) -> list[tuple[int, int]]:
    pairs = ((at - 1, mine - 1), (at - 1, mine), (at, mine - 1))  # of equals, both go on
    return [one for one in pairs if min(one) >= 0]
