"""The fonts that cards are drawn with: from packages, so that a bare machine has them."""

from functools import lru_cache
from importlib.resources import files
from random import Random

from PIL import ImageFont

FACES = {
    "sans": ("pylopdf_fonts_zh_cn", "NotoSansSC-Regular.otf", 0),
    "serif": ("pylopdf_fonts_zh_cn", "NotoSerifSC-Regular.otf", 0),
    "micro": ("paperang_p2_fonts_cjk", "fonts/wqy-microhei.ttc", 0),
    "mono": ("paperang_p2_fonts_cjk", "fonts/wqy-microhei.ttc", 1),
}


@lru_cache(maxsize=128)
def font(face: str, size: int) -> ImageFont.FreeTypeFont:
    """Load a face at a size in pixels."""
    package, path, index = FACES[face]
    return ImageFont.truetype(str(files(package).joinpath(path)), size, index=index)


def a_face(random: Random) -> str:
    """Choose the face of a card's values: Hei mostly, Song at times."""
    return random.choice(("sans", "sans", "micro", "serif"))
