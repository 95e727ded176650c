"""PostgreSQL's log and base backups go to S3 and come back, by the files of deploy/pgbackrest.

Debian's PostgreSQL and pgBackRest, an S3 server that speaks TLS, an account with the least rights;
what is typed is what docs/operations.md says. Of the files only places are moved.
"""

import json
import os
import pwd
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
import pytest

from scripts.three_machines.chapter import back_to_an_instant, to_any_instant
from tests.bucket import acting_as, names_in, running_s3, somebody
from voltbay.core.bucket import bucket, client

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
PROGRAMS = Path("/usr/lib/postgresql/15/bin")  # as deploy/patroni names them
needs_both = pytest.mark.skipif(
    not shutil.which("pgbackrest") or not PROGRAMS.exists(),
    reason="pgbackrest or postgresql-15 is not installed: Debian's packages of these names",
)
PATIENCE = 60  # seconds
CERTIFICATE = (
    *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
    *("-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"),
    *("-keyout", "site.key", "-out", "site.crt"),
)


def typed(word: str) -> str:
    """Return the one line of the chapter that has this word in it."""
    blocks = (*to_any_instant(), *back_to_an_instant())
    (line,) = (line for block in blocks for line in block.lines if word in line)
    return line


@dataclass
class Server:
    """A PostgreSQL of Debian's with pgBackRest beside it, and an account that runs both."""

    folder: Path
    account: str | None

    @property
    def environment(self) -> dict[str, str]:
        """Where pgBackRest and psql find what stands elsewhere on a machine of a site."""
        return {
            "PATH": f"{PROGRAMS}:{os.environ['PATH']}",
            "LC_ALL": "C",
            "PGHOST": str(self.folder / "run"),
            "PGBACKREST_CONFIG": str(self.folder / "pgbackrest.conf"),
            "PGBACKREST_CONFIG_INCLUDE_PATH": str(self.folder / "conf.d"),
        }

    def run(self, *command: str) -> str:
        """Run a program as the account; fail with what it said."""
        as_it: dict[str, Any] = {"user": self.account, "group": self.account, "extra_groups": []}
        who = as_it if self.account else {}
        done = subprocess.run(
            command,
            env=self.environment,
            cwd=self.folder,
            check=False,
            text=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            **who,
        )
        assert done.returncode == 0, f"{command}: {done.stdout[-3000:]}"
        return done.stdout

    def primary(self, *words: str) -> str:
        """Run deploy/pgbackrest/primary.sh, as it is installed on each machine."""
        return self.run("sh", str(self.folder / "primary.sh"), *words)

    def start(self) -> None:
        # Its words to a file: a server keeps the pipe that it is given.
        self.run("pg_ctl", "-D", "data", "-w", "-l", "postgres.log", "start")

    def stop(self) -> None:
        self.run("pg_ctl", "-D", "data", "-w", "-m", "fast", "stop")

    def ask(self, statement: str) -> list[Any]:
        """Run a statement; return the first value of each row."""
        url = f"host={self.folder / 'run'} user=postgres dbname=postgres"
        with psycopg.connect(url, autocommit=True) as connection:
            cursor = connection.execute(statement)
            return [row[0] for row in cursor] if cursor.description else []

    def note(self, said: str) -> None:
        self.ask(f"INSERT INTO kept VALUES ('{said}')")


