"""Keys are rotated on a running site: killed in the middle, gone on with, and nobody notices."""

import os
import signal
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path

import httpx
import pytest
from django.db import connection
from django.utils import timezone

from tests.documents import photos_setting
from tests.journeys.test_broken_input import answers, free_port
from tests.people import owner_with
from tests.programs import environment, program, wait_until
from voltbay.accounts.models import Owner
from voltbay.accounts.owners.sessions import open_session
from voltbay.core.key_list import read_key_list
from voltbay.core.keys import fingerprint, keyring
from voltbay.core.sealing import Keyring
from voltbay.recognition import photos
from voltbay.server.cli import main
from voltbay.server.keys import key_file
from voltbay.server.keys.columns import sealed_tables, waiting
from voltbay.server.keys.rotate import is_unfinished

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
OWNERS, PHOTOS = 2_400, 12
VISITORS = 3


@pytest.fixture
def key_list(tmp_path: Path, settings, monkeypatch) -> Path:
    """Return a file with one key, which this process and all programs of the test read."""
    path = tmp_path / "sealing.keys"
    key_file.make(path, today=date(2025, 1, 1))
    settings.VOLTBAY_SEALING_KEYS_FILE = str(path)
    settings.STORAGES = photos_setting(tmp_path / "photos")
    monkeypatch.setenv("VOLTBAY_SEALING_KEYS_FILE", str(path))
    return path


@pytest.fixture
def live(key_list: Path, tmp_path: Path):
    """Run a web server of its own, as its keys change; yield its address."""
    address, log = f"127.0.0.1:{free_port()}", tmp_path / "web.log"
    web = ("web", "--bind", address, "--processes", "2", "--threads", "8")
    with program(*web, photos=tmp_path / "photos", log=log):
        wait_until(lambda: answers(address), log=log)
        yield f"http://{address}"


class Visitors:
    """Owners who read and change their details all the time, and what was answered."""

    def __init__(self, url: str, tokens: list[str]) -> None:
        self._over = threading.Event()
        self.answers: list[int] = []
        self._threads = [threading.Thread(target=self._visit, args=(url, t)) for t in tokens]

    def __enter__(self) -> "Visitors":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _visit(self, url: str, token: str) -> None:
        with httpx.Client(base_url=url, headers={"Authorization": f"Bearer {token}"}) as client:
            while not self._over.wait(0.02):
                changed = client.post("/api/v1/me", json={"name": "王小燕"}, timeout=30)
                seen = client.get("/api/v1/me", timeout=30)
                self.answers += [changed.status_code, seen.status_code]


def rotate_elsewhere(folder: Path) -> subprocess.Popen[bytes]:
    """Begin a rotation in a process that can be killed."""
    return subprocess.Popen(
        [sys.executable, "-m", "voltbay", "keys", "rotate"],
        env=environment(folder / "photos"),
        stdout=subprocess.DEVNULL,
    )


@pytest.fixture
def voltbay(capsys):
    """Return what runs `voltbay …` here, and says how it ended and what was said."""

    def run(*arguments: str) -> tuple[int, str]:
        try:
            main([*arguments, "--language", "en"])
        except SystemExit as stopped:
            is_number = isinstance(stopped.code, int)
            return stopped.code if is_number else 1, capsys.readouterr().out
        return 0, capsys.readouterr().out

    return run


def owners() -> list[Owner]:
    return Owner.objects.bulk_create(
        Owner(
            phone=f"138{n:08}",
            phone_fingerprint=fingerprint(f"138{n:08}", purpose="phone"),
            name="张三",
            created_at=timezone.now(),
        )
        for n in range(OWNERS)
    )


def old_owners() -> int:
    (table,) = (each for each in sealed_tables() if each.name == "accounts_owner")
    return waiting(table, newest=keyring().newest)


def plant(key_list_before: str) -> None:
    """Write one value of the old key, past everything that seals."""
    old = Keyring(sealing=read_key_list(key_list_before), fingerprinting=b"m" * 32)
    sealed = old.seal("李四".encode(), purpose="accounts.owner.name")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE accounts_owner SET name = %s WHERE id = (SELECT min(id::text)::uuid FROM"
            " accounts_owner)",
            [sealed],
        )


def test_a_rotation_killed_in_the_middle_goes_on_and_the_old_key_may_go(
    live: str, key_list: Path, tmp_path: Path, voltbay
):
    before = key_list.read_text()
    owners()
    keys = [f"2026/04/{n:02}/photo-{n}" for n in range(1, PHOTOS + 1)]
    for key in keys:
        photos.put(key, key.encode())
    guests = [owner_with(f"1390013900{n}") for n in range(VISITORS)]
    tokens = [open_session(owner=g, client="tests", now=timezone.now())[0] for g in guests]

    with Visitors(live, tokens) as visitors:
        first = rotate_elsewhere(tmp_path)
        while not key_list.read_text().count("\n") > 1 or old_owners() == OWNERS + VISITORS:
            assert first.poll() is None
        os.kill(first.pid, signal.SIGKILL)
        first.wait()
        left = old_owners()
        in_between = voltbay("keys", "check")
        rotated = voltbay("keys", "rotate")

    assert 0 < left < OWNERS  # or the kill came too early or too late to try anything
    assert in_between[0] == 1
    assert "Key 2025-01-01 is still needed by" in in_between[1]
    assert rotated[0] == 0
    assert "going on sealing it" in rotated[1]
    assert "Done:" in rotated[1]
    assert list(read_key_list(key_list.read_text()))[1:] == ["2025-01-01"]  # no third key was made
    assert not is_unfinished()
    assert set(visitors.answers) == {200}
    assert len(visitors.answers) > 20

    plant(before)
    planted = voltbay("keys", "check")
    refused = voltbay("keys", "remove", "2025-01-01")
    assert planted[0] == 1
    assert "accounts_owner.name: key 2025-01-01 sealed 1 values" in planted[1]
    assert refused[0] == 1
    assert "2025-01-01" in key_list.read_text()

    assert voltbay("keys", "rotate")[0] == 0
    assert voltbay("keys", "remove", "2025-01-01")[0] == 0
    assert voltbay("keys", "check")[0] == 0
    assert "2025-01-01" not in key_list.read_text()
    assert Owner.objects.filter(phone__isnull=False).count() == OWNERS + VISITORS
    assert {owner.phone[:3] for owner in Owner.objects.all()} == {"138", "139"}
    assert [photos.fetch(key) for key in keys] == [key.encode() for key in keys]
    seen = httpx.get(f"{live}/api/v1/me", headers={"Authorization": f"Bearer {tokens[0]}"})
    assert seen.json()["phone"] == "13900139000"
