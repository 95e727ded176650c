"""What is installed is exactly what was looked at."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
NPM = [ROOT / "client" / "package-lock.json", ROOT / "tests" / "browser" / "package-lock.json"]
PACKAGE = re.compile(r"^[\w.-]+(\[[\w,-]+\])?==\S+")


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_package_is_locked_with_its_hash(lock: Path):
    entries = re.split(r"\n(?=\S)", lock.read_text().strip())
    packages = [each for each in entries if not each.startswith("#")]

    loose = [each.splitlines()[0] for each in packages if not PACKAGE.match(each)]
    unproved = [each.splitlines()[0] for each in packages if "--hash=sha256:" not in each]

    assert packages
    assert loose == []
    assert unproved == []


@pytest.mark.parametrize("lock", NPM, ids=lambda path: path.parent.name)
def test_every_package_of_npm_is_locked_with_its_hash(lock: Path):
    packages = json.loads(lock.read_text())["packages"]
    fetched = {name: each for name, each in packages.items() if name and not each.get("link")}

    assert fetched
    assert [
        name for name, each in fetched.items() if "sha512-" not in each.get("integrity", "")
    ] == []
