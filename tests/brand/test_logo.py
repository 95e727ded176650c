"""Which pictures may be a logo."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin

from voltbay.brand.logo import LARGEST, LogoUnfit, read_logo


def saved(at: Path, *, size: tuple[int, int] = (128, 128), form: str = "PNG", **how) -> Path:
    Image.new("RGB", size, "#0a6b4f").save(at, format=form, **how)
    return at


def test_a_square_png_is_taken_without_what_was_written_into_it(tmp_path):
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", "Bob of the agency")

    logo = read_logo(saved(tmp_path / "logo.png", pnginfo=notes))

    assert Image.open(BytesIO(logo.png)).size == (128, 128)
    assert b"Bob" not in logo.png
    assert len(logo.version) == 8


def test_another_picture_has_another_version(tmp_path):
    one, other = saved(tmp_path / "a.png"), saved(tmp_path / "b.png", size=(64, 64))

    assert read_logo(one).version != read_logo(other).version


@pytest.mark.parametrize(
    ("size", "words"),
    [((128, 64), "128×64"), ((32, 32), "64 to 512 pixels"), ((600, 600), "600×600")],
)
def test_a_picture_of_another_shape_is_refused(tmp_path, size, words):
    with pytest.raises(LogoUnfit, match=words):
        read_logo(saved(tmp_path / "logo.png", size=size))


def test_no_svg_and_no_jpeg(tmp_path):
    svg = tmp_path / "logo.svg"
    svg.write_text("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")

    for path in (svg, saved(tmp_path / "logo.jpg", form="JPEG")):
        with pytest.raises(LogoUnfit, match="no PNG"):
            read_logo(path)


def test_a_torn_picture_is_refused(tmp_path):
    path = saved(tmp_path / "logo.png")
    path.write_bytes(path.read_bytes()[:60])

    with pytest.raises(LogoUnfit, match="no PNG"):
        read_logo(path)


def test_a_large_file_and_none_at_all_are_refused(tmp_path):
    large = tmp_path / "large.png"
    large.write_bytes(b"\x89PNG" + bytes(LARGEST))

    with pytest.raises(LogoUnfit, match=f"{LARGEST} at most"):
        read_logo(large)
    with pytest.raises(LogoUnfit, match="cannot be read"):
        read_logo(tmp_path / "gone.png")
