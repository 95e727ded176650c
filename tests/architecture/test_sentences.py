"""Whatever refuses has words for it."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages

import pytest

import voltbay
from voltbay.api.problems import ENTRY_CODES
from voltbay.core.errors import Refusal
from voltbay.sentences import catalogue

LANGUAGES = {"zh-Hans", "en"}


def every_module() -> list[str]:
    """Return all our modules, migrations and programs apart."""
    names = [module.name for module in walk_packages(voltbay.__path__, "voltbay.")]
    return [name for name in names if "migrations" not in name and "__main__" not in name]


def refusals(kind: type[Refusal] = Refusal) -> Iterator[type[Refusal]]:
    """Yield every refusal that our modules define."""
    for each in kind.__subclasses__():
        if each.__module__.startswith("voltbay."):
            yield each
        yield from refusals(each)


for name in every_module():
    import_module(name)
CODES = sorted({each.code for each in refusals()} | set(ENTRY_CODES.values()))


@pytest.mark.parametrize("code", CODES)
def test_a_refusal_speaks_both_languages(code: str):
    sentences = catalogue().get(code, {})

    assert {language for language, words in sentences.items() if words.strip()} >= LANGUAGES


@pytest.mark.parametrize("code", sorted(catalogue()))
def test_both_languages_fill_the_same_gaps(code: str):
    gaps = {language: gaps_in(words) for language, words in catalogue()[code].items()}

    assert len({frozenset(each) for each in gaps.values()}) == 1, gaps


def gaps_in(words: str) -> set[str]:
    """Return the names in braces."""
    return {part.partition("}")[0] for part in words.split("{")[1:]}
