"""A paper that a company shows, as a picture."""

from io import BytesIO

from PIL import Image


def letter() -> bytes:
    """Return a picture large enough to be taken in."""
    out = BytesIO()
    Image.new("RGB", (900, 640), "white").save(out, "JPEG")
    return out.getvalue()
