"""What must not be in the tree, and what must be written down."""

import re
import subprocess
from pathlib import Path

import pytest

from voltbay.api.app import api

ROOT = Path(__file__).resolve().parents[2]
OPERATIONS = ROOT / "docs" / "operations.md"
SERVER = ROOT / "src" / "voltbay" / "server"
# Where packages come from is the machine's business; a path of one machine is no use on another.
BANNED = re.compile(
    r"registry\.npm|npmmirror|pypi\.org|pythonhosted|--(extra-)?index-url|find-links"
    r"|(?<![\w.~])/(root|work|opt)/|/home/\w+/",
)
# They name what they forbid, or the option that keeps such names out.
MAY_NAME = {"tests/architecture/test_tree.py", "Makefile"}


def text_files() -> list[str]:
    """Return the tree's files that hold text."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    names = [name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]
    return [name for name in names if b"\0" not in (ROOT / name).read_bytes()[:8000]]


def test_no_file_names_a_registry_or_a_path_of_one_machine():
    found = [
        f"{name}: {match[0]}"
        for name in text_files()
        if name not in MAY_NAME
        and (match := BANNED.search((ROOT / name).read_text(encoding="utf-8", errors="replace")))
    ]

    assert found == []


def variables() -> set[str]:
    """Return every variable of the environment that the server reads."""
    source = "\n".join(path.read_text() for path in SERVER.rglob("*.py"))
    read = re.findall(r'(?:secret|key|words|number|table|flag|get)\(\s*"([A-Z_]+)"', source)
    return {name for name in read if name.startswith(("VOLTBAY_", "DATABASE_", "PROMETHEUS_"))}


@pytest.mark.parametrize("name", sorted(variables()))
def test_a_setting_is_described(name: str):
    assert f"`{name}`" in OPERATIONS.read_text()


@pytest.mark.parametrize(
    "where",
    [
        f"{method.upper()} {path}"
        for path, methods in api.get_openapi_schema()["paths"].items()
        for method in methods
    ],
)
def test_an_operation_says_what_it_does(where: str):
    method, path = where.split(" ")
    operation = api.get_openapi_schema()["paths"][path][method.lower()]

    assert operation.get("summary")
    assert operation.get("description"), "give the function a docstring"
    assert operation["responses"]
