"""The built mini-program books, cancels and calls customer service, against the real site."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from django.db import connections
from django.utils import timezone

from tests.places import in_days, open_outlet, publish_slots
from tools.cards import draw_identity_card, draw_vehicle_licence
from voltbay.accounts.demo import load as load_agreements
from voltbay.bookings.models import Booking
from voltbay.notifications.models import ScreenMessage

pytestmark = pytest.mark.journey
CLIENT = Path(__file__).parents[2] / "client"
NODE = Path(__file__).parents[2] / ".venv" / "node"
MINUTES = 3  # the first reading loads the models, on a busy machine


class Inbox(BaseHTTPRequestHandler):
    """Shows the newest code, as a phone would."""

    def do_GET(self) -> None:
        """Answer with the codes that have come; none while the worker still delivers."""
        try:
            codes = list(ScreenMessage.objects.order_by("-id").values_list("code", flat=True))
        finally:
            connections.close_all()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps({"items": [{"code": code} for code in codes]}).encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # theirs
        """Say nothing."""


@pytest.fixture
def inbox() -> Iterator[str]:
    """Serve the codes that were sent, for the owner's phone."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Inbox)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def cards(tmp_path: Path) -> tuple[Path, str]:
    """A folder with photos of matching cards, and their owner's name."""
    card, person = draw_identity_card(seed=11, level="easy")
    car = {"owner": person["name"], "vehicle_type": "小型轿车", "use_character": "非营运"}
    licence, _ = draw_vehicle_licence(seed=11, level="easy", **car)
    (tmp_path / "identity_card.jpg").write_bytes(card)
    (tmp_path / "vehicle_licence.jpg").write_bytes(licence)
    return tmp_path, person["name"]


def test_an_owner_books_and_cancels_in_the_mini_program(site, inbox, cards):
    load_agreements(now=timezone.now())
    publish_slots(open_outlet(), starts_at=in_days(2), count=4)
    folder, owner = cards
    assert (CLIENT / "dist/build/mp-weixin/app.js").exists(), (
        "run `make test`: it builds the client"
    )
    path = os.pathsep.join([str(NODE), os.environ["PATH"]])
    node = shutil.which("node", path=path)
    assert node, "no Node: run `make setup`"

    said = subprocess.run(
        [node, "node_modules/vitest/vitest.mjs", "run", "--project", "mp", "journeys"],
        cwd=CLIENT,
        env={
            **os.environ,
            "PATH": path,
            "CI": "1",
            "VOLTBAY_URL": site.url,
            "VOLTBAY_INBOX": inbox,
            "VOLTBAY_CARDS": str(folder),
            "VOLTBAY_OWNER": owner,
        },
        check=False,
        capture_output=True,
        text=True,
        timeout=MINUTES * 60,
    )

    assert said.returncode == 0, said.stdout + said.stderr
    assert Booking.objects.get().state == "cancelled"
