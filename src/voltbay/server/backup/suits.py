"""Whether a backup suits this installation, asked before anything is restored."""

import psycopg
from django.db.migrations.loader import MigrationLoader

from voltbay.core.keys import keyring
from voltbay.server.backup.place import About


class Newer(Exception):
    """A newer Voltbay made it, whose tables this one does not know; the message is its version."""


class NewerPostgres(Exception):
    """A newer PostgreSQL made it; the message is its version."""


class KeyMissing(Exception):
    """The key that sealed at that time is not among ours; the message is its id."""


def refuse_what_does_not_suit(about: About) -> None:
    """Raise Newer or KeyMissing. Of older keys only a look at the data tells."""
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if set(about.migrations) - known:
        raise Newer(about.voltbay)
    sealed_by = about.sealing_keys[:1]
    if sealed_by and sealed_by[0] not in keyring().sealing:
        raise KeyMissing(sealed_by[0])


def refuse_older_server(about: About, *, url: str) -> None:
    """Raise NewerPostgres where the server cannot read what a newer one wrote."""
    with psycopg.connect(url) as connection:
        if about.postgresql // 10000 > connection.info.server_version // 10000:
            raise NewerPostgres(str(about.postgresql // 10000))
