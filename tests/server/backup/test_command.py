"""A backup is made, tried, restored; and what was erased since stays erased."""

import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from django.utils import timezone
from psycopg.conninfo import make_conninfo

from tests.bucket import a_bucket, names_in
from tests.documents import a_document, photos_setting
from tests.people import BOB_PHONE, owner_with
from tests.places import NOW, open_outlet, publish_slots
from tests.programs import environment
from voltbay.accounts.models import Owner
from voltbay.bookings.close_account import close_account
from voltbay.bookings.owner.hold import Wish, hold
from voltbay.core.key_list import write_key
from voltbay.recognition import photos
from voltbay.recognition.documents.erase import erase
from voltbay.recognition.models import Document
from voltbay.server.backup import lies_in as lies_in_module
from voltbay.server.backup import place
from voltbay.server.backup.alone import alone
from voltbay.server.backup.command import _url
from voltbay.server.backup.lies_in import Place, lies_in
from voltbay.server.cli import main
from voltbay.server.doctor import backups
from voltbay.server.settings.environment import photo_storage

pytestmark = pytest.mark.django_db(transaction=True)


# Runs what follows where no file can be written, as on a full disk.
NO_ROOM = ("sh", "-c", 'ulimit -f 0; exec "$@"', "sh")


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


def newest(where: str) -> Place:
    return next(place.backups(lies_in(where)))


