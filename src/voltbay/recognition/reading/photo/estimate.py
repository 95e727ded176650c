"""What a file is, how large, and what it will cost, told before anything decodes it.

No library sees the file here, so this may be done where nothing limits it: in a web process.
"""

from collections.abc import Callable
from dataclasses import dataclass

from voltbay.recognition.reading.errors import (
    PhotoEmpty,
    PhotoKindUnsupported,
    PhotoNotAnImage,
    PhotoTooLarge,
    PhotoTooManyPixels,
)
from voltbay.recognition.reading.photo.containers import heif, jpeg, png, webp
from voltbay.recognition.reading.photo.containers.shape import MAX_PIXELS, Shape

MAX_BYTES = 10 * 1024 * 1024
QUICK_SECONDS = 1.0  # what nearly all photos stay below: a JPEG of 20 megapixels


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: how its shape is read, what decoding costs, and how many pixels it may have.

    `seconds` of one core for a megapixel, measured; `seconds_a_pass` for each further pass over it.
    """

    shape_of: Callable[[bytes], Shape]
    seconds: float
    seconds_a_pass: float = 0.0
    pixels: int = MAX_PIXELS


JPEG = Kind(jpeg.shape_of, 0.04, 0.002)
PNG = Kind(png.shape_of, 0.07, 0.002)
# Its decoder holds four times the picture, and no camera writes it: half as large as the others.
WEBP = Kind(webp.shape_of, 0.06, pixels=MAX_PIXELS // 2)
# What HEIF says of its sides need not be what its coded parts say: it is never taken for quick.
HEIF = Kind(heif.shape_of, 0.1)
HEIF_AT_LEAST = QUICK_SECONDS * 1.5
# Pictures all the same, but none that is taken: to be told so, not that they are none.
UNSUPPORTED = (b"GIF8", b"BM", b"II*\0", b"MM\0*")
UNSUPPORTED_BRANDS = (b"avif", b"avis")
BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1")


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a file seems to cost: seconds of one core."""

    seconds: float

    @property
    def is_quick(self) -> bool:
        """Tell whether it will be decoded in a moment."""
        return self.seconds <= QUICK_SECONDS


def estimate(upload: bytes) -> Estimate:
    """Tell what it costs to decode an uploaded file.

    Raises PhotoEmpty, PhotoTooLarge, PhotoNotAnImage, PhotoKindUnsupported, PhotoUnusual or
    PhotoTooManyPixels. What is broken is left to the decoder.
    """
    if not upload:
        raise PhotoEmpty
    if len(upload) > MAX_BYTES:
        raise PhotoTooLarge(limit_mb=MAX_BYTES // 1024**2)
    kind = _kind_of(upload[:16])
    shape = kind.shape_of(upload)
    check_pixels(shape, most=kind.pixels)
    a_megapixel = kind.seconds + kind.seconds_a_pass * (shape.passes - 1)
    seconds = shape.megapixels * a_megapixel
    return Estimate(max(seconds, HEIF_AT_LEAST) if kind is HEIF else seconds)


def check_pixels(shape: Shape, *, most: int = MAX_PIXELS) -> None:
    """Raise PhotoTooManyPixels."""
    if not shape.is_within(most):
        raise PhotoTooManyPixels(limit_megapixels=most // 1_000_000)


def _kind_of(head: bytes) -> Kind:
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    if head[4:8] == b"ftyp" and head[8:12] in BRANDS:
        return HEIF
    if head.startswith(UNSUPPORTED) or head[4:12] in (b"ftyp" + one for one in UNSUPPORTED_BRANDS):
        raise PhotoKindUnsupported
    raise PhotoNotAnImage
