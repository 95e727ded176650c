"""Telling a demo folder that an older Voltbay made, whose tables this one cannot go on from.

Before the first release migrations are written anew, often under the same names. So whoever makes
the tables notes which migrations did it, by what their files said.
"""

import hashlib
import sys
from pathlib import Path

OLDER = 3  # the exit status by which the supervisor knows it, to say which folder
NOTED = "SELECT obj_description(to_regclass('django_migrations'))"


def is_older() -> bool:
    """Tell whether the database was made by migrations of ours that are no more."""
    # Here and below, as the supervisor reads the status above and stays small without Django.
    from django.db import connection

    made, there = _migrations()
    if not made <= there:
        return True
    with connection.cursor() as cursor:
        cursor.execute(NOTED)
        (noted,) = cursor.fetchone()
    return bool(made) and noted != _digest(made)


def note_age() -> None:
    """Note which migrations made the tables."""
    from django.db import connection

    made, _ = _migrations()
    with connection.cursor() as cursor:  # a comment takes no parameters; the digest is hexadecimal
        cursor.execute(f"COMMENT ON TABLE django_migrations IS '{_digest(made)}'")


def _migrations() -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """Return app and name of our migrations: those that were applied, and those that there are."""
    from django.apps import apps
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(connection)
    ours = {each.label for each in apps.get_app_configs() if each.name.startswith("voltbay.")}
    made = {(app, name) for app, name in loader.applied_migrations if app in ours}
    return made, {(app, name) for app, name in loader.disk_migrations if app in ours}


def _digest(made: set[tuple[str, str]]) -> str:
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    migrations = MigrationLoader(connection).disk_migrations
    files = [sys.modules[migrations[each].__module__].__file__ for each in sorted(made)]
    said = b"\0".join(Path(str(file)).read_bytes() for file in files)
    return hashlib.sha256(said).hexdigest()
