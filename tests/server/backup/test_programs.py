"""Starting PostgreSQL's own programs."""

import subprocess
from pathlib import Path

import pytest

from voltbay.server.backup.programs import ProgramFailed, end, start
from voltbay.server.postgres.cluster import wheel_programs

URL = "postgresql://bob:secret@db1,db2/places?target_session_attrs=read-write&sslmode=verify-full"


@pytest.fixture
def programs(tmp_path: Path, settings) -> Path:
    settings.VOLTBAY_POSTGRES_PROGRAMS = str(tmp_path)
    return tmp_path


def a_program(folder: Path, script: str) -> None:
    (folder / "pg_dump").write_text(f"#!/bin/sh\n{script}\n")
    (folder / "pg_dump").chmod(0o755)


def test_the_machines_own_programs_are_told_of_the_primary_and_of_tls(programs: Path):
    a_program(programs, 'echo "$PGHOST $PGTARGETSESSIONATTRS $PGSSLMODE $*"')

    process = start("pg_dump", "--format=custom", url=URL, stdout=subprocess.PIPE)
    assert process.stdout
    said = process.stdout.read().decode()
    end(process)

    assert said == "db1,db2 read-write verify-full --format=custom\n"


def test_what_a_program_says_last_is_told(programs: Path):
    a_program(programs, "echo no such table >&2; exit 1")

    with pytest.raises(ProgramFailed, match="no such table"):
        end(start("pg_dump", url=URL))


def test_the_wheels_programs_speak_no_tls(settings):
    settings.VOLTBAY_POSTGRES_PROGRAMS = ""

    with pytest.raises(ProgramFailed, match="SSL support is not compiled in"):
        end(start("pg_dump", url=URL))

    assert (wheel_programs() / "bin" / "pg_dump").is_file()
