"""Which colours of a brand can be read, and what is said of those that cannot."""

import pytest

from voltbay.brand.brand import DARK, LIGHT
from voltbay.brand.colours import (
    CARD_IN_THE_DARK,
    GROUND,
    LEAST_CONTRAST,
    ColourMalformed,
    Palette,
    PoorContrast,
    contrast,
    dark_palette,
    light_palette,
    lightened,
    oklch,
    read_colour,
)

BRANDS = ("#0a6b4f", "#0b4fd6", "#b3261e", "#7a1fa2", "#8a5a00", "#000000")


def worst(palette: Palette, ground: str) -> float:
    return min(contrast(palette.accent, each) for each in (ground, palette.soft, palette.on))


@pytest.mark.parametrize(("palette", "ground"), [(LIGHT, GROUND), (DARK, CARD_IN_THE_DARK)])
def test_our_own_colours_can_be_read(palette, ground):
    assert worst(palette, ground) >= LEAST_CONTRAST


@pytest.mark.parametrize("colour", BRANDS)
def test_a_readable_colour_gets_shades_that_can_be_read(colour):
    assert worst(light_palette(colour), GROUND) >= LEAST_CONTRAST
    assert worst(dark_palette(lightened(colour)), CARD_IN_THE_DARK) >= LEAST_CONTRAST
    assert contrast(light_palette(colour).deep, "#ffffff") >= contrast(colour, "#ffffff")


def test_a_pale_colour_is_refused_with_one_that_can_be_read():
    with pytest.raises(PoorContrast) as refused:
        light_palette("#8fd14f")

    said = str(refused.value)
    assert said.startswith("is #8fd14f: white letters on it")
    assert "contrast of 1.6:1, and 4.5:1 is needed" in said
    light_palette(said.rpartition(" ")[2])


def test_a_dark_colour_is_refused_in_the_dark_with_one_that_can_be_read():
    with pytest.raises(PoorContrast, match="take a lighter one") as refused:
        dark_palette("#0a6b4f")

    dark_palette(str(refused.value).rpartition(" ")[2])


def test_just_below_is_below():
    with pytest.raises(PoorContrast, match=r"4\.\d:1, and 4\.5:1"):
        light_palette("#737373")  # 4.7:1 on white, less on the pages' grey


@pytest.mark.parametrize("text", ["green", "#fff", "#12345g", "", "0a6b4f"])
def test_what_is_no_colour_is_refused(text):
    with pytest.raises(ColourMalformed, match="six hexadecimal digits"):
        read_colour(text)


def test_red_is_where_css_has_it():
    lightness, chroma, hue = oklch("#ff0000")

    assert (round(lightness, 3), round(chroma, 3), round(hue, 1)) == (0.628, 0.258, 29.2)
