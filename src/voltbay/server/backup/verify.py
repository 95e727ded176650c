"""`voltbay backup verify`: a backup is good if it can be restored, so it is, into a fresh place."""

from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
from django.core.files.base import ContentFile
from psycopg import sql
from pyrage import x25519

from voltbay.core.keys import keyring
from voltbay.core.sealing import Unsealable
from voltbay.recognition.storage import AtomicFolder
from voltbay.server.backup.lies_in import Place
from voltbay.server.backup.restore import Differences, restore
from voltbay.server.keys.columns import sealed_tables
from voltbay.server.postgres.cluster import CARELESS, running

SAMPLE = 50  # values of each sealed column that are opened


def verify(backup: Place, *, identity: list[x25519.Identity]) -> Differences:
    """Restore into a PostgreSQL of its own, compare, and open some of each sealed column.

    Raises what `restore` raises, and PostgresFailed.
    """
    # Not a folder closed to the account that root's PostgreSQL runs as.
    with TemporaryDirectory(prefix="voltbay-verify-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)
        store = AtomicFolder(location=Path(folder) / "photos")

        def put(key: str, content: bytes) -> None:
            store.save(key, ContentFile(content))

        with running(Path(folder) / "data", settings=CARELESS) as url:
            found = restore(backup, identity=identity, url=url, put=put)
            found.tables += unopened(url)
    return found


def unopened(url: str) -> list[str]:
    """Return the sealed columns of which a value does not open with the keys of the settings."""
    with psycopg.connect(url) as connection:
        return [
            f"{table.name}.{column}"
            for table in sealed_tables()
            for column, purpose in table.purposes.items()
            if not _opens(connection, table.name, column, purpose)
        ]


def _opens(connection: psycopg.Connection, table: str, column: str, purpose: str) -> bool:
    query = sql.SQL("SELECT {0} FROM {1} WHERE {0} IS NOT NULL LIMIT {2}").format(
        sql.Identifier(column), sql.Identifier(table), SAMPLE
    )
    try:
        for (value,) in connection.execute(query):
            keyring().unseal(bytes(value), purpose=purpose)
    except Unsealable:
        return False
    return True
