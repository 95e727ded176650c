"""A backup is made, tried, restored; and what was erased since stays erased."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from psycopg.conninfo import make_conninfo

from tests.documents import a_document, photos_setting
from tests.people import BOB_PHONE, owner_with
from tests.places import NOW, open_outlet, publish_slots
from tests.programs import environment
from voltbay.accounts.models import Owner
from voltbay.bookings.close_account import close_account
from voltbay.bookings.owner.hold import Wish, hold
from voltbay.recognition import photos
from voltbay.recognition.documents.erase import erase
from voltbay.recognition.models import Document
from voltbay.server.backup import place
from voltbay.server.cli import main

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def voltbay(capsys):
    """Return what runs `voltbay …` here, and says how it ended and what was said."""

    def run(*arguments: object) -> tuple[int, str]:
        try:
            main([str(each) for each in arguments])
        except SystemExit as stopped:
            return 1, str(stopped.code)
        return 0, capsys.readouterr().out

    return run


@pytest.fixture(autouse=True)
def english(monkeypatch):
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")


@pytest.fixture
def identity(tmp_path: Path, voltbay, settings) -> Path:
    path = tmp_path / "identity.txt"
    _, said = voltbay("backup", "recipient", path)
    settings.VOLTBAY_BACKUP_RECIPIENTS = [said.split()[-1]]
    settings.VOLTBAY_BACKUPS = str(tmp_path / "backups")
    return path


@pytest.fixture
def lives(settings, tmp_path: Path) -> tuple[Owner, Document, Document]:
    """Return Bob, who holds a time, and two documents of somebody else, with their photos."""
    settings.STORAGES = photos_setting(tmp_path / "photos")
    settings.VOLTBAY_PHOTOS = str(tmp_path / "photos")
    bob = owner_with(BOB_PHONE)
    service = open_outlet()
    hold(Wish(publish_slots(service)[0].pk, service.pk), owner=bob, now=NOW)
    first = a_document()
    return bob, first, a_document(first.owner)


@pytest.fixture
def empty_database() -> Iterator[str]:
    """Return the name of a database without a table, beside the test's own."""
    name = f"{connection.settings_dict['NAME']}_restored"
    server = connection.get_connection_params()
    url = make_conninfo(user=server["user"], host=server["host"], dbname="postgres")
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {name}")
        admin.execute(f"CREATE DATABASE {name}")
        yield make_conninfo(user=server["user"], host=server["host"], dbname=name)
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def newest(folder: str) -> Path:
    return next(place.backups(Path(folder)))


def restored(url: str, photos_folder: Path, *arguments: object) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "voltbay", "restore", *map(str, arguments)],
        env=environment(photos_folder) | {"DATABASE_URL": url},
        capture_output=True,
        text=True,
    )


def test_what_was_erased_since_a_backup_is_erased_again_in_what_is_restored(
    identity, lives, settings, tmp_path, voltbay, empty_database
):
    bob, dropped, kept = lives
    assert voltbay("backup")[0] == 0
    close_account(owner=bob, now=NOW)
    erase(dropped.pk, owner=dropped.owner, now=NOW)
    assert voltbay("backup", "erasures") == (
        0,
        f"2 erasures are written to {settings.VOLTBAY_BACKUPS}/erasures.json.\n",
    )

    backup, folder = newest(settings.VOLTBAY_BACKUPS), tmp_path / "restored"
    done = restored(empty_database, folder, backup, "--identity", identity)

    assert done.returncode == 0, done.stderr
    assert "2 rows that were erased since the backup are erased again" in done.stdout
    with psycopg.connect(empty_database) as there:
        (phones,) = there.execute(
            "SELECT count(*) FROM accounts_owner WHERE phone IS NOT NULL"
        ).fetchone()
        documents = there.execute("SELECT photo FROM recognition_document").fetchall()
    assert phones == 1
    assert documents == [(kept.photo,)]
    found = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert found == {kept.photo}
    assert (folder / kept.photo).read_bytes() == (tmp_path / "photos" / kept.photo).read_bytes()

    again = restored(empty_database, folder, backup, "--identity", identity)
    assert again.returncode == 1
    assert "nothing is overwritten" in again.stderr


def test_a_backup_is_verified_by_restoring_it(identity, lives, settings, voltbay):
    photos.erase(lives[1].photo)  # and its row not yet: it is counted, and is no difference
    voltbay("backup")
    backup = newest(settings.VOLTBAY_BACKUPS)

    code, said = voltbay("backup", "verify", backup, "--identity", identity)

    assert code == 0, said
    assert "The backup is good" in said
    about = place.read_about(backup)
    assert (about.photos, about.photos_gone) == (1, 1)


def test_a_backup_that_does_not_open_or_was_altered_is_refused(
    identity, lives, settings, tmp_path, voltbay
):
    """One backup for all of it, as making one takes seconds."""
    voltbay("backup")
    voltbay("backup", "recipient", tmp_path / "other.txt")
    backup = newest(settings.VOLTBAY_BACKUPS)
    file = backup / place.DATABASE
    whole = file.read_bytes()

    others = voltbay("backup", "verify", backup, "--identity", tmp_path / "other.txt")
    file.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    altered = voltbay("backup", "verify", backup, "--identity", identity)
    (backup.parent / place.ERASURES).unlink()
    without_list = voltbay("restore", backup, "--identity", identity)

    assert (others[0], altered[0], without_list[0]) == (1, 1, 1)
    assert "manifest.age does not open" in others[1]
    assert "database.age is not the file that was made" in altered[1]
    assert "nothing was restored" in without_list[1]
    assert BOB_PHONE.encode() not in whole


def test_no_backup_is_written_in_plain(lives, settings, tmp_path, voltbay):
    code, said = voltbay("backup", "--to", tmp_path / "backups")

    assert code == 1
    assert "no backup is written in plain" in said
    assert not (tmp_path / "backups").exists()
