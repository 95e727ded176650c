"""Take in a file: decode it within limits, turn it upright, drop what it tells of its owner."""

import io
import logging
import warnings
from dataclasses import dataclass

import pillow_heif
from PIL import ExifTags, Image, UnidentifiedImageError

from voltbay.recognition.reading.errors import (
    PhotoDamaged,
    PhotoKindUnsupported,
    PhotoNotAnImage,
    PhotoTooCostly,
    PhotoTooManyPixels,
)
from voltbay.recognition.reading.photo.containers.shape import MAX_PIXELS, Shape
from voltbay.recognition.reading.photo.estimate import check_pixels, estimate

KEPT_SIDE = 3200  # pixels: more tell the reader nothing and fill the disk
KEPT_QUALITY = 92
# MPO is a JPEG with more behind it, as phones write for depth and high dynamic range.
KINDS = ("JPEG", "MPO", "PNG", "WEBP", "HEIF")
DECODERS = ("JPEG", "PNG", "WEBP", "HEIF")  # those that see the file at all
BAND = 256  # rows that are laid on white at a time: the whole would take three pictures more
# What brings a picture upright, by the EXIF orientation of its camera.
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Picture:
    """An upright picture as JPEG without EXIF, fit to be stored and read."""

    jpeg: bytes
    width: int
    height: int


def intake(upload: bytes) -> Picture:
    """Turn an uploaded file into a picture.

    Raises what `estimate` raises, PhotoDamaged, or PhotoTooCostly when the memory does not suffice.
    What somebody sent is taken in by `recognition.intake`, within limits: this is what it does.
    """
    estimate(upload)
    try:
        image = _opened(upload)
        _decode(image)
        image = _upright(image)
        return _kept(image)
    except MemoryError:
        raise PhotoTooCostly from None


def load_decoders() -> None:
    """Have the decoders there: Pillow loads them when it is first asked. Safe to repeat."""
    Image.init()
    pillow_heif.register_heif_opener()


def _opened(upload: bytes) -> Image.Image:
    load_decoders()
    with warnings.catch_warnings():
        # Pillow warns from 89 megapixels on; the limit here is lower and refuses.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        warnings.simplefilter("ignore", UserWarning)  # how Pillow tells of a wrong tag
        try:
            image = Image.open(io.BytesIO(upload), formats=DECODERS)
        except UnidentifiedImageError:
            raise PhotoNotAnImage from None
        except Image.DecompressionBombError:
            raise PhotoTooManyPixels(limit_megapixels=MAX_PIXELS // 1_000_000) from None
        except MemoryError:
            raise
        except Exception as broken:
            raise PhotoDamaged from broken  # a hostile header makes a decoder raise anything
    if image.format not in KINDS:
        raise PhotoKindUnsupported
    check_pixels(Shape(*image.size))  # the decoder's word counts, whatever the file's head says
    return image


def _decode(image: Image.Image) -> None:
    try:
        # A JPEG decoder can halve while it decodes: a 48-megapixel photo costs a quarter.
        image.draft("RGB", (KEPT_SIDE, KEPT_SIDE))
        image.load()
    except MemoryError:
        raise
    except Exception as broken:
        raise PhotoDamaged from broken  # as above


def _upright(image: Image.Image) -> Image.Image:
    turn = _turn(image)
    if turn is not None:
        image = image.transpose(turn)
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        return _on_white(image)
    return image if image.mode == "RGB" else image.convert("RGB")


def _on_white(image: Image.Image) -> Image.Image:
    """Lay a picture on paper: a screenshot's transparent parts are white to whoever looks at it."""
    whole = Image.new("RGB", image.size)
    for top in range(0, image.height, BAND):
        band = image.crop((0, top, image.width, min(top + BAND, image.height))).convert("RGBA")
        paper = Image.new("RGBA", band.size, "white")
        whole.paste(Image.alpha_composite(paper, band).convert("RGB"), (0, top))
    return whole


def _turn(image: Image.Image) -> Image.Transpose | None:
    """Tell how the camera was held. EXIF that a gallery has broken says nothing about it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # how Pillow tells of a wrong tag
            return TURNS.get(image.getexif().get(ExifTags.Base.Orientation, 1))
    except Exception:
        log.info("a photo's EXIF could not be read", exc_info=True)
        return None


def _kept(image: Image.Image) -> Picture:
    if max(image.size) > KEPT_SIDE:
        image.thumbnail((KEPT_SIDE, KEPT_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
    image.info.clear()  # a JPEG's comment would be written again
    out = io.BytesIO()
    image.save(out, "JPEG", quality=KEPT_QUALITY, subsampling=0)
    return Picture(jpeg=out.getvalue(), width=image.width, height=image.height)
