"""Files made to break a decoder: each becomes a picture or a refusal, never anything else."""

import io
from collections.abc import Callable
from functools import cache
from random import Random

import pillow_heif
import pytest
from PIL import ExifTags, Image

from voltbay.core.errors import Refusal
from voltbay.recognition.reading.photo.intake import intake

KINDS = ["JPEG", "MPO", "PNG", "WEBP", "HEIF", "GIF", "TIFF", "BMP", "AVIF"]
TURNED = 6  # the EXIF orientation of a phone held upright


@cache
def a_picture() -> Image.Image:
    """A picture with a white top and much noise, wider than high."""
    picture = Image.effect_noise((240, 160), 60).convert("RGB")
    picture.paste("white", (0, 0, 240, 60))
    return picture


def exif(orientation: int = TURNED) -> bytes:
    told = Image.Exif()
    told[ExifTags.Base.Orientation] = orientation
    told[ExifTags.Base.Make] = "Camera of Alice"
    return told.tobytes()


@cache
def saved(kind: str, **options: object) -> bytes:
    pillow_heif.register_heif_opener()
    out = io.BytesIO()
    if kind == "MPO":
        options = {"save_all": True, "append_images": [a_picture()], **options}
    a_picture().save(out, kind, **options)
    return out.getvalue()


def cut(file: bytearray, random: Random) -> None:
    del file[random.randrange(len(file)) :]


def twist(file: bytearray, random: Random) -> None:
    for _ in range(random.choice([1, 2, 5, 20])):
        file[random.randrange(min(len(file), 400))] = random.choice([0, 255, random.randrange(256)])


def stuff(file: bytearray, random: Random) -> None:
    where = random.randrange(len(file))
    file[where:where] = random.randbytes(40)


def outcome(file: bytes) -> str:
    try:
        return f"a picture {intake(file).width} wide"
    except Refusal as refused:
        return refused.code


@pytest.mark.parametrize("harm", [cut, twist, stuff])
@pytest.mark.parametrize("kind", KINDS)
def test_a_broken_file_is_a_picture_or_a_refusal(kind: str, harm: Callable):
    random = Random(f"{kind} {harm.__name__}")
    with_exif = {"exif": exif()} if kind in ("JPEG", "PNG", "WEBP", "HEIF") else {}

    for _ in range(40):
        file = bytearray(saved(kind, **with_exif))
        harm(file, random)
        assert outcome(bytes(file)).startswith(("photo_", "a picture"))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_a_photo_is_turned_upright_and_forgets_its_camera(kind):
    picture = intake(saved(kind, exif=exif()))

    kept = Image.open(io.BytesIO(picture.jpeg))
    assert (picture.width, picture.height) == kept.size == (160, 240)
    assert b"Alice" not in picture.jpeg
    assert not kept.getexif()


def test_a_comment_in_the_file_is_dropped():
    assert b"Alice" not in intake(saved("JPEG", comment=b"Alice at home")).jpeg


def test_broken_exif_does_not_cost_the_photo():
    broken = exif().replace(b"MM\x00*", b"MM\x00\xff").replace(b"II*\x00", b"II\xff\x00")

    picture = intake(saved("JPEG", exif=broken))

    assert (picture.width, picture.height) == (240, 160)


def test_a_phones_photo_with_more_behind_it_is_accepted():
    assert intake(saved("MPO")).width == 240
