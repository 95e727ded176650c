"""Photos of a demo's outlets: drawn houses, as no real one belongs to them."""

from io import BytesIO

from PIL import Image, ImageDraw

from voltbay.accounts.models import StaffUser
from voltbay.directory.models import Outlet
from voltbay.recognition.shopfront import hang_up

WIDE, HIGH = 960, 600
# Sky, wall, fascia; by turns, so that neighbours in a list differ.
COLOURS = (
    ("#cfe3f5", "#e9ecef", "#0b7a4b"),
    ("#f7e6cf", "#dfe7ea", "#1d5fa8"),
    ("#d9efe2", "#efe8dc", "#b4541f"),
)
MOST = 6  # the others show how a list looks without


def load() -> None:
    """Hang a photo at the first outlets that have none, once."""
    if Outlet.objects.exclude(photo="").exists():
        return
    staff = StaffUser.objects.get(username="manager")
    for number, outlet in enumerate(Outlet.objects.order_by("city", "name")[: 2 * MOST : 2]):
        hang_up(outlet, drawn(number), staff=staff)


def drawn(number: int) -> bytes:
    """Draw a hall with a fascia, a gate for cars, a door and a window."""
    sky, wall, fascia = COLOURS[number % len(COLOURS)]
    picture = Image.new("RGB", (WIDE, HIGH), sky)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 500, WIDE, HIGH), "#8f979d")
    draw.rectangle((90, 150, 870, 500), wall)
    draw.rectangle((90, 150, 870, 225), fascia)
    gates = 1 + number % 2
    for gate in range(gates):
        left = 130 + gate * 250
        draw.rectangle((left, 280, left + 220, 500), "#59636b")
        for line in range(300, 500, 28):
            draw.line((left, line, left + 220, line), "#6f7a82", 4)
    draw.rectangle((660, 300, 740, 500), "#3f5566")
    draw.rectangle((770, 300, 850, 390), "#a9c9de")
    draw.ellipse((455, 165, 505, 215), fill="#ffffff")
    draw.polygon([(484, 169), (466, 194), (479, 194), (475, 212), (494, 186), (481, 186)], fascia)
    out = BytesIO()
    picture.save(out, "JPEG", quality=88)
    return out.getvalue()
