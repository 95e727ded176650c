"""What is told of a file by its form alone, before any decoder sees it."""

import struct

import pytest

from tests.recognition.reading.photo.test_intake import saved
from tools.hostile_pictures import dense_markers
from voltbay.core.errors import Refusal
from voltbay.recognition.reading.errors import PhotoTooManyPixels, PhotoUnusual
from voltbay.recognition.reading.photo.containers import heif, jpeg, png, webp
from voltbay.recognition.reading.photo.containers.shape import MAX_PIXELS
from voltbay.recognition.reading.photo.estimate import QUICK_SECONDS, estimate

SHAPES = {
    "JPEG": jpeg.shape_of,
    "MPO": jpeg.shape_of,
    "PNG": png.shape_of,
    "WEBP": webp.shape_of,
    "HEIF": heif.shape_of,
}


@pytest.mark.parametrize("kind", SHAPES)
def test_the_sides_are_read_without_decoding(kind):
    shape = SHAPES[kind](saved(kind))

    assert (shape.width, shape.height) == (240, 160)


@pytest.mark.parametrize(
    "options", [{"lossless": True}, {"exif": b"Exif\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0"}], ids=str
)
def test_each_form_of_webp_tells_its_sides(options):
    assert webp.shape_of(saved("WEBP", **options)).width == 240


def test_a_progressive_photo_has_ten_scans_and_is_quick():
    file = saved("JPEG", progressive=True)

    assert jpeg.shape_of(file).passes == 10
    assert estimate(file).seconds < QUICK_SECONDS


def test_heif_is_never_quick():
    assert not estimate(saved("HEIF")).is_quick


@pytest.mark.parametrize("kind", SHAPES)
@pytest.mark.parametrize("share", [0.02, 0.1, 0.5, 0.9])
def test_half_a_file_is_left_to_its_decoder(kind, share):
    file = saved(kind)

    assert told(file[: max(int(len(file) * share), 16)]) == "left to its decoder"


def told(file: bytes) -> str:
    try:
        estimate(file)
    except Refusal as refusal:
        return refusal.code
    return "left to its decoder"


def test_what_lies_behind_the_end_of_a_photo_is_not_counted():
    film = b"\xff\xda\0\x02" * 5000  # as motion photos have one there

    assert estimate(saved("JPEG") + film).is_quick


def test_a_marker_is_found_across_the_stretches_in_which_it_is_sought():
    file = dense_markers()
    for gap in range(jpeg.STRETCH - 3, jpeg.STRETCH + 3):
        scans = b"\xff\xda\0\x02" + bytes(gap)
        assert jpeg.shape_of(file[:2] + scans * 5 + b"\xff\xd9").passes == 5


def test_a_large_heif_has_too_many_pixels_rather_than_an_odd_form():
    file = saved("HEIF")
    at = file.index(b"ispe") + 8
    large = file[:at] + struct.pack(">II", 12_000, 9_000) + file[at + 8 :]

    with pytest.raises(PhotoTooManyPixels) as refused:
        estimate(large)

    assert refused.value.data == {"limit_megapixels": MAX_PIXELS // 1_000_000}


def test_a_webp_may_have_half_as_many():
    head = b"RIFF\0\0\0\0WEBPVP8L" + struct.pack("<I", 5) + b"\x2f"
    sides = struct.pack("<I", (7_000 - 1) | (7_000 - 1) << 14)

    with pytest.raises(PhotoTooManyPixels) as refused:
        estimate(head + sides + bytes(9))

    assert refused.value.data == {"limit_megapixels": 25}


def test_a_png_that_says_it_moves_is_none_of_a_camera():
    moving = saved("PNG").replace(b"IDAT", b"acTL", 1)

    with pytest.raises(PhotoUnusual):
        estimate(moving)
