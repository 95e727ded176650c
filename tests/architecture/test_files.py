"""Packages that may not import each other do not reach each other through files either."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "voltbay"
MODULES = sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)
TEMPLATES = sorted(SOURCE.rglob("templates/**/*.html"))
# The settings name every door's folder of templates; the doors are no apps that Django would ask.
MAY_REACH = {SOURCE / "server" / "settings" / "__init__.py"}
USED = re.compile(r"""{%\s*(?:extends|include)\s+["']([\w-]+)/""")
FOREIGN = {"admin", "unfold"}  # templates that Django and its theme bring


def package(path: Path) -> str:
    """Return the package that a file stands in."""
    return path.relative_to(SOURCE).parts[0]


def reached(tree: ast.AST) -> Iterator[str]:
    """Yield what `files(…)` and `…parents[…]` open, as it is written."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "files" and node.args:
            yield ast.unparse(node.args[0])
        if isinstance(node, ast.Attribute) and node.attr == "parents" and names_itself(node):
            yield ast.unparse(node)


def names_itself(node: ast.AST) -> bool:
    """Tell whether a path begins at the module's own file."""
    return "__file__" in ast.unparse(node)


def is_own(written: str, path: Path) -> bool:
    """Tell whether it is the module's own package, or one of somebody else's altogether."""
    own = f"voltbay.{package(path)}"
    name = written.strip("'\"")
    return (
        written in ("__name__", "__package__")
        or name == own
        or name.startswith(f"{own}.")
        or not (name.startswith("voltbay") or ".parents" in name)
    )


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_module_opens_only_files_of_its_own_package(path: Path):
    foreign = [each for each in reached(ast.parse(path.read_text())) if not is_own(each, path)]

    assert foreign == [] or path in MAY_REACH


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_template_uses_only_templates_of_its_own_package(path: Path):
    used = set(USED.findall(path.read_text()))

    assert used - FOREIGN <= {package(path)}


def test_a_reach_into_another_package_is_seen():
    reaching = "folder = files('voltbay').joinpath('api', 'sentences')"

    assert not all(
        is_own(each, SOURCE / "console" / "x.py") for each in reached(ast.parse(reaching))
    )
