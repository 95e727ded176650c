"""The `voltbay` command."""

import subprocess
import sys

import pytest

STARTERS = ("cli", "demo.supervisor", "demo.load", "postgres.cluster", "worker")


@pytest.mark.parametrize("name", STARTERS)
def test_what_starts_programs_is_imported_without_reading_the_settings(name: str):
    """The environment they read may be set only after the import, and a secret may be missing."""
    asked = (
        f"import sys, voltbay.server.{name}; "
        "sys.exit(any(m.startswith('voltbay.server.settings') for m in sys.modules))"
    )

    assert subprocess.run([sys.executable, "-c", asked], env=plain()).returncode == 0


def test_a_missing_secret_is_named_in_one_sentence():
    done = subprocess.run(
        [sys.executable, "-m", "voltbay", "migrate"], env=plain(), capture_output=True, text=True
    )

    assert done.returncode == 1
    assert done.stderr.startswith("voltbay: set VOLTBAY_SECRET_KEY in the environment")


def plain() -> dict[str, str]:
    """Return an environment that says nothing but where our modules are."""
    return {"PYTHONPATH": ":".join(filter(None, sys.path))}
