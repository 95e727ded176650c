"""Every sentence of a command is there in both languages, with the same gaps."""

import ast
import re
import tomllib
from pathlib import Path
from string import Formatter

import pytest

import voltbay.server
from voltbay.server.said import language_of_terminal, say

SERVER = Path(voltbay.server.__file__).parent
FILES = sorted((SERVER / "words").glob("*.toml"))
# Who names a command's sentence from another package, or another command.
ELSEWHERE = {
    "doctor": ["recognition/bucket.py"],
    "quarantine": ["server/worker.py", "quarantine/state.py"],
}


def gaps(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_both_languages_say_the_same(path: Path):
    words = tomllib.loads(path.read_text())

    assert [code for code, said in words.items() if set(said) != {"zh-Hans", "en"}] == []
    assert [code for code, said in words.items() if gaps(said["en"]) != gaps(said["zh-Hans"])] == []
    assert [c for c, said in words.items() if not re.search(r"[一-鿿{]", said["zh-Hans"])] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_sentence_is_said_somewhere(path: Path):
    said = set()
    own = [*(SERVER / path.stem).rglob("*.py"), *SERVER.glob(f"{path.stem}.py")]
    for module in own + [SERVER.parent / one for one in ELSEWHERE.get(path.stem, ())]:
        for node in ast.walk(ast.parse(module.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                said.add(node.value)
    built = re.compile(r"^(state|label)_")

    assert [
        c for c in tomllib.loads(path.read_text()) if c not in said and not built.match(c)
    ] == []


@pytest.mark.parametrize(
    ("locale", "language"), [("en_GB.UTF-8", "en"), ("zh_CN.UTF-8", "zh-Hans"), ("C", "zh-Hans")]
)
def test_who_has_an_english_terminal_is_told_in_english(monkeypatch, locale, language):
    monkeypatch.setenv("LC_ALL", locale)

    assert language_of_terminal() == language


def test_gaps_are_filled():
    assert say("keys", "other", "en", key="2025") == "2025 (only reads)"
