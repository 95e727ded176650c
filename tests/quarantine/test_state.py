"""A restored copy does nothing until somebody says so, and says so wherever one looks."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from tests.places import NOW
from tests.programs import environment
from voltbay.quarantine import state
from voltbay.server.cli import main
from voltbay.server.doctor.copies import copy
from voltbay.server.doctor.finding import Level

pytestmark = pytest.mark.django_db


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

    assert state.quarantine() == state.Quarantine(NOW, "", state.Stage.WHOLE)


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
        state.end()

    assert refused.returncode == 1
    assert "no worker starts, lest messages go out twice" in refused.stderr
