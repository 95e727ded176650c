"""Glossary and code use the same words: each word of one is found in the other."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

from voltbay.bookings.lifecycle import State

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "voltbay"
GLOSSARY = ROOT / "docs" / "glossary.md"
# Modules of these names hold a package's tables, refusals and queries: no verb and no new noun.
USUAL = {
    "__init__",
    "admin",
    "apps",
    "errors",
    "figures",
    "messages",
    "models",
    "queries",
    "rules",
    "tasks",
    "words",
}
SPOKEN = ("bookings", "removals", "recognition/documents")


def rows() -> list[list[str]]:
    """Return the rows of the glossary's tables: word, zh-Hans, in code, where, meaning."""
    cut = [line.strip("| ").split(" | ") for line in GLOSSARY.read_text().splitlines()]
    return [row for row in cut if len(row) == 5 and row[0] != "word"]


def code_words() -> list[str]:
    """Return every word as code spells it."""
    return [word for row in rows() for word in re.findall(r"`(\w+)`", row[2])]


def gone_words() -> list[str]:
    """Return the words that are said otherwise now."""
    section = GLOSSARY.read_text().partition("## Said otherwise")[2]
    cells = re.findall(r"^\| ([a-z ,]+)", section, re.MULTILINE)
    return [word.strip().replace(" ", "_") for cell in cells for word in cell.split(",")][1:]


def modules(*packages: str) -> Iterator[Path]:
    """Yield our modules, migrations apart."""
    for package in packages:
        for path in sorted((SOURCE / package).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def named_in(tree: ast.AST) -> Iterator[str]:
    """Yield what a module names: functions, classes, arguments, columns, values of enums."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        if isinstance(node, ast.ClassDef):
            yield from (
                each.value.value
                for each in node.body
                if isinstance(each, ast.Assign) and isinstance(each.value, ast.Constant)
            )


def identifiers() -> set[str]:
    """Return every name that our code gives, with its modules' and packages'."""
    found = set()
    for path in modules("."):
        found |= {path.stem, path.parent.name, *map(str, named_in(ast.parse(path.read_text())))}
    return found


IDENTIFIERS = identifiers()
MODELS = sorted(
    model.__name__ for model in apps.get_models() if model.__module__.startswith("voltbay.")
)
VERBS = sorted({path.stem for path in modules(*SPOKEN)} - USUAL)


@pytest.mark.parametrize("word", sorted(set(code_words())))
def test_a_word_of_the_glossary_is_used_in_code(word: str):
    assert word in IDENTIFIERS


@pytest.mark.parametrize("word", sorted({*MODELS, *VERBS, *(state.value for state in State)}))
def test_a_word_that_code_coins_is_in_the_glossary(word: str):
    assert word in code_words()


@pytest.mark.parametrize("word", gone_words())
def test_no_module_has_a_word_that_is_said_otherwise_now(word: str):
    assert [path for path in modules(".") if path.stem == word] == []


def test_every_row_says_the_word_in_chinese_and_where_it_is():
    unsaid = [row[0] for row in rows() if not re.search(r"[一-鿿]", row[1]) or "`" not in row[3]]

    assert unsaid == []


def test_the_glossary_is_read():
    assert len(rows()) > 100
    assert {"hold", "settle_offer", "Booking"} <= set(code_words())
    assert {"witness", "papers", "take_back"} <= set(gone_words())
