"""Everything that can be wrong with a document is said in words, in both languages."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import voltbay.recognition
from voltbay.recognition import errors
from voltbay.recognition.engines.aliyun_answers import RETAKE
from voltbay.recognition.reading import errors as intake_errors
from voltbay.recognition.reading.findings import READING_FAILED
from voltbay.recognition.reading.registry import every_kind
from voltbay.recognition.reading.strangers import STRANGERS
from voltbay.recognition.reading.wrong_kind import unwanted_instead_of
from voltbay.sentences import catalogue

SOURCES = Path(voltbay.recognition.__file__).parent


def refusals() -> set[str]:
    classes = (*vars(errors).values(), *vars(intake_errors).values())
    return {each.__dict__["code"] for each in classes if "code" in getattr(each, "__dict__", {})}


def problems() -> set[str]:
    """The codes that stand in the pipeline's code, wherever a problem is made."""
    trees = [ast.parse(path.read_text()) for path in SOURCES.rglob("*.py")]
    found = {code for tree in trees for node in ast.walk(tree) for code in codes_in(node)}
    unwanted = {one.code for kind in every_kind() for one in unwanted_instead_of(kind)}
    absent = {kind.absent for kind in every_kind()}
    strangers = {one.code for one in STRANGERS}
    return {*found, *unwanted, *strangers, *absent, *RETAKE.values(), READING_FAILED}


def codes_in(node: ast.AST) -> Iterator[str]:
    """Yield the strings of `Problem(…)`, of `….refuse(…)` and of `code = …`."""
    if isinstance(node, ast.Call) and name_of(node.func) in ("Problem", "refuse") and node.args:
        yield from strings_in(node.args[0])
    if isinstance(node, ast.Assign) and [name_of(each) for each in node.targets] == ["code"]:
        yield from strings_in(node.value)


def name_of(node: ast.AST) -> str:
    return getattr(node, "id", getattr(node, "attr", ""))


def strings_in(node: ast.AST) -> Iterator[str]:
    branches = [node.body, node.orelse] if isinstance(node, ast.IfExp) else [node]
    for branch in branches:
        if isinstance(branch, ast.Constant) and isinstance(branch.value, str):
            yield branch.value


def test_the_codes_are_found():
    assert {"photo_empty", "consent_missing"} <= refusals()
    assert {"field_unreadable", "vin_fails_check", "too_blurred", "emblem_side"} <= problems()
    assert {"driving_licence", "not_an_identity_card", "date_in_future"} <= problems()


@pytest.mark.parametrize("code", sorted(refusals() | problems()))
def test_every_code_has_its_sentences(code):
    sentences = catalogue()[code]

    assert set(sentences) == {"zh-Hans", "en"}
    assert all(text.endswith(("。", ".")) for text in sentences.values())
