"""What must not be in the tree, and what must be written down."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from voltbay.api.app import api

ROOT = Path(__file__).resolve().parents[2]
READMES = ("README.md", "README.en.md")
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
    read = re.findall(r'(?:secret|key|words|number|table|flag|place|get)\(\s*"([A-Z_]+)"', source)
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


def drawn(readme: str, folder: str) -> list[str]:
    """Return what a README's tree draws right below a folder, in its order."""
    text = (ROOT / readme).read_text()
    below = re.search(rf"^{re.escape(folder)} .*\n((?:  \S.*\n)+)", text, re.MULTILINE)
    assert below, f"{readme} does not draw {folder}"
    return [line.split("/")[0].strip() for line in below[1].splitlines()]


def layers() -> list[set[str]]:
    """Return the contract's layers, the lowest first; what stands beside is one layer."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    whole = next(
        each["layers"]
        for each in contracts["contracts"]
        if each["type"] == "layers" and each["containers"] == ["voltbay"]
    )
    return [{name.strip(" ()") for name in row.split("|")} for row in reversed(whole)]


def in_layers(packages: list[str], rows: list[set[str]]) -> list[set[str]]:
    """Cut packages into sets as large as the layers, to be compared with them."""
    left = iter(packages)
    cut = [{name for _, name in zip(row, left, strict=False)} for row in rows]
    return [*cut, *({name} for name in left)]


@pytest.mark.parametrize("readme", READMES)
def test_the_drawn_packages_are_the_layers_of_the_contract(readme: str):
    packages, rows = drawn(readme, "src/voltbay/"), layers()

    assert rows in (in_layers(packages, rows), in_layers(packages[::-1], rows))


@pytest.mark.parametrize("readme", READMES)
def test_the_drawn_rooms_of_the_client_are_there(readme: str):
    rooms = drawn(readme, "client/src/")

    assert [room for room in rooms if not (ROOT / "client/src" / room).is_dir()] == []


@pytest.mark.parametrize("readme", READMES)
def test_a_wrong_tree_is_noticed(readme: str):
    packages, rows = drawn(readme, "src/voltbay/"), layers()

    swapped = [packages[1], packages[0], *packages[2:]]

    for wrong in (packages[1:], packages[:-1], [*packages, "attic"], swapped):
        assert in_layers(wrong, rows) != rows
