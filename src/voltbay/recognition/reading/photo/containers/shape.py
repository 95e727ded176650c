"""What a file says of its picture before any pixel of it is decoded."""

from dataclasses import dataclass

MAX_PIXELS = 50_000_000  # phones give up to 48 megapixels; more is a trap for memory
MAX_SIDE = 20_000  # JPEG and WebP cannot hold longer sides that mean anything


@dataclass(frozen=True, slots=True)
class Shape:
    """The sides of a picture in pixels, and how often its pixels are gone over."""

    width: int
    height: int
    passes: int = 1

    @property
    def megapixels(self) -> float:
        """Millions of pixels."""
        return self.width * self.height / 1e6

    def is_within(self, pixels: int) -> bool:
        """Tell whether there are at most so many pixels, and no side is longer than is taken."""
        return self.width * self.height <= pixels and max(self.width, self.height) <= MAX_SIDE
