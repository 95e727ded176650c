"""What photos cost on their way in, and what dear ones do to others: `python -m bench.intake`.

1. Good photos: the intake in this process, as it was, and through the decoding process.
2. Dear and deceiving files, each alone: how long until there is an answer, and which.
3. A site with two web processes: accounts that send nothing but such files, four at once each,
   while another owner sends good photos and somebody asks `/healthz`; and what memory stays.

Ends with 1 if a target is missed.
"""

from __future__ import annotations

import argparse
import io
import statistics
import subprocess
import sys
import threading
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import UTC, datetime
from multiprocessing import get_context
from typing import TYPE_CHECKING

import httpx
import pillow_heif
from PIL import Image

from bench.place import installation, web
from tools.hostile_pictures import DEAR, HOSTILE
from voltbay.core.errors import Refusal
from voltbay.recognition.intake.take_in import ANY, take_in
from voltbay.recognition.reading.photo.intake import intake

if TYPE_CHECKING:
    from collections.abc import Callable

    from voltbay.accounts.models import Owner

ROUNDS = 7
START_SECONDS = 2  # of a decoding process, while the machine is busy
MOST_MEGABYTES = 400  # of a web process after the attack
MOST_HEALTH_SECONDS = 1.0
UPLOADS = 60  # hostile ones; the dear ones among them come first
AT_ONCE = 4  # by each hostile account


