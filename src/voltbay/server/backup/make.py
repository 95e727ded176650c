"""`voltbay backup`: database and photos of one instant, for a recipient alone.

1. Begin a transaction that sees one instant, and tell it to pg_dump (an exported snapshot).
2. Count and hash every table in it, and read which photos its rows name.
3. Stream pg_dump into a file that only the recipient opens; then the photos, sealed as they are.
4. Write what belongs to it as the last file: without it nobody takes what is there for a backup.

A photo that was erased between 1 and 3 is not in it: rows may name photos that are gone, and never
the other way round.
"""

import hashlib
import io
import json
import os
import shutil
import tarfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from subprocess import PIPE
from typing import BinaryIO

import psycopg
from pyrage import x25519

from voltbay import __version__
from voltbay.core.keys import keyring, signing_keys
from voltbay.quarantine.state import SCHEMA
from voltbay.recognition import photos
from voltbay.server.backup import place
from voltbay.server.backup.contents import figures, migrations, photo_keys
from voltbay.server.backup.lies_in import Place
from voltbay.server.backup.programs import end, start
from voltbay.server.backup.sealed_file import Write, write_sealed

# What of the settings is no secret, to set a new machine up as the old one was.
SETTINGS = (
    *("VOLTBAY_TLS", "VOLTBAY_HOSTS", "VOLTBAY_ORIGINS", "VOLTBAY_PROXIES", "VOLTBAY_PUBLIC_URL"),
    *("VOLTBAY_RECOGNITION_ENGINE", "VOLTBAY_CLOUD_READINGS_A_MONTH", "VOLTBAY_OCR_ENDPOINT"),
    *("VOLTBAY_OCR_PROTOCOL", "VOLTBAY_EXPECTED_PACK_KG", "VOLTBAY_WECHAT_APPID"),
    *("VOLTBAY_WECHAT_TEMPLATES", "VOLTBAY_WECHAT_ENDPOINT", "VOLTBAY_OFFER_MINUTES"),
    *("VOLTBAY_REPORT_DAYS", "VOLTBAY_DOCUMENT_HOURS", "VOLTBAY_PHOTOS", "VOLTBAY_SMS_CHANNEL"),
    *("VOLTBAY_SMS_SIGN_NAME", "VOLTBAY_SMS_ENDPOINT", "VOLTBAY_SMS_PROTOCOL"),
    *("VOLTBAY_SMS_TEMPLATES", "VOLTBAY_CODES_A_DAY", "VOLTBAY_CODES_AN_HOUR_PER_ADDRESS"),
    *("VOLTBAY_CODES_A_DAY_PER_ADDRESS", "VOLTBAY_CAPTCHA_MAX_NUMBER", "VOLTBAY_STAFF_TOTP"),
    *("VOLTBAY_RECYCLED_AFTER_DAYS", "VOLTBAY_CLIENT", "VOLTBAY_PROCESS_MB", "VOLTBAY_API_PAGES"),
    *("VOLTBAY_OPERATOR_NAME", "VOLTBAY_OPERATOR_NAME_EN", "VOLTBAY_OPERATOR_SHORT_NAME"),
    *("VOLTBAY_OPERATOR_SHORT_NAME_EN", "VOLTBAY_OPERATOR_LOGO", "VOLTBAY_OPERATOR_COLOUR"),
    *("VOLTBAY_OPERATOR_COLOUR_DARK", "VOLTBAY_OPERATOR_LEAD", "VOLTBAY_OPERATOR_LEAD_EN"),
    *("VOLTBAY_OPERATOR_ICP", "VOLTBAY_OPERATOR_POLICE_RECORD", "VOLTBAY_OPERATOR_POWERED_BY"),
    *("VOLTBAY_BACKUPS", "VOLTBAY_BACKUP_RECIPIENTS"),
)


@dataclass
class _Copied:
    """The photos that are in the backup, with their hashes, and those that were gone."""

    hashes: dict[str, str]
    gone: int = 0


def make(*, url: str, into: Place, to: list[x25519.Recipient], now: datetime) -> Place:
    """Make a backup and return it. Raises ProgramFailed, OSError or psycopg.Error."""
    backup = into.below(f"{now:{place.NAMED}}")
    with backup.making() as half:
        _fill(half, url=url, to=to, now=now)
    return backup


def _fill(half: Place, *, url: str, to: list[x25519.Recipient], now: datetime) -> None:
    def sealed(name: str, write: Write) -> None:
        files[name] = write_sealed(half, name, write, to=to)

    files: dict[str, str] = {}
    with _one_instant(url) as (connection, snapshot):
        tables, keys, applied = figures(connection), photo_keys(connection), migrations(connection)
        sealed(place.DATABASE, lambda out: _dump(url, snapshot, out))
        version = connection.info.server_version
    copied = _Copied({})
    sealed(place.PHOTOS, lambda out: _copy_photos(keys, copied, out))
    manifest = {
        "tables": {name: asdict(each) for name, each in tables.items()},
        "photos": copied.hashes,
        "settings": {name: os.environ[name] for name in SETTINGS if name in os.environ},
    }
    sealed(place.MANIFEST, lambda out: _write(json.dumps(manifest), out))
    place.write_about(
        half,
        place.About(
            made_at=now.isoformat(),
            voltbay=__version__,
            postgresql=version,
            rows=sum(each.rows for each in tables.values()),
            photos=len(copied.hashes),
            photos_gone=copied.gone,
            sealing_keys=list(keyring().sealing),
            receipt_keys=[*signing_keys().seeds, *signing_keys().public],
            files=files,
            migrations=applied,
        ),
    )


@contextmanager
def _one_instant(url: str) -> Iterator[tuple[psycopg.Connection, str]]:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET idle_in_transaction_session_timeout = 0")  # pg_dump takes its time
        connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        yield connection, row[0] if row else ""
        connection.execute("ROLLBACK")


def _dump(url: str, snapshot: str, out: BinaryIO) -> None:
    what = ("--format=custom", "--no-owner", "--no-privileges", f"--exclude-schema={SCHEMA}")
    dumping = start("pg_dump", *what, f"--snapshot={snapshot}", url=url, stdout=PIPE)
    try:
        if dumping.stdout:
            shutil.copyfileobj(dumping.stdout, out)
    except OSError:  # nobody takes it any more: a full disk
        dumping.kill()
        dumping.communicate()
        raise
    end(dumping)


def _copy_photos(keys: Sequence[str], copied: _Copied, out: BinaryIO) -> None:
    with tarfile.open(fileobj=out, mode="w|") as archive:
        for key in keys:
            try:
                with photos.store().open(key) as file:
                    content = file.read()
            except FileNotFoundError:
                copied.gone += 1
                continue
            entry = tarfile.TarInfo(key)
            entry.size, entry.mode = len(content), 0o600
            archive.addfile(entry, io.BytesIO(content))
            copied.hashes[key] = hashlib.sha256(content).hexdigest()


def _write(text: str, out: BinaryIO) -> None:
    out.write(text.encode())
