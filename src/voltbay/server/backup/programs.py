"""PostgreSQL's own programs, told where the database is without a word on the command line."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import IO

from django.conf import settings
from psycopg.conninfo import conninfo_to_dict

from voltbay.server.postgres.cluster import wheel_programs

# libpq's names of what a connection needs. Source: PostgreSQL 18 manual, 32.15.
NAMES = {
    "host": "PGHOST",
    "port": "PGPORT",
    "dbname": "PGDATABASE",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
    "options": "PGOPTIONS",
    # Of several hosts the primary, as for everything else: the dump is of a snapshot that is there.
    "target_session_attrs": "PGTARGETSESSIONATTRS",
}


class ProgramFailed(RuntimeError):
    """A program of PostgreSQL ended with an error; the message is what it said last."""


def start(
    name: str,
    *arguments: str,
    url: str,
    stdin: IO[bytes] | int = subprocess.DEVNULL,
    stdout: IO[bytes] | int = subprocess.DEVNULL,
) -> subprocess.Popen[bytes]:
    """Start pg_dump or pg_restore on a database."""
    return subprocess.Popen(
        [str(folder() / name), *arguments],
        env=_environment(url),
        stdin=stdin,
        stdout=stdout,
        stderr=subprocess.PIPE,
    )


def folder() -> Path:
    """Return where the programs are: the wheel's, which speak no TLS, or those of the settings."""
    given = settings.VOLTBAY_POSTGRES_PROGRAMS
    return Path(given) if given else wheel_programs() / "bin"


def end(process: subprocess.Popen[bytes]) -> None:
    """Wait for it. Raises ProgramFailed with the end of what it said."""
    with process:  # closes its pipes, and waits
        said = process.stderr.read() if process.stderr else b""
    if process.returncode:
        raise ProgramFailed(said.decode(errors="replace").strip()[-600:])


def _environment(url: str) -> Mapping[str, str]:
    parts = conninfo_to_dict(url)
    told = {NAMES[name]: str(value) for name, value in parts.items() if name in NAMES and value}
    plain = {name: text for name, text in os.environ.items() if not name.startswith("PG")}
    return plain | told
