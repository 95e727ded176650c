"""The characters that a recognition network knows."""

from collections.abc import Iterable
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from voltbay.recognition.reading.words.traditional import SIMPLE_FORM

BLANK = 0  # the network's first class means: no character here


class Alphabet:
    """Maps a network's classes to characters: blank first, then its list, then the space."""

    def __init__(self, characters: Iterable[str]) -> None:
        self.characters = ["", *characters, " "]

    @cached_property
    def _places(self) -> dict[str, int]:
        return {one: at for at, one in enumerate(self.characters) if one}

    def classes(self, wanted: str) -> NDArray[np.int64]:
        """Give the classes of the blank and of the wanted characters that are known."""
        known = (self._places[one] for one in wanted if one in self._places)
        return np.array([BLANK, *known], np.int64)

    def knows(self, character: str) -> bool:
        """Whether the network can ever say this character."""
        return character in self._places

    @cached_property
    def doubles(self) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
        """Give the classes of traditional forms and, in the same order, of the simple ones.

        In groups, in each of which no simple form stands twice.
        """
        groups: list[dict[int, int]] = []  # simple form to traditional one
        for pair in SIMPLE_FORM.items():
            if not all(map(self.knows, pair)):
                continue
            traditional, simple = (self._places[one] for one in pair)
            group = next((one for one in groups if simple not in one), None)
            if group is None:
                groups.append(group := {})
            group[simple] = traditional
        return [(np.array([*one.values()]), np.array([*one])) for one in groups]
