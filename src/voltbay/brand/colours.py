"""Colours of a brand: whether they can be read, and the shades that go with one.

Source: WCAG 2.2, relative luminance, contrast ratio, 1.4.3 (4.5:1 for text).
OKLCH: B. Ottosson, "A perceptual color space for image processing", 2020.
"""

import re
from dataclasses import dataclass
from math import atan2, degrees, hypot

HEX = re.compile(r"#[0-9a-f]{6}")
LEAST_CONTRAST = 4.5
EASY_CONTRAST = 8.0  # of a dark scheme's colour that we choose
WHITE, BLACK = "#ffffff", "#000000"
GROUND, CARD_IN_THE_DARK = "#f3f5f4", "#1b201e"  # of the client's pages: `tokens.css`
TINT, TINT_IN_THE_DARK = 0.1, 0.15  # how much of the colour its soft ground has
DEEP = 0.75  # how much of the colour a darker shade of it has
STEP = 0.02  # by which a shade is looked for


class ColourMalformed(ValueError):
    """It is not written as six hexadecimal digits."""


class PoorContrast(ValueError):
    """It cannot be read; the message says on what, how well, and which shade can."""


@dataclass(frozen=True)
class Palette:
    """The brand's colours in one scheme: itself, a soft ground of it, and letters upon it."""

    accent: str
    soft: str
    on: str

    @property
    def deep(self) -> str:
        """A darker shade of it, on which white is read even better."""
        return mix(self.accent, BLACK, DEEP)


def read_colour(text: str) -> str:
    """Return a colour in small letters. Raises ColourMalformed.

    >>> read_colour(" #0A6B4F ")
    '#0a6b4f'
    """
    found = text.strip().lower()
    if not HEX.fullmatch(found):
        raise ColourMalformed(f"is {text!r}: give a # and six hexadecimal digits, as #0a7552")
    return found


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21.

    >>> contrast("#ffffff", "#000000"), round(contrast("#ffffff", "#0a6b4f"), 1)
    (21.0, 6.5)
    """
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def mix(one: str, other: str, share: float) -> str:
    """Return a colour of which `share`, from 0 to 1, is `one`.

    >>> mix("#000000", "#ffffff", 0.2)
    '#cccccc'
    """
    parts = zip(_parts(one), _parts(other), strict=True)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in parts)


def light_palette(colour: str) -> Palette:
    """Return the colours on a light ground. Raises PoorContrast."""
    palette = _light(colour)
    if (worst := _worst(palette, GROUND)) < LEAST_CONTRAST:
        shades = _towards(BLACK, colour)
        better = next(each for each in shades if _worst(_light(each), GROUND) >= LEAST_CONTRAST)
        raise PoorContrast(
            f"is {colour}: white letters on it and its own letters on a light ground have a "
            f"contrast of {_down(worst)}:1, and {LEAST_CONTRAST}:1 is needed; "
            f"take a darker one, such as {better}"
        )
    return palette


def dark_palette(colour: str) -> Palette:
    """Return the colours on a dark ground. Raises PoorContrast."""
    palette = _dark(colour)
    if (worst := _worst(palette, CARD_IN_THE_DARK)) < LEAST_CONTRAST:
        raise PoorContrast(
            f"is {colour}: its letters on a dark ground and dark letters on it have a contrast of "
            f"{_down(worst)}:1, and {LEAST_CONTRAST}:1 is needed; "
            f"take a lighter one, such as {lightened(colour)}"
        )
    return palette


def lightened(colour: str) -> str:
    """Return a shade of a colour that is easily read on a dark ground.

    >>> contrast(lightened("#0a6b4f"), CARD_IN_THE_DARK) >= EASY_CONTRAST
    True
    """
    shades = _towards(WHITE, colour)
    return next(each for each in shades if _worst(_dark(each), CARD_IN_THE_DARK) >= EASY_CONTRAST)


def oklch(colour: str) -> tuple[float, float, float]:
    """Return lightness (0 to 1), chroma and hue (degrees) as CSS's `oklch()` takes them."""
    red, green, blue = (_linear(part) for part in _parts(colour))
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    middle = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    lightness = 0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short
    return lightness, hypot(a, b), degrees(atan2(b, a)) % 360


def _light(colour: str) -> Palette:
    return Palette(accent=colour, soft=mix(colour, WHITE, TINT), on=WHITE)


def _dark(colour: str) -> Palette:
    soft = mix(colour, CARD_IN_THE_DARK, TINT_IN_THE_DARK)
    return Palette(accent=colour, soft=soft, on=mix(colour, BLACK, TINT))


def _worst(palette: Palette, ground: str) -> float:
    return min(contrast(palette.accent, each) for each in (ground, palette.soft, palette.on))


def _towards(end: str, colour: str) -> list[str]:
    steps = round(1 / STEP)
    return [mix(end, colour, step * STEP) for step in range(steps + 1)]


def _down(ratio: float) -> float:
    return int(ratio * 10) / 10  # 4.49 is not 4.5


def _parts(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour.removeprefix("#")))


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(part) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: int) -> float:
    share = part / 255
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)
