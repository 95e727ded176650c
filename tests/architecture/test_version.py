"""The version is one, wherever it stands."""

import json
import re
from pathlib import Path

import pytest

from voltbay import __version__

ROOT = Path(__file__).resolve().parents[2]
CLIENT = ROOT / "client"


@pytest.mark.parametrize(
    ("path", "keys"),
    [
        (CLIENT / "package.json", ["version"]),
        (CLIENT / "package-lock.json", ["version"]),
        (CLIENT / "src" / "manifest.json", ["versionName"]),
        (CLIENT / "openapi" / "openapi.json", ["info", "version"]),
    ],
    ids=lambda value: value.name if isinstance(value, Path) else "",
)
def test_the_client_has_it(path: Path, keys: list[str]):
    found = json.loads(re.sub(r"^\s*//.*$", "", path.read_text(), flags=re.MULTILINE))
    for key in keys:
        found = found[key]

    assert found == __version__


def test_the_changelog_tells_of_it():
    assert f"\n## {__version__}\n" in (ROOT / "CHANGELOG.md").read_text()


def test_migrations_have_landed_under_it_and_those_before():
    noted = (ROOT / "scripts" / "landed_migrations.txt").read_text()
    releases = re.findall(r"^## (?:after )?(\S+)$", noted, re.MULTILINE)

    assert releases[0] == "0.1.0"
    assert max(map(number, releases)) <= number(__version__)


def number(version: str) -> list[int]:
    return [int(part) for part in version.split(".")]
