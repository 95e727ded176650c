"""Why a database does not take us is told in words, by each program, without names or secrets."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from tests.journeys.test_broken_input import free_port
from tests.programs import environment, program, wait_until
from voltbay.server.postgres.cluster import CARELESS, running
from voltbay.server.silence import why_silent

LETS_IN = "local all voltbay trust\nlocal all bob scram-sha-256\nlocal places carol trust\n"
REFUSED = {
    "database_password": {"user": "bob", "password": "wrong"},
    "database_missing": {"user": "bob", "password": "right", "dbname": "nowhere"},
    "database_role": {"user": "carol", "dbname": "places"},
    "database_barred": {"user": "dave"},
    "database_nobody": {"host": "127.0.0.1", "port": "1"},
    "database_host": {"host": "nowhere.invalid"},
}


@pytest.fixture(scope="module")
def guarded() -> Iterator[str]:
    """Run a PostgreSQL that asks Bob for his password; the database `places` is his."""
    with TemporaryDirectory(prefix="voltbay-test-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)
        with running(Path(folder) / "data", settings=CARELESS) as url:
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute("CREATE ROLE bob LOGIN PASSWORD 'right'")
                connection.execute("CREATE DATABASE places OWNER bob")
                (Path(folder) / "data" / "pg_hba.conf").write_text(LETS_IN)
                connection.execute("SELECT pg_reload_conf()")
                time.sleep(0.3)  # it takes settings up when it next looks
            yield url


def changed(url: str, **parts: str) -> str:
    return make_conninfo(**conninfo_to_dict(url) | parts)


@pytest.mark.parametrize("code", REFUSED)
def test_what_a_server_says_has_a_meaning(guarded: str, code: str):
    with pytest.raises(psycopg.OperationalError) as refused:
        psycopg.connect(changed(guarded, **REFUSED[code]), connect_timeout=5)

    assert why_silent(refused.value) == code


def test_of_several_hosts_what_a_person_has_to_mend_is_told(guarded: str):
    host = conninfo_to_dict(guarded)["host"]
    with pytest.raises(psycopg.OperationalError) as refused:
        psycopg.connect(changed(guarded, host=f"{host},/nowhere", **REFUSED["database_password"]))

    assert why_silent(refused.value) == "database_password"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ('致命错误:  用户 "bob" Password 认证失败', "database_password"),
        ('致命错误:  数据库 "places" 不存在', "database_missing"),
        ('致命错误:  没有用于主机 "10.0.0.7", 用户 "bob" 的 pg_hba.conf 记录', "database_barred"),
        ("FATAL:  sorry, too many clients already", "database_crowded"),
        ("FATAL:  the database system is starting up", "database_starts"),
        ("connection failed: session is read-only", "database_standby"),
        ("connection timeout expired", "database_late"),
        ("something that nobody foresaw", "database_unknown"),
    ],
)
def test_a_server_may_speak_chinese_and_be_busy(said, code):
    assert why_silent(psycopg.OperationalError(said)) == code


@pytest.fixture
def wrong_password(guarded: str, tmp_path: Path, monkeypatch, django_db_setup) -> dict[str, str]:
    """Have programs started with Bob's wrong password."""
    url = changed(guarded, **REFUSED["database_password"])
    own = environment(tmp_path) | {"DATABASE_URL": url, "LC_ALL": "en_GB.UTF-8"}
    monkeypatch.setattr("tests.programs.environment", lambda _: own)
    return own


@pytest.mark.parametrize("command", [["worker"], ["migrate"], ["quarantine"], ["jobs", "list"]])
def test_a_command_ends_with_the_reason_in_one_sentence(wrong_password, command):
    done = subprocess.run(
        [sys.executable, "-m", "voltbay", *command],
        env=wrong_password,
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert done.returncode == 1
    assert done.stderr.strip().splitlines()[-1] == (
        "voltbay: the database's server does not take the user and password of DATABASE_URL."
    )
    assert "Traceback" not in done.stderr
    assert "bob" not in done.stderr


def test_a_web_program_stays_and_tells_the_reason(wrong_password, tmp_path: Path):
    log, address = tmp_path / "web.log", f"127.0.0.1:{free_port()}"
    with program("web", "--bind", address, "--processes", "1", photos=tmp_path, log=log) as web:
        wait_until(lambda: "does not answer (database_password)" in log.read_text(), log=log)

        ready = httpx.get(f"http://{address}/readyz")
        page = httpx.get(f"http://{address}/api/v1/outlets")

        assert (ready.status_code, ready.json()["database"]) == (503, "missing")
        assert ready.json()["why"] == "database_password"
        assert (page.status_code, "Retry-After" in page.headers) == (503, True)
        assert web.poll() is None
    assert "bob" not in log.read_text()


def test_the_doctor_says_so(wrong_password):
    done = subprocess.run(
        [sys.executable, "-m", "voltbay", "doctor", "--language", "en"],
        env=wrong_password,
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert done.returncode == 2
    assert "does not take the user and password of DATABASE_URL" in done.stdout