@pytest.fixture
def place() -> Iterator[Path]:
    """Return a folder that the account can come to."""
    with TemporaryDirectory(prefix="voltbay-wal-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture
def bucket_of_log(place: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Make the bucket by deploy/s3 on a server with TLS, and be its account; return its address."""
    subprocess.run(CERTIFICATE, cwd=place, check=True, capture_output=True)
    monkeypatch.setenv("AWS_CA_BUNDLE", str(place / "site.crt"))
    monkeypatch.setenv("SSL_CERT_FILE", str(place / "site.crt"))
    with running_s3(certificate=(place / "site.crt", place / "site.key")) as at:
        address = at.replace("127.0.0.1", "localhost")
        url = f"s3://wal/voltbay?endpoint_url={address}&region=us-east-1"
        made = subprocess.run(
            [sys.executable, "-W", "ignore", str(DEPLOY / "s3/bucket.py"), "wal", url],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            capture_output=True,
            text=True,
            check=True,
        )
        key = somebody(address, json.loads(made.stdout)["Statement"])
        with acting_as(key, address, monkeypatch):
            yield url


@pytest.fixture
def server(place: Path, bucket_of_log: str) -> Iterator[Server]:
    """Make a PostgreSQL that archives as Patroni's does, its log handed to nobody yet."""
    account = "postgres" if os.geteuid() == 0 else None
    found = Server(place, account)
    for name in ("data", "run", "spool", "lock"):
        (place / name).mkdir(mode=0o700)
        if account:
            os.chown(place / name, pwd.getpwnam(account).pw_uid, -1)
    (place / "postgres.log").touch()
    if account:
        shutil.chown(place / "postgres.log", account)
    put_settings(place, bucket_of_log)
    made = ("initdb", "-D", "data", "-U", "postgres", "--auth=trust", "--data-checksums")
    found.run(*made, "--encoding=UTF8", "--locale=C.UTF-8")
    with (place / "data" / "postgresql.conf").open("a") as conf:
        conf.write(f"listen_addresses = ''\nunix_socket_directories = '{place}/run'\n")
        conf.write("archive_mode = on\narchive_command = 'true'\nfsync = off\n")
    found.start()
    try:
        yield found
    finally:
        if (place / "data" / "postmaster.pid").exists():
            found.stop()


def put_settings(place: Path, url: str) -> None:
    """Write both files of settings and the script where the account reads them."""
    port = bucket(url).endpoint_url.rpartition(":")[2]  # type: ignore[union-attr]
    text = (DEPLOY / "pgbackrest/pgbackrest.conf").read_text()
    for theirs, ours in (
        ("s3.example.com", f"localhost\nrepo1-storage-port={port}"),
        ("cn-east-1", f"us-east-1\nrepo1-storage-ca-file={place}/site.crt"),
        ("/var/lib/postgresql/voltbay", f"{place}/data"),
        ("/var/run/postgresql", f"{place}/run"),
        ("/var/spool/pgbackrest", f"{place}/spool\nlock-path={place}/lock"),
    ):
        assert theirs in text
        text = text.replace(theirs, ours)
    (place / "pgbackrest.conf").write_text(text)
    shutil.copy(DEPLOY / "pgbackrest/primary.sh", place)
    (place / "conf.d").mkdir()
    make = ["sh", str(DEPLOY / "pgbackrest/keys.sh")]
    keys = subprocess.run(make, capture_output=True, text=True, check=True).stdout
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        keys = keys.replace("from-your-S3", os.environ[name], 1)
    (place / "conf.d/keys.conf").write_text(keys)


def archive(server: Server) -> None:
    """Hand the log over as the chapter says."""
    found = re.search(r"archive_command='([^']+)'", typed("archive_command="))
    assert found
    server.ask(f"ALTER SYSTEM SET archive_command = '{found[1]}'")
    server.ask("SELECT pg_reload_conf()")


def go_back(server: Server, instant: str) -> None:
    """Type the chapter's restore, as the account already."""
    line = typed("--type=time").removeprefix("runuser -u postgres -- ")
    server.run("bash", "-euc", f"instant='{instant}'; {line}")


def wait_for_primary(server: Server) -> None:
    ends_at = time.monotonic() + PATIENCE
    while server.ask("SELECT pg_is_in_recovery()")[0]:
        assert time.monotonic() < ends_at, "it does not end its recovery"
        time.sleep(0.1)


@needs_both
def test_a_database_goes_back_to_an_instant_between_two_backups_and_now(
    server: Server, bucket_of_log: str
):
    server.primary("stanza-create")
    archive(server)
    server.primary("check")
    server.ask("CREATE TABLE kept (said text)")
    server.note("before the full backup")
    server.primary("--type=full", "backup")
    server.note("before what changed since")
    server.primary("--type=incr", "backup")
    server.note("after both")
    time.sleep(0.1)
    (instant,) = server.ask("SELECT clock_timestamp()::text")
    time.sleep(0.1)
    server.note("after the instant")
    server.stop()

    go_back(server, instant)
    server.start()
    wait_for_primary(server)

    assert sorted(server.ask("SELECT said FROM kept")) == [
        "after both",
        "before the full backup",
        "before what changed since",
    ]
    (told,) = json.loads(server.primary("info", "--output=json"))
    assert [each["type"] for each in told["backup"]] == ["full", "incr"]
    assert told["cipher"] == "aes-256-cbc"
    server.primary("check")  # the log goes on, on a timeline of its own
    must_be_sealed(bucket_of_log)


def must_be_sealed(url: str) -> None:
    """Look whether what lies in the bucket begins as OpenSSL's ciphers do."""
    where = bucket(url)
    names = names_in(url)
    assert len(names) > 8
    for name in names:
        lies = client(where).get_object(Bucket=where.name, Key=name)["Body"].read(8)
        assert lies in (b"Salted__", b""), name


@needs_both
def test_a_log_that_nobody_may_write_is_told(server: Server):
    """The check of the chapter can fail: nothing of the log arrives with `true`."""
    server.primary("stanza-create")

    with pytest.raises(AssertionError, match="archive_command"):
        server.primary("check")


@needs_both
def test_a_standby_leaves_backups_to_the_primary(server: Server):
    server.stop()
    standby = server.folder / "data" / "standby.signal"
    standby.touch()
    server.start()

    assert "a standby" in server.primary("backup")

    server.stop()
    standby.unlink()
    server.start()
