"""`voltbay backup` and `voltbay restore`: what was asked, done and told."""

import argparse
import os
import sys
from collections.abc import Callable

import psycopg
import pyrage
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from psycopg.conninfo import make_conninfo
from pyrage import x25519

from voltbay.core import clock
from voltbay.core.bucket import BucketFailed, BucketMalformed
from voltbay.quarantine.state import Stage, begin_restore, quarantine, reach
from voltbay.recognition import photos
from voltbay.server.backup import place
from voltbay.server.backup.alone import Busy, alone
from voltbay.server.backup.erase_again import erase_again, write_list
from voltbay.server.backup.lies_in import Place, lies_in
from voltbay.server.backup.make import make
from voltbay.server.backup.programs import NAMES, ProgramFailed
from voltbay.server.backup.restore import Differences, NotEmpty, is_empty, restore
from voltbay.server.backup.sealed_file import NotOpened, identities, recipients
from voltbay.server.backup.suits import (
    KeyMissing,
    Newer,
    NewerPostgres,
    refuse_older_server,
    refuse_what_does_not_suit,
)
from voltbay.server.backup.verify import unopened, verify
from voltbay.server.postgres.cluster import PostgresFailed
from voltbay.server.said import say

# What goes wrong, and the sentence for it; each gets the error's own words as `why`.
WORDS: dict[type[Exception], str] = {
    NotOpened: "not_opened",
    place.Altered: "altered",
    place.NoBackup: "no_backup",
    NotEmpty: "not_empty",
    Busy: "busy",
    Newer: "newer",
    NewerPostgres: "newer_postgres",
    KeyMissing: "key_missing",
    BucketMalformed: "no_bucket",
    BucketFailed: "bucket_failed",
    ProgramFailed: "program_failed",
    PostgresFailed: "program_failed",
    psycopg.Error: "program_failed",
    DatabaseError: "program_failed",
    FileExistsError: "exists",
    OSError: "disk_failed",
    pyrage.EncryptError: "disk_failed",
}


def run(chosen: argparse.Namespace) -> None:
    """Do what was asked. Exits with a sentence if it cannot be done, with 1 if a backup differs."""
    verbs: dict[str, Callable[[argparse.Namespace], None]] = {
        "make": _make,
        "verify": _verify,
        "restore": _restore,
        "recipient": _recipient,
        "erasures": _erasures,
        "erase-again": _erase_again,
    }
    try:
        verbs[chosen.verb](chosen)
    except tuple(WORDS) as failed:
        code = next(word for kind, word in WORDS.items() if isinstance(failed, kind))
        _stop(chosen, code, why=failed)


def _tell(chosen: argparse.Namespace, what: str, /, **gaps: object) -> None:
    print(say("backup", what, chosen.language, **gaps), flush=True)


def _stop(chosen: argparse.Namespace, what: str, /, **gaps: object) -> None:
    sys.exit(f"voltbay: {say('backup', what, chosen.language, **gaps)}")


def _url() -> str:
    """Return where Django's database is, as libpq writes it."""
    given = connection.get_connection_params()
    return make_conninfo(**{name: given[name] for name in NAMES if given.get(name)})


def _place(chosen: argparse.Namespace) -> Place:
    where = chosen.to or settings.VOLTBAY_BACKUPS
    if not where:
        _stop(chosen, "no_folder")
    return lies_in(where)


def _make(chosen: argparse.Namespace) -> None:
    into = _place(chosen)
    try:
        to = recipients(chosen.recipient or settings.VOLTBAY_BACKUP_RECIPIENTS)
    except ValueError:
        _stop(chosen, "no_recipient")
        return
    with alone(_url()):
        made = make(url=_url(), into=into, to=to, now=clock.now())
        write_list(into)
    about = place.read_about(made)
    size = sum(made.size(name) for name in about.files)
    gaps = {"rows": about.rows, "photos": about.photos, "gone": about.photos_gone}
    _tell(chosen, "made", folder=made, mb=f"{size / 1e6:.1f}", **gaps)


