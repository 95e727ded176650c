"""Telling a demo folder that an older Voltbay made, whose tables this one cannot go on from.

Before the first release migrations are written anew, often under the same names. So whoever makes
the tables notes which migrations did it, by what their files said.
"""

import hashlib
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.db.migrations.loader import MigrationLoader

Name = tuple[str, str]  # app, migration
OLDER = 3  # the exit status by which the supervisor knows it, to say which folder
NOTED = "SELECT obj_description(to_regclass('django_migrations'))"


def is_older() -> bool:
    """Tell whether the database was made by migrations of ours that are no more."""
    # Here and below, as the supervisor reads the status above and stays small without Django.
    from django.db import connection

    loader = _loader()
    made = _ours(loader.applied_migrations)
    if not made <= loader.disk_migrations.keys():
        return True
    with connection.cursor() as cursor:
        cursor.execute(NOTED)
        (noted,) = cursor.fetchone()
    return bool(made) and noted != _digest(loader, made)


def note_age() -> None:
    """Note which migrations made the tables."""
    from django.db import connection

    loader = _loader()
    digest = _digest(loader, _ours(loader.applied_migrations))
    with connection.cursor() as cursor:  # a comment takes no parameters; the digest is hexadecimal
        cursor.execute(f"COMMENT ON TABLE django_migrations IS '{digest}'")


def _loader() -> "MigrationLoader":
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    return MigrationLoader(connection)


def _ours(migrations: Iterable[Name]) -> set[Name]:
    from django.apps import apps

    ours = {each.label for each in apps.get_app_configs() if each.name.startswith("voltbay.")}
    return {(app, name) for app, name in migrations if app in ours}


def _digest(loader: "MigrationLoader", made: set[Name]) -> str:
    """Hash what the files of applied migrations say."""
    kinds = [loader.disk_migrations[each] for each in sorted(made)]
    files = [sys.modules[kind.__module__].__file__ for kind in kinds]
    said = b"\0".join(Path(str(file)).read_bytes() for file in files)
    return hashlib.sha256(said).hexdigest()
