"""A restored copy does nothing until somebody says so, and says so wherever one looks."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest
from django.db import ConnectionHandler
from django.test import Client
from django.utils import timezone

from tests.places import NOW
from tests.programs import environment
from voltbay.quarantine import state
from voltbay.quarantine.state import Quarantine, Why
from voltbay.server.backup import programs
from voltbay.server.cli import main
from voltbay.server.doctor.copies import copy
from voltbay.server.doctor.finding import Level
from voltbay.server.migrate import command
from voltbay.server.postgres.cluster import CARELESS, Cluster, stop
from voltbay.server.settings.database import database

pytestmark = pytest.mark.django_db
OURS = "https://book.example.com"


def test_a_copy_in_quarantine_says_so_until_it_is_ended(office, capsys, monkeypatch):
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    assert "quarantine" not in office.get("/console/outlets/").content.decode()

    main(["quarantine", "begin"])
    main(["quarantine"])

    assert "voltbay quarantine end" in capsys.readouterr().out
    found = copy()
    assert (found.level, found.code) == (Level.WARN, "copy_waits")
    assert "隔离" in office.get("/console/outlets/").content.decode()
    ready = Client().get("/readyz")
    assert (ready.status_code, ready.json()["released"]) == (503, "missing")

    main(["quarantine", "end"])

    assert "0 waiting jobs are done" in capsys.readouterr().out
    assert state.quarantine() is None
    assert Client().get("/readyz").json()["released"] == "ok"


def test_a_restore_that_was_cut_off_keeps_its_quarantine(capsys):
    state.begin_restore(backup="2026-04-07T000000Z", now=NOW)

    with pytest.raises(SystemExit, match="same backup again"):
        main(["quarantine", "end", "--language", "en"])

    assert copy().code == "copy_cut_off"
    state.reach(state.Stage.WHOLE)
    main(["quarantine", "end"])
    assert state.quarantine() is None


def test_a_copy_keeps_the_beginning_of_its_quarantine():
    state.begin(now=NOW)
    state.begin(now=timezone.now())

    assert state.quarantine() == state.Quarantine(state.Why.RESTORED, NOW)


@pytest.mark.django_db(transaction=True)
def test_a_worker_refuses_a_copy_in_words(tmp_path: Path):
    state.begin(now=NOW)
    try:
        refused = subprocess.run(
            [sys.executable, "-m", "voltbay", "worker"],
            env=environment(tmp_path) | {"LC_ALL": "en_GB.UTF-8"},
            capture_output=True,
            text=True,
            timeout=60,
        )
    finally:
        unmark()

    assert refused.returncode == 1
    assert "no worker starts, lest messages go out twice" in refused.stderr


@pytest.mark.django_db(transaction=True)
def test_a_worker_refuses_the_database_of_another_site_in_words(tmp_path: Path, settings):
    settings.VOLTBAY_PUBLIC_URL = OURS
    state.mark_new()
    try:
        refused = subprocess.run(
            [sys.executable, "-m", "voltbay", "worker"],
            env=environment(tmp_path) | {"LC_ALL": "C", "VOLTBAY_PUBLIC_URL": "https://trial.test"},
            capture_output=True,
            text=True,
            timeout=60,
        )
    finally:
        unmark()

    assert refused.returncode == 1
    assert f"它属于站点 {OURS}" in refused.stderr
    assert "https://trial.test" in refused.stderr


def unmark() -> None:
    with state.connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA quarantine CASCADE")


def test_a_site_that_moves_says_so_and_takes_one_command(office, capsys, settings):
    settings.VOLTBAY_PUBLIC_URL = OURS
    state.mark_new()
    assert state.quarantine() is None

    settings.VOLTBAY_PUBLIC_URL = "https://new.example.com"
    main(["quarantine", "--language", "en"])

    said = capsys.readouterr().out
    assert f"serves {OURS}" in said
    assert "run voltbay quarantine end" in said
    assert (copy().level, copy().code) == (Level.WARN, "copy_other_site")
    assert OURS in office.get("/console/outlets/").content.decode()
    assert Client().get("/readyz").json()["released"] == "missing"
    main(["quarantine", "end"])
    assert state.quarantine() is None
    settings.VOLTBAY_PUBLIC_URL = OURS
    assert state.quarantine() == Quarantine(Why.OTHER_SITE, site="https://new.example.com")


def test_a_demo_that_is_released_bears_no_mark(settings):
    settings.VOLTBAY_PUBLIC_URL = OURS
    state.mark_new()
    settings.VOLTBAY_DEMO = True

    state.end()

    settings.VOLTBAY_PUBLIC_URL = "http://127.0.0.1:8001"
    assert state.quarantine() is None


def test_looking_costs_one_statement_with_a_mark_and_without(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert state.quarantine() is None
    state.mark_new()
    with django_assert_num_queries(1):
        assert state.quarantine() is None


def test_a_copy_is_not_marked_anew(settings):
    state.begin(now=NOW)
    state.mark_new()
    assert state._look()["mark"] is None

    state.end()
    settings.VOLTBAY_PUBLIC_URL = "https://trial.test"
    state.mark_new()
    assert state.quarantine().why == Why.OTHER_SITE


@pytest.mark.parametrize(("is_demo", "is_marked"), [(False, True), (True, False)])
def test_a_new_database_bears_its_site_s_mark_unless_it_is_a_demo_s(
    settings, monkeypatch, capsys, is_demo, is_marked
):
    settings.VOLTBAY_TEST, settings.VOLTBAY_DEMO = False, is_demo
    monkeypatch.setattr(command, "_apply", lambda _: None)

    main(["migrate"])

    assert (state._look()["mark"] is not None) == is_marked


Use = Callable[[str], None]


@pytest.fixture
def use(monkeypatch) -> Iterator[Use]:
    """Return what has the quarantine look at a database of the given URL."""
    opened = []

    def look_at(url: str) -> None:
        opened.append(ConnectionHandler({"default": database(url)})["default"])
        monkeypatch.setattr(state, "connection", opened[-1])

    yield look_at
    for each in opened:
        each.close()


def a_site(use: Use, url: str) -> None:
    """Have a database bear its mark, and let go of it."""
    use(url)
    state.mark_new()
    assert state.quarantine() is None
    state.connection.close()


@pytest.fixture
def original(postgres: str, use: Use) -> Iterator[str]:
    """Return the URL of a site's database; one of `twin` is there to be filled."""
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute("CREATE DATABASE original")
        try:
            a_site(use, postgres.replace("/voltbay?", "/original?"))
            yield postgres.replace("/voltbay?", "/original?")
        finally:
            connection.execute("DROP DATABASE IF EXISTS twin WITH (FORCE)")
            connection.execute("DROP DATABASE original WITH (FORCE)")


