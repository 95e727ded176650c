"""What is said to people, by code and language: one TOML file per area."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from voltbay.api.language import ZH


class _Blanks(dict[str, object]):
    """A gap that nobody filled is left visible instead of raising while refusing."""

    def __missing__(self, key: str) -> str:
        return "…"


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """Return every sentence by code, then by language.

    Raises ValueError if two files speak for the same code.
    """
    sentences: dict[str, dict[str, str]] = {}
    for path in sorted(files(__name__).iterdir(), key=lambda entry: entry.name):
        if not path.name.endswith(".toml"):
            continue
        for code, by_language in tomllib.loads(path.read_text(encoding="utf-8")).items():
            if code in sentences:
                raise ValueError(f"{path.name} repeats the sentence for {code}")
            sentences[code] = by_language
    return sentences


def sentence(code: str, language: str = ZH, gaps: Mapping[str, object] | None = None) -> str:
    """Return the sentence for a code, its gaps filled. An unknown code is its own sentence."""
    by_language = catalogue().get(code)
    if by_language is None:
        return code
    return by_language[language].format_map(_Blanks(gaps or {}))
