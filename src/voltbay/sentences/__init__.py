"""What is said to people when something is refused, by code and language: one TOML file per area.

Owners and staff get the same sentences; where staff would do something else next, `for_staff.toml`
has the word.
"""

import tomllib
from collections.abc import Mapping
from enum import Enum
from functools import cache
from importlib.resources import files

from voltbay.core.languages import ZH

FOR_STAFF = "for_staff.toml"
# Gaps that a step of a removal fills, or several things that it lacks, each by its own sentence.
OF_STEPS = ("step", "missing")

Catalogue = dict[str, dict[str, str]]


class Reader(Enum):
    """Who reads a sentence."""

    OWNER = "owner"
    STAFF = "staff"


class _Blanks(dict[str, object]):
    """A gap that nobody filled is left visible instead of raising while refusing."""

    def __missing__(self, key: str) -> str:
        return "…"


@cache
def catalogue(reader: Reader = Reader.OWNER) -> Catalogue:
    """Return every sentence by code, then by language.

    Raises ValueError if two files speak for the same code.
    """
    sentences: Catalogue = {}
    for path in sorted(files(__name__).iterdir(), key=lambda entry: entry.name):
        if not path.name.endswith(".toml") or path.name == FOR_STAFF:
            continue
        for code, by_language in tomllib.loads(path.read_text(encoding="utf-8")).items():
            if code in sentences:
                raise ValueError(f"{path.name} repeats the sentence for {code}")
            sentences[code] = by_language
    if reader is Reader.STAFF:
        theirs = files(__name__).joinpath(FOR_STAFF).read_text(encoding="utf-8")
        sentences |= tomllib.loads(theirs)
    return sentences


def sentence(
    code: str,
    language: str = ZH,
    gaps: Mapping[str, object] | None = None,
    *,
    reader: Reader = Reader.OWNER,
) -> str:
    """Return the sentence for a code, its gaps filled. An unknown code is its own sentence."""
    known = catalogue(reader)
    by_language = known.get(code)
    if by_language is None:
        return code
    named = {gap: _words(gap, value, known, language) for gap, value in (gaps or {}).items()}
    return by_language[language].format_map(_Blanks(named))


def _words(gap: str, value: object, known: Catalogue, language: str) -> object:
    """Return what fills a gap: a step's own sentence, several things in words, or the value."""
    if gap not in OF_STEPS:
        return value
    if isinstance(value, list):
        things = (known[each["code"]][language].format_map(_Blanks(each)) for each in value)
        return ("、" if language == ZH else ", ").join(things)
    return known.get(f"step_{value}", {}).get(language, value)