def test_a_copy_by_a_template_is_in_quarantine(original: str, postgres: str, use: Use):
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute("CREATE DATABASE twin TEMPLATE original")

    use(original.replace("original", "twin"))

    assert state.quarantine().why == Why.COPIED


def test_a_dump_by_hand_is_in_quarantine_beside_its_original_and_elsewhere(
    original: str, postgres: str, use: Use, tmp_path: Path
):
    with (tmp_path / "dump").open("wb") as file:
        programs.end(programs.start("pg_dump", "--format=custom", url=original, stdout=file))
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute("CREATE DATABASE twin")
    twin = original.replace("original", "twin")
    with psycopg.connect(twin) as connection:  # as a new server's tables have other numbers too
        connection.execute("CREATE TABLE earlier ()")
    with (tmp_path / "dump").open("rb") as file:
        programs.end(programs.start("pg_restore", "--dbname=twin", url=twin, stdin=file))

    use(twin)

    assert state.quarantine().why == Why.COPIED
    found = {**state._look(), "database": state.Mark(**mark_of(state._look())).database}
    assert state.by_mark(found, site="").why == Why.COPIED  # by its table alone


def mark_of(found: dict) -> dict:
    return state.json.loads(found["mark"])


@pytest.fixture
def base(use: Use) -> Iterator[Cluster]:
    """Return the base backup of a site's server, which is gone."""
    with TemporaryDirectory(prefix="voltbay-test-", ignore_cleanup_errors=True) as folder:
        place = Path(folder)
        place.chmod(0o711)
        cluster = Cluster.over(place / "data")
        process = cluster.start(SMALL)
        try:
            cluster.make_database()
            a_site(use, cluster.url())
            (place / "base").mkdir()
            cluster.runner.give(place / "base")
            subprocess.run(
                [
                    *(cluster.program("pg_basebackup"), "--host", str(cluster.sockets)),
                    *("--username", "voltbay", "--pgdata", str(place / "base")),
                    *("--checkpoint=fast", "--wal-method=stream"),
                ],
                check=True,
                **cluster.runner.options(),
            )
        finally:
            stop(process)
        yield Cluster.over(place / "base")


SMALL = {**CARELESS, "shared_buffers": "32MB", "hot_standby": "on"}


def test_a_server_that_went_back_to_an_instant_is_in_quarantine_until_told(base: Cluster, use: Use):
    (base.folder / "recovery.signal").touch()
    back = {"restore_command": "false", "recovery_target": "immediate"}
    process = base.start({**SMALL, **back, "recovery_target_action": "promote"})
    try:
        use(base.url())
        assert state.quarantine().why == Why.WENT_BACK

        wait_until_promoted()
        state.end()

        assert state.quarantine() is None
        state.connection.close()
    finally:
        stop(process)


def test_a_standby_that_is_promoted_goes_on(base: Cluster, use: Use):
    (base.folder / "standby.signal").touch()
    process = base.start(SMALL)
    try:
        use(base.url())
        with state.connection.cursor() as cursor:
            cursor.execute("SELECT pg_promote()")
        wait_until_promoted()

        assert state.quarantine() is None
        state.connection.close()
    finally:
        stop(process)


def wait_until_promoted() -> None:
    for _ in range(600):
        with state.connection.cursor() as cursor:
            cursor.execute("SELECT pg_is_in_recovery()")
            if not cursor.fetchone()[0]:
                return
        time.sleep(0.05)
    raise AssertionError("it was not promoted")
