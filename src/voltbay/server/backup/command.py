"""`voltbay backup` and `voltbay restore`: what was asked, done and told."""

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
import pyrage
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import connection
from psycopg.conninfo import make_conninfo
from pyrage import x25519

from voltbay.core import clock
from voltbay.recognition import photos
from voltbay.server.backup import place
from voltbay.server.backup.erase_again import erase_again, write_list
from voltbay.server.backup.make import make
from voltbay.server.backup.programs import NAMES, ProgramFailed
from voltbay.server.backup.restore import Differences, NotEmpty, restore
from voltbay.server.backup.sealed_file import NotOpened, identities, recipients
from voltbay.server.backup.verify import verify
from voltbay.server.postgres.cluster import PostgresFailed
from voltbay.server.said import say

# What goes wrong, and the sentence for it; each gets the error's own words as `why`.
WORDS: dict[type[Exception], str] = {
    NotOpened: "not_opened",
    place.Altered: "altered",
    NotEmpty: "not_empty",
    ProgramFailed: "program_failed",
    PostgresFailed: "program_failed",
    psycopg.Error: "program_failed",
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


def _folder(chosen: argparse.Namespace) -> Path:
    folder = chosen.to or settings.VOLTBAY_BACKUPS
    if not folder:
        _stop(chosen, "no_folder")
    return Path(folder)


def _make(chosen: argparse.Namespace) -> None:
    into = _folder(chosen)
    try:
        to = recipients(chosen.recipient or settings.VOLTBAY_BACKUP_RECIPIENTS)
    except ValueError:
        _stop(chosen, "no_recipient")
        return
    made = make(url=_url(), into=into, to=to, now=clock.now())
    write_list(into)
    about = place.read_about(made)
    size = sum(file.stat().st_size for file in made.iterdir())
    gaps = {"rows": about.rows, "photos": about.photos, "gone": about.photos_gone}
    _tell(chosen, "made", folder=made, mb=f"{size / 1e6:.1f}", **gaps)


def _verify(chosen: argparse.Namespace) -> None:
    about = place.read_about(chosen.backup)
    found = verify(chosen.backup, identity=_identity(chosen))
    _tell_differences(chosen, found)
    _tell(chosen, "verified", rows=about.rows, photos=about.photos, at=about.made_at)


def _restore(chosen: argparse.Namespace) -> None:
    listed = chosen.erasures or chosen.backup.absolute().parent / place.ERASURES
    if not listed.is_file():
        _stop(chosen, "no_erasures", path=listed)
    if next(photos.every_key(), None) is not None:
        raise NotEmpty

    def put(key: str, content: bytes) -> None:
        photos.store().save(key, ContentFile(content))

    found = restore(chosen.backup, identity=_identity(chosen), url=_url(), put=put)
    about = place.read_about(chosen.backup)
    _tell(chosen, "restored", rows=about.rows, photos=about.photos, at=about.made_at)
    _tell(chosen, "erased_again", count=erase_again(listed))
    _tell_differences(chosen, found)


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
    folder = _folder(chosen)
    _tell(chosen, "listed", count=write_list(folder), path=folder / place.ERASURES)


def _erase_again(chosen: argparse.Namespace) -> None:
    _tell(chosen, "erased_again", count=erase_again(chosen.erasures))
