"""Migrations that have landed stay as they are, and later ones keep nobody waiting."""

import subprocess
import sys
from pathlib import Path

from scripts.migrations import BASELINE, LANDED, landed, present

ROOT = Path(__file__).resolve().parents[2]


def git(*words: str) -> str:
    return subprocess.run(
        ["git", *words], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout


def entries(text: str) -> set[str]:
    return {line for line in text.splitlines() if line and not line.startswith("#")}


def test_a_migration_that_has_landed_is_as_it_was():
    then = {path: digest for path, (_, digest) in landed().items()}

    assert len(then) > 20
    assert {path: present().get(path) for path in then} == then, "write a new migration instead"


def test_a_new_migration_is_noted():
    assert sorted(set(present()) - set(landed())) == [], "python -m scripts.migrations land"


def test_what_a_release_noted_is_never_taken_back():
    """Asks each release that git knows here."""
    name = str(LANDED.relative_to(ROOT))
    now = entries(LANDED.read_text())
    released = [tag for tag in git("tag", "--list", "v*").split() if git("ls-tree", tag, name)]

    assert [tag for tag in released if entries(git("show", f"{tag}:{name}")) - now] == []


def test_migrations_after_the_first_release_keep_nobody_waiting():
    """Each is judged beside a database that has been through those before it, and no further."""
    command = [sys.executable, "-m", "scripts.migrations"]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr


def test_only_those_of_the_first_release_are_spared():
    releases = [release for release, _ in landed().values()]

    assert releases.count(BASELINE) == 35
    assert len(releases) > 35
