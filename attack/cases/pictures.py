"""Pictures that are small to send and dear to look at."""

import io
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import cache

import httpx
from PIL import Image

from attack.place import Place

ROUNDS = 4
SLOWEST = 30.0  # seconds until such a picture is refused or taken
REFUSED_OR_TAKEN = {202, 409, 413, 422, 429, 503}


@cache
def dear() -> dict[str, bytes]:
    """Return them by name."""
    return {
        "a scan a thousand times over": repeated_scans(7000, 1000),
        "a WebP of one colour": flat("WEBP", 16_383, 3_000, lossless=True),
        "a PNG of one colour": flat("PNG", 9_000, 5_500),
        "a GIF that is called JPEG": flat("GIF", 5_000, 5_000),
        "a JPEG that says that it is larger": larger_than_it_is(),
        "a thousand frames": frames(1000),
    }


def repeated_scans(side: int, times: int) -> bytes:
    """Return a progressive JPEG whose last scan comes again and again."""
    out = io.BytesIO()
    Image.new("L", (side, side), 128).save(out, "JPEG", progressive=True)
    whole = out.getvalue()
    last = whole.rfind(b"\xff\xda")
    return whole[:-2] + whole[last:-2] * times + whole[-2:]


def flat(kind: str, width: int, height: int, **how: object) -> bytes:
    """Return a picture of one colour, which weighs nothing."""
    out = io.BytesIO()
    Image.new("L" if kind != "WEBP" else "RGB", (width, height)).save(out, kind, **how)
    return out.getvalue()


def larger_than_it_is() -> bytes:
    """Return a JPEG whose head announces 65,500 pixels each way."""
    whole = bytearray(flat("JPEG", 64, 64))
    at = whole.find(b"\xff\xc0") + 5
    whole[at : at + 4] = (65_500).to_bytes(2, "big") * 2
    return bytes(whole)


def frames(count: int) -> bytes:
    """Return an animated WebP."""
    out = io.BytesIO()
    first, *rest = [Image.new("RGB", (300, 300), (n % 256, 0, 0)) for n in range(count)]
    first.save(out, "WEBP", save_all=True, append_images=rest, duration=1, lossless=True)
    return out.getvalue()


def run(place: Place) -> list[str]:
    """Have three strangers send all of them at once, some rounds long."""
    from attack.town import ready_owner

    now = datetime.now(UTC)
    strangers = [ready_owner(f"1470000{n:04}", now=now).headers for n in range(3)]
    jobs = [(name, who) for _ in range(ROUNDS) for name in dear() for who in strangers]
    with ThreadPoolExecutor(6) as crowd:
        found = crowd.map(lambda job: _send(place, *job), jobs)
    return sorted({each for each in found if each})


def _send(place: Place, name: str, headers: dict[str, str]) -> str:
    place.count()
    files = {"image": ("card.jpg", dear()[name], "image/jpeg")}
    began = time.monotonic()
    try:
        answer = httpx.post(
            f"{place.url}/api/v1/documents",
            data={"kind": "identity_card"},
            files=files,
            headers=headers,
            timeout=2 * SLOWEST,
        )
    except httpx.HTTPError as lost:
        return f"{name}: {type(lost).__name__}"
    if answer.status_code not in REFUSED_OR_TAKEN:
        return f"{name}: {answer.status_code}"
    return (
        f"{name}: answered only after {SLOWEST:.0f} s" if time.monotonic() - began > SLOWEST else ""
    )