def _verify(chosen: argparse.Namespace) -> None:
    backup = lies_in(chosen.backup)
    about = place.read_about(backup)
    refuse_what_does_not_suit(about)
    found = verify(backup, identity=_identity(chosen))
    _tell_differences(chosen, found)
    _tell(chosen, "verified", rows=about.rows, photos=about.photos, at=about.made_at)


def _restore(chosen: argparse.Namespace) -> None:
    """Restore, or go on with a restore of the same backup that was cut off."""
    backup, identity = lies_in(chosen.backup), _identity(chosen)
    about, listed = place.read_about(backup), _listed(chosen, backup)
    refuse_what_does_not_suit(about)
    refuse_older_server(about, url=_url())
    with alone(_url()):
        stage = _begin(about)
        found = Differences()
        if stage == Stage.LOADING:
            found = _load(backup, identity)
            _tell(chosen, "restored", rows=about.rows, photos=about.photos, at=about.made_at)
        _tell(chosen, "erased_again", count=erase_again(listed))
        reach(Stage.WHOLE)
    _tell_differences(chosen, found)
    _tell(chosen, "in_quarantine")


def _listed(chosen: argparse.Namespace, backup: Place) -> list[dict[str, str]]:
    """Return what was erased since, or stop: without it that would be back."""
    if chosen.erasures:
        file = lies_in(chosen.erasures)
        beside, name = file.above, file.name
    else:
        beside, name = backup.above, place.ERASURES
    try:
        listed: list[dict[str, str]] = place.read_json(beside, name)
    except FileNotFoundError:
        _stop(chosen, "no_erasures", path=beside.below(name))
        raise
    except ValueError as wrong:
        raise place.Altered(name) from wrong
    return listed


def _begin(about: place.About) -> Stage:
    """Put an empty place into quarantine; return where a restore that was cut off goes on."""
    backup = about.files[place.MANIFEST]  # its hash, which no other backup has
    before = quarantine()
    if before and before.backup == backup and not before.is_whole:
        return before.stage
    if not is_empty(_url()) or next(photos.every_key(), None) is not None:
        raise NotEmpty
    begin_restore(backup=backup, now=clock.now())
    return Stage.LOADING


def _load(backup: Place, identity: list[x25519.Identity]) -> Differences:
    """Bring everything back, compare it, and bring its tables up to date."""

    def put(key: str, content: bytes) -> None:
        if not photos.store().exists(key):  # written whole before the restore was cut off
            photos.store().save(key, ContentFile(content))

    found = restore(backup, identity=identity, url=_url(), put=put, go_on=True)
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, verbosity=0)
    found.tables += unopened(_url())
    reach(Stage.ERASING)
    return found


def _tell_differences(chosen: argparse.Namespace, found: Differences) -> None:
    """Tell what differs and exit with 1, or return if nothing does."""
    for table in found.tables:
        _tell(chosen, "differs", what=table)
    for key in found.photos:
        _tell(chosen, "photo_differs", what=key)
    for name, count in found.invariants.items():
        _tell(chosen, "does_not_hold", what=name, count=count)
    if found:
        _stop(chosen, "not_good")


def _identity(chosen: argparse.Namespace) -> list[x25519.Identity]:
    try:
        return identities(chosen.identity)
    except ValueError as wrong:
        raise NotOpened(chosen.identity.name) from wrong


def _recipient(chosen: argparse.Namespace) -> None:
    secret = x25519.Identity.generate()
    handle = os.open(chosen.identity, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(f"# public key: {secret.to_public()}\n{secret}\n")
    _tell(chosen, "recipient", path=chosen.identity, recipient=secret.to_public())


def _erasures(chosen: argparse.Namespace) -> None:
    into = _place(chosen)
    _tell(chosen, "listed", count=write_list(into), path=into.below(place.ERASURES))


def _erase_again(chosen: argparse.Namespace) -> None:
    _tell(chosen, "erased_again", count=erase_again(_listed(chosen, lies_in("."))))
