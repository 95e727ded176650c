"""What the print of a document tells before anything is read: its labels and their places."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

Labels = Mapping[str, tuple[str, ...]]
"""Field name to the wordings of its label."""

Place = tuple[float, float, float]
"""Left, middle row and width of a label, in units of the card's height."""


@dataclass(frozen=True)
class Form:
    """A card's print, `wide` heights wide.

    Values of `wrapping` fields may have several lines; labels in `once` stand on a card once; no
    value begins with its label's last character in `tails`. The longest values end at `ends`, in
    heights of the card.
    """

    labels: Labels
    places: Mapping[str, Place]
    wide: float
    wrapping: Collection[str]
    once: Collection[str]
    tails: Mapping[str, str]
    ends: Mapping[str, float]

    @cached_property
    def letters(self) -> frozenset[str]:
        """The characters of all labels."""
        return frozenset("".join(one for labels in self.labels.values() for one in labels))
