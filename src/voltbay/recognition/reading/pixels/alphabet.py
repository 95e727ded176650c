"""The characters that a recognition network knows."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from voltbay.recognition.reading.words.traditional import SIMPLE_FORM

Classes = NDArray[np.int64]

BLANK = 0  # the network's first class means: no character here


class Alphabet:
    """Maps a network's classes to characters: blank first, then its list, then the space."""

    def __init__(self, characters: Iterable[str]) -> None:
        self.characters = ["", *characters, " "]

    @cached_property
    def _places(self) -> dict[str, int]:
        return {one: at for at, one in enumerate(self.characters) if one}

    def classes(self, wanted: str) -> Classes:
        """Give the classes of the blank and of the wanted characters that are known."""
        known = (self._places[one] for one in wanted if one in self._places)
        return np.array([BLANK, *known], np.int64)

    def pairs(self, alike: Mapping[str, str]) -> Iterator[tuple[int, int]]:
        """Give the classes of characters and of those they stand for, as far as both are known."""
        for one, other in alike.items():
            if self.knows(one) and self.knows(other):
                yield self._places[one], self._places[other]

    def knows(self, character: str) -> bool:
        """Whether the network can ever say this character."""
        return character in self._places

    @cached_property
    def simple(self) -> Classes:
        """Give for each class its own, or the simple form's if it is a traditional one."""
        simple = np.arange(len(self.characters))
        for traditional, form in SIMPLE_FORM.items():
            if self.knows(traditional) and self.knows(form):
                simple[self._places[traditional]] = self._places[form]
        return simple