def main() -> int:
    """Measure and print. Returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--accounts", type=int, nargs="*", default=[1, 3, 10])
    parser.add_argument("--only-attacks", action="store_true", help="leave the first two out")
    chosen = parser.parse_args()
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    if not chosen.only_attacks:
        print(f"{'good photo':22} {'here p50, p95':>16} {'in a child p50, p95':>22}")
        for name, photo in good_photos().items():
            _compare(name, photo)
    files = {**{name: make() for name, (make, _) in HOSTILE.items()}, **_made(DEAR)}
    missed = [] if chosen.only_attacks else _alone(files)
    dear = [files[name] for name in DEAR]
    # A process each: Django stays with the database that it was set up for.
    spawn = get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawn, max_tasks_per_child=1) as anew:
        for accounts in chosen.accounts:
            attacked = anew.submit(_attacked, dear + list(files.values()), accounts=accounts)
            missed += attacked.result()
    for each in missed:
        print(f"missed: {each}")
    return 1 if missed else 0


def good_photos() -> dict[str, bytes]:
    """Return photos as phones and the client send them."""
    pillow_heif.register_heif_opener()
    photo = Image.effect_noise((400, 300), 40).convert("RGB")
    sides = {"2 megapixels": (1600, 1200), "12": (4032, 3024), "48": (8064, 6048)}
    sized = {name: photo.resize(size, Image.Resampling.BICUBIC) for name, size in sides.items()}
    fast = {"quality": 40, "enc_params": {"preset": "ultrafast"}}
    return {
        "JPEG, 2 megapixels": _saved(sized["2 megapixels"], "JPEG", quality=90),
        "JPEG, 12": _saved(sized["12"], "JPEG", quality=90),
        "JPEG, 12, progressive": _saved(sized["12"], "JPEG", quality=90, progressive=True),
        "JPEG, 48": _saved(sized["48"], "JPEG", quality=85),
        "WebP, 12": _saved(sized["12"], "WEBP", method=0),
        "HEIC, 12": _saved(sized["12"], "HEIF", **fast),
        "HEIC, 48": _saved(sized["48"], "HEIF", **fast),
    }


def _saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def _made(makers: dict[str, Callable[[], bytes]]) -> dict[str, bytes]:
    return {name: make() for name, make in makers.items()}


def _compare(name: str, photo: bytes) -> None:
    here = sorted(_seconds(lambda: intake(photo)) for _ in range(ROUNDS))
    child = sorted(_seconds(lambda: take_in(photo, sender="good")) for _ in range(ROUNDS))
    print(f"{name:22} {_p50_p95(here):>16} {_p50_p95(child):>22}")


def _seconds(do: Callable[[], object]) -> float:
    began = time.monotonic()
    try:
        do()
    except Refusal as refusal:
        print(f"  refused: {refusal.code}", flush=True)
    return time.monotonic() - began


def _p50_p95(took: list[float]) -> str:
    took = sorted(took)
    return f"{statistics.median(took):.2f}, {took[min(len(took) - 1, int(0.95 * len(took)))]:.2f} s"


def _alone(files: dict[str, bytes]) -> list[str]:
    print(f"\n{'file':22} {'bytes':>10} {'seconds':>8}  answer")
    missed = []
    for name, file in files.items():
        began = time.monotonic()
        try:
            answer = f"{take_in(file, sender=name).width} pixels wide"
        except Refusal as refusal:
            answer = refusal.code
        took = time.monotonic() - began
        print(f"{name:22} {len(file):10} {took:8.2f}  {answer}")
        if took > ANY.seconds + START_SECONDS:
            missed.append(f"{name} took {took:.1f} s")
    return missed


def _attacked(files: list[bytes], *, accounts: int) -> list[str]:
    """Have so many accounts send files, and measure what another owner and a probe see."""
    with installation(), web() as port:
        url = f"http://127.0.0.1:{port}"
        hostile = [_headers(_owner(n)) for n in range(accounts)]
        alice = _headers(_owner(99))
        good = _saved(Image.effect_noise((1600, 1200), 40).convert("RGB"), "JPEG", quality=80)
        _send(url, alice, good)
        over = threading.Event()
        with ThreadPoolExecutor(accounts * AT_ONCE + 2) as crowd:
            waited = crowd.submit(_keep_sending, url, alice, good, over)
            health = crowd.submit(_keep_asking, url, over)
            sent = (files * (UPLOADS // len(files) + 1))[:UPLOADS]
            jobs = [
                crowd.submit(_send, url, hostile[n % accounts], file) for n, file in enumerate(sent)
            ]
            fared = [job.result()[0] for job in jobs]
            over.set()
            good_took, healthy = waited.result(), health.result()
        memory = [_megabytes(number) for number in _web_processes(port)]
    answers = {each: fared.count(each) for each in sorted(set(fared))}
    told = [f"{code} {took:.2f}" for code, took in good_took]
    print(f"\n{accounts} hostile accounts, {len(sent)} uploads: {answers}")
    print(f"  another owner's photos: {_p50_p95([took for _, took in good_took])}: {told}")
    print(f"  /healthz: {_p50_p95(healthy)}, at most {max(healthy):.2f} s")
    print(f"  web processes afterwards: {memory} MB")
    return [
        *(f"another owner: {code}" for code, _ in good_took if code != "202"),
        *([f"/healthz took {max(healthy):.1f} s"] if max(healthy) > MOST_HEALTH_SECONDS else []),
        *(f"a web process holds {each} MB" for each in memory if each > MOST_MEGABYTES),
    ]


def _owner(number: int) -> Owner:
    from voltbay.accounts.models import Agreement, Consent, Owner
    from voltbay.notifications.tell import phone_fingerprint

    now = datetime.now(UTC)
    phone = f"1380013{number:04}"
    owner = Owner.objects.create(
        phone=phone,
        phone_fingerprint=phone_fingerprint(phone),
        created_at=now,
    )
    agreement, _ = Agreement.objects.get_or_create(
        kind="documents",
        version="bench",
        defaults={"sha256": "0" * 64, "effective_at": now, "published_at": now},
    )
    Consent.objects.create(
        owner=owner, agreement=agreement, kind="documents", version="bench", sha256="0" * 64, at=now
    )
    return owner


def _headers(owner: Owner) -> dict[str, str]:
    from voltbay.accounts.owners.sessions import open_session

    token, _ = open_session(owner, client="bench", now=datetime.now(UTC))
    return {"Authorization": f"Bearer {token}"}


def _send(url: str, headers: dict[str, str], file: bytes) -> tuple[str, float]:
    began = time.monotonic()
    form = {"data": {"kind": "identity_card"}, "files": {"image": ("a.jpg", file)}}
    answer = httpx.post(f"{url}/api/v1/documents", headers=headers, timeout=120, **form)
    code = "202" if answer.status_code == 202 else str(answer.json().get("code"))
    if code == "202":  # or there would be five being read: no worker runs
        httpx.delete(f"{url}/api/v1/documents/{answer.json()['id']}", headers=headers, timeout=60)
    return code, time.monotonic() - began


def _keep_sending(
    url: str, headers: dict[str, str], photo: bytes, over: threading.Event
) -> list[tuple[str, float]]:
    fared = []
    for _ in range(25):  # below what an hour allows
        fared.append(_send(url, headers, photo))
        if over.wait(0.5):
            break
    return fared


def _keep_asking(url: str, over: threading.Event) -> list[float]:
    took = []
    with httpx.Client(timeout=60) as client:
        while not over.wait(0.1):
            took.append(_seconds(lambda: client.get(f"{url}/healthz")))
    return took or [0.0]


def _web_processes(port: int) -> list[int]:
    """Return the processes that serve on a port: the server's and those that it forked."""
    listed = subprocess.run(["ps", "-eo", "pid=,args="], check=True, capture_output=True, text=True)
    lines = [line.split(None, 1) for line in listed.stdout.splitlines()]
    return [int(number) for number, told in lines if f"127.0.0.1:{port} " in f"{told} "]


def _megabytes(number: int) -> int:
    told = subprocess.run(
        ["ps", "-o", "rss=", "-p", str(number)], check=True, capture_output=True, text=True
    )
    return int(told.stdout) // 1024


if __name__ == "__main__":
    sys.exit(main())
