"""What a test's camera sees: a drawn code on a grey bench, a little turned, as a film."""

from io import BytesIO
from pathlib import Path

import segno
import zxingcpp
from PIL import Image, ImageFilter

WIDTH, HEIGHT = 1280, 720
FRAMES = 4  # they are shown over and over


def draw_qr(text: str) -> Image.Image:
    """Draw a QR code as the owner's page shows it."""
    picture = BytesIO()
    segno.make(text, error="m").save(picture, kind="png", scale=10, border=4)
    return Image.open(picture)


def draw_label(text: str, kind: str) -> Image.Image:
    """Draw a label of a battery: `DataMatrix` or `Code128`."""
    made = zxingcpp.create_barcode(text, zxingcpp.barcode_format_from_str(kind))
    return Image.fromarray(made.to_image(scale=10 if kind == "DataMatrix" else 3))


def write_film(path: Path, code: Image.Image | None) -> Path:
    """Write a film for Chromium's fake camera: raw YUV 4:2:0 frames."""
    grey = bytes([128]) * (WIDTH * HEIGHT // 2)
    with path.open("wb") as film:
        film.write(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420\n".encode())
        for number in range(FRAMES):
            film.write(b"FRAME\n" + _seen(code, tilt=number).tobytes() + grey)
    return path


def _seen(code: Image.Image | None, *, tilt: int) -> Image.Image:
    bench = Image.new("L", (WIDTH, HEIGHT), 150)
    if code is not None:
        held = code.convert("L").rotate(tilt, expand=True, fillcolor=255)
        held = held.resize((min(held.width, WIDTH - 80), min(held.height, HEIGHT - 80)))
        bench.paste(held, ((WIDTH - held.width) // 2, (HEIGHT - held.height) // 2))
    return bench.filter(ImageFilter.GaussianBlur(1))