def restored(
    url: str, photos_in: Path | str, *arguments: object, before: tuple[str, ...] = ()
) -> subprocess.CompletedProcess:
    return subprocess.run(
        [*before, sys.executable, "-m", "voltbay", "restore", *map(str, arguments)],
        env=environment(Path()) | {"VOLTBAY_PHOTOS": str(photos_in)} | {"DATABASE_URL": url},
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


def test_backups_and_photos_in_s3_are_restored_there(
    identity, lives, settings, voltbay, empty_database, s3, tmp_path
):
    """What was sent and not yet told to be a backup is none; nothing of photos is kept here."""
    settings.VOLTBAY_BACKUPS = kept_in = a_bucket(s3, prefix="backups")
    settings.STORAGES |= {"photos": photo_storage(a_bucket(s3))}
    photos.put(lives[2].photo, b"a picture")
    photos.put(lives[1].photo, b"another")
    with lies_in(kept_in).below("2099-01-01T000000Z").writing(place.DATABASE) as cut_off:
        cut_off.write(b"age")

    assert voltbay("backup")[0] == 0
    erase(lives[1].pk, owner=lives[1].owner, now=NOW)
    voltbay("backup", "erasures")

    backup = newest(kept_in)
    where = str(backup)
    assert backup.name < "2099"
    photos_in = a_bucket(s3, prefix="restored")
    done = restored(empty_database, photos_in, where, "--identity", identity)
    assert done.returncode == 0, done.stderr
    assert "1 rows that were erased since" in done.stdout
    assert names_in(photos_in) == [f"restored/{lives[2].photo}"]
    assert not [each for each in tmp_path.rglob("*") if each.suffix == ".age"]
    for wrong, said in {
        where.replace("voltbay-", "other-"): "S3 did not do it (NoSuchBucket)",
        where.replace("backups/", "backups/x"): "is no whole backup",
        where.replace("s3://", "s3://me:hunter2@"): "must not hold keys",
    }.items():
        told = voltbay("restore", wrong, "--identity", identity)
        assert (told[0], said in told[1], "hunter2" in told[1]) == (1, True, False), told


class Died(Exception):
    """Whoever wrote did."""


def test_what_was_sent_in_part_is_no_file(s3, monkeypatch):
    """The end of a stream is not taken for the end of a file, in small ones and in many parts."""
    monkeypatch.setattr(lies_in_module, "PART", 5 << 20)  # the least that S3 takes
    place_of_backups = lies_in(a_bucket(s3))
    for size in (1000, lies_in_module.PART + 1):
        with suppress(Died), place_of_backups.writing("database.age") as out:
            out.write(bytes(size))
            raise Died

    assert not place_of_backups.has("database.age")
    with place_of_backups.writing("database.age") as out:
        out.write(bytes(lies_in_module.PART + 1))
    assert place_of_backups.size("database.age") == lies_in_module.PART + 1


def test_a_restore_that_is_killed_goes_on_where_it_was(
    identity, lives, settings, tmp_path, voltbay, empty_database
):
    voltbay("backup")
    erase(lives[1].pk, owner=lives[1].owner, now=NOW)
    voltbay("backup", "erasures")
    backup, folder = newest(settings.VOLTBAY_BACKUPS), tmp_path / "restored"

    cut_off = restored(empty_database, folder, backup, "--identity", identity, before=NO_ROOM)
    stage = "SELECT stage FROM quarantine.copy"
    with psycopg.connect(empty_database) as there:
        assert there.execute(stage).fetchone() == ("loading",)
    assert cut_off.returncode == 1
    assert "then run the same command again" in cut_off.stderr
    again = restored(empty_database, folder, backup, "--identity", identity)

    assert again.returncode == 0, again.stderr
    assert "1 rows that were erased since" in again.stdout
    assert "in quarantine" in again.stdout
    with psycopg.connect(empty_database) as there:
        assert there.execute(stage).fetchone() == ("whole",)
    kept = [each for each in folder.rglob("*") if each.is_file()]
    assert [each.name for each in kept] == [str(lives[2].pk)]


def test_a_backup_is_verified_by_restoring_it(identity, lives, settings, voltbay, monkeypatch, s3):
    settings.VOLTBAY_BACKUPS = a_bucket(s3)
    photos.erase(lives[1].photo)  # and its row not yet: it is counted, and is no difference
    monkeypatch.setenv("VOLTBAY_SMS_SIGN_NAME", "it's ours")
    voltbay("backup")
    backup = newest(settings.VOLTBAY_BACKUPS)
    assert backups.backup(now=timezone.now()).code == "backup_ok"  # what doctor says
    assert (
        """VOLTBAY_SMS_SIGN_NAME='it'"'"'s ours'"""
        in (voltbay("backup", "settings", backup, "--identity", identity)[1])
    )

    code, said = voltbay("backup", "verify", backup, "--identity", identity)

    assert code == 0, said
    assert "The backup is good" in said
    about = place.read_about(backup)
    assert (about.photos, about.photos_gone) == (1, 1)


@contextmanager
def no_room() -> Iterator[None]:
    """Let files of this process hold a hundred bytes, as on a disk that is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_backup_that_does_not_open_or_was_altered_is_refused(
    identity, lives, settings, tmp_path, voltbay
):
    """One backup for all of it, as making one takes seconds."""
    voltbay("backup")
    voltbay("backup", "recipient", tmp_path / "other.txt")
    backup = newest(settings.VOLTBAY_BACKUPS)
    file = Path(str(backup)) / place.DATABASE
    whole = file.read_bytes()

    others = voltbay("backup", "verify", backup, "--identity", tmp_path / "other.txt")
    file.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    altered = voltbay("backup", "verify", backup, "--identity", identity)
    listed = file.parents[1] / place.ERASURES
    listed.rename(listed.with_suffix(".away"))
    without_list = voltbay("restore", backup, "--identity", identity)

    listed.with_suffix(".away").rename(listed)
    with alone(_url()):
        busy = voltbay("backup")
    with no_room():
        full = voltbay("backup")
    assert [each.name for each in place.backups(backup.above)] == [backup.name]
    assert not list(file.parents[1].glob("*.half"))
    about = place.read_about(backup)
    place.write_about(backup, replace(about, postgresql=990000))
    newer_server = voltbay("restore", backup, "--identity", identity)
    settings.VOLTBAY_SEALING_KEYS = f"2030a:{write_key(b'x' * 32)}"
    no_key = voltbay("restore", backup, "--identity", identity)
    place.write_about(backup, replace(about, voltbay="9.1", migrations=["bookings.0999_x"]))
    newer = voltbay("restore", backup, "--identity", identity, "--erasures", listed)

    assert {others[0], altered[0], without_list[0], busy[0], no_key[0], newer[0]} == {1}
    assert (full[0], newer_server[0]) == (1, 1)
    assert "the rights and the room; then run the same command again" in full[1]
    assert "Name a server of PostgreSQL 99 or newer" in newer_server[1]
    assert "Wait until it has ended" in busy[1]
    assert "The key test sealed what is in this backup" in no_key[1]
    assert "A newer Voltbay made this backup (9.1)" in newer[1]
    assert "manifest.age does not open" in others[1]
    assert "database.age is not the file that was made" in altered[1]
    assert "nothing was restored" in without_list[1]
    assert BOB_PHONE.encode() not in whole


def test_no_backup_is_written_in_plain(lives, settings, tmp_path, voltbay):
    code, said = voltbay("backup", "--to", tmp_path / "backups")

    assert code == 1
    assert "no backup is written in plain" in said
    assert not (tmp_path / "backups").exists()
