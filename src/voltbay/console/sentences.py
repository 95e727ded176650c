"""What staff are told when something is refused, by code.

The sentences are those that owners get, which are kept beside the API as data; where an owner and
a member of staff would do different things next, `for_staff.toml` has the word.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from django.utils.translation import get_language


class _Blanks(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "…"


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """Return every sentence by code, then by language; those for staff come last and win."""
    found: dict[str, dict[str, str]] = {}
    folder = files("voltbay").joinpath("api", "sentences")
    sources = sorted(
        (each for each in folder.iterdir() if each.name.endswith(".toml")),
        key=lambda each: each.name,
    )
    for source in (*sources, files("voltbay.console").joinpath("for_staff.toml")):
        found |= tomllib.loads(source.read_text(encoding="utf-8"))
    return found


def sentence(code: str, gaps: Mapping[str, object] | None = None) -> str:
    """Return the sentence for a code in the page's language, its gaps filled."""
    by_language = catalogue().get(code)
    if by_language is None:
        return code
    language = "en" if (get_language() or "").startswith("en") else "zh-Hans"
    return by_language[language].format_map(_Blanks(gaps or {}))
