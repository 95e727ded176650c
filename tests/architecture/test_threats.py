"""Every threat is held by a test, and the test is there."""

import ast
import re
from functools import cache
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
PAGE = TESTS.parent / "docs" / "threat-model.md"
HEAD = "| who | what | the defence | held by |"
HELD = re.compile(r"`([\w/]+\.py)::(\w+)`")


def rows(page: str) -> list[list[str]]:
    """Return the cells of every threat."""
    found, inside = [], False
    for line in page.splitlines():
        inside = line == HEAD or (inside and line.startswith("|"))
        if inside and line != HEAD and not line.startswith("|---"):
            found.append([cell.strip() for cell in line.strip("|").split("|")])
    return found


def held_by(row: list[str]) -> list[tuple[str, str]]:
    """Return the tests that a row names: path below `tests` and name."""
    return HELD.findall(row[-1])


@cache
def names_in(path: Path) -> frozenset[str]:
    """Return the names of a file's tests, those of its classes too."""
    if not path.is_file():
        return frozenset()
    tree = ast.parse(path.read_text())
    names = {each.name for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)}
    return frozenset(name for name in names if name.startswith("test_"))


def lost(page: str) -> list[str]:
    """Return what is wrong with a page's rows."""
    wrong = [row[1] for row in rows(page) if len(row) != 4 or not all(row) or not held_by(row)]
    named = [each for row in rows(page) for each in held_by(row)]
    return wrong + [f"{path}::{name}" for path, name in named if name not in names_in(TESTS / path)]


def test_every_threat_is_held_by_a_test_that_exists():
    page = PAGE.read_text()

    assert len(rows(page)) > 40
    assert lost(page) == []


def test_a_row_without_a_test_and_a_test_that_is_gone_are_noticed():
    here = "`architecture/test_threats.py::test_every_threat_is_held_by_a_test_that_exists`"
    page = f"{HEAD}\n|---|---|---|---|\n| a | b | c | {here} |\n| a | without | c | nobody |\n"
    gone = "| a | b | c | `architecture/test_threats.py::test_of_nothing` |\n"

    assert lost(page + gone) == ["without", "architecture/test_threats.py::test_of_nothing"]
