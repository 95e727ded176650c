"""Take in a file: decode it within limits, turn it upright, drop what it tells of its owner."""

import io
import logging
import warnings
from dataclasses import dataclass

import pillow_heif
from PIL import ExifTags, Image, UnidentifiedImageError

from voltbay.recognition.reading.errors import (
    PhotoDamaged,
    PhotoEmpty,
    PhotoKindUnsupported,
    PhotoNotAnImage,
    PhotoTooLarge,
    PhotoTooManyPixels,
)

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 50_000_000  # phones give up to 48 megapixels; more is a trap for memory
MAX_SIDE = 20_000  # JPEG and WebP cannot hold longer sides that mean anything
KEPT_SIDE = 3200  # pixels: more tell the reader nothing and fill the disk
KEPT_QUALITY = 92
# MPO is a JPEG with more behind it, as phones write for depth and high dynamic range.
KINDS = ("JPEG", "MPO", "PNG", "WEBP", "HEIF")
# The decoders that see the file at all: those of the kinds, and of what owners mistake for one.
DECODERS = ("JPEG", "PNG", "WEBP", "HEIF", "GIF", "BMP", "TIFF")
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

    Raises PhotoEmpty, PhotoTooLarge, PhotoNotAnImage, PhotoKindUnsupported, PhotoTooManyPixels
    or PhotoDamaged. Pixels are counted before they are decoded.
    """
    if not upload:
        raise PhotoEmpty
    if len(upload) > MAX_BYTES:
        raise PhotoTooLarge(limit_mb=MAX_BYTES // 1024**2)
    image = _upright(_decoded(_opened(upload)))
    return _kept(image)


def _opened(upload: bytes) -> Image.Image:
    Image.init()  # or the decoders that are asked for are not there yet
    pillow_heif.register_heif_opener()
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
        except Exception as broken:
            raise PhotoDamaged from broken  # a hostile header makes a decoder raise anything
    if image.format not in KINDS:
        raise PhotoKindUnsupported
    if image.width * image.height > MAX_PIXELS or max(image.size) > MAX_SIDE:
        raise PhotoTooManyPixels(limit_megapixels=MAX_PIXELS // 1_000_000)
    return image


def _decoded(image: Image.Image) -> Image.Image:
    try:
        # A JPEG decoder can halve while it decodes: a 48-megapixel photo costs a quarter.
        image.draft("RGB", (KEPT_SIDE, KEPT_SIDE))
        image.load()
    except Exception as broken:
        raise PhotoDamaged from broken  # as above
    return image


def _upright(image: Image.Image) -> Image.Image:
    turn = _turn(image)
    if turn is not None:
        image = image.transpose(turn)
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        # A screenshot's transparent parts are white to whoever looks at it.
        paper = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(paper, image.convert("RGBA"))
    return image.convert("RGB")


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
