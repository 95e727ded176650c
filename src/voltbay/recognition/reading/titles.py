"""What a paper calls itself: its title, also when a part of it was misread or hidden."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from voltbay.recognition.reading.document_kind import DocumentKind, Unwanted, Variant
from voltbay.recognition.reading.registry import every_kind
from voltbay.recognition.reading.strangers import STRANGERS
from voltbay.recognition.reading.words.distance import distance

Owner = DocumentKind | Unwanted | Variant | None
"""Whose title it is; None for a title that two sides or forms of one document share."""

SHARED = ("居民身份证",)  # the emblem side's; its words tell that side
FORGIVEN = 4  # characters of a title, of which one may be misread
SHORT = 4  # characters: a shorter title is taken as it is
AROUND = 12  # characters beside it in its line: a country's, a province's or a bank's name
PLACE = re.compile(r"(?:中华人民共和国)?(?:[\u4e00-\u9fff]{2,9}[省市区州县旗盟])?")
# 安捷道路运输有限公司 owns lorries, and is one character away from a 道路运输证.
FIRM = re.compile(r"公司|有限|限责|股份|集团|车队|合作社|[厂店部]$")
PART = 0.55  # of a title, that tells it when the rest is hidden


@dataclass(frozen=True)
class Title:
    """A title and whose it is."""

    text: str
    owner: Owner

    @cached_property
    def letters(self) -> frozenset[str]:
        """The characters in it: a line that lacks most of them is another one."""
        return frozenset(self.text)

    @property
    def forgiven(self) -> int:
        """How many of its characters may be misread."""
        return len(self.text) // FORGIVEN


def owners_of(lines: Iterable[str]) -> list[Owner]:
    """Give for each line whose title it is, or None: the nearest, and of those the longest."""
    return [_owner(line.upper()) for line in lines]


def _owner(line: str) -> Owner:
    letters = frozenset(line)
    near = (
        one for one in _titles() if len(one.letters - letters) <= one.forgiven or line in one.text
    )
    misses = ((_off(line, one), -len(one.text), one.owner) for one in near)
    fits = [(off, size, owner) for off, size, owner in misses if off is not None]
    best = min((fit[:2] for fit in fits), default=None)
    nearest = [owner for off, size, owner in fits if (off, size) == best]
    is_clear = all(one is nearest[0] for one in nearest)
    return nearest[0] if nearest and is_clear else None


@cache
def _titles() -> tuple[Title, ...]:
    return tuple(_every_title())


def _every_title() -> Iterator[Title]:
    for kind in every_kind():
        yield from (Title(one, kind) for one in kind.titles)
        yield from (Title(one, variant) for variant in kind.variants for one in variant.titles)
    yield from (Title(one, stranger) for stranger in STRANGERS for one in stranger.titles)
    yield from (Title(one, None) for one in SHARED)


def _off(line: str, wanted: Title) -> float | None:
    """Give the share of a title that a line lacks, or None if it is not that title."""
    title, forgiven = wanted.text, wanted.forgiven
    at = line.find(title)
    if at >= 0:
        return 0.0 if _is_all(line[:at], line[at + len(title) :], title) else None
    if len(title) <= SHORT or len(line) > len(title) + AROUND or FIRM.search(line):
        return None
    if line in title and len(line) >= max(SHORT, PART * len(title)):
        return 1 - len(line) / len(title)
    if len(wanted.letters - set(line)) > forgiven:
        return None
    misses = min(distance(part, title) for part in _windows(line, len(title)))
    return misses / len(title) if misses <= forgiven else None


def _is_all(before: str, behind: str, title: str) -> bool:
    """Whether a title fills its line: what a text mentions is no title."""
    if len(title) <= SHORT:
        return len(behind) <= 1 and PLACE.fullmatch(before) is not None
    return len(before) + len(behind) <= AROUND


def _windows(line: str, size: int) -> Iterable[str]:
    return (line[at : at + size] for at in range(max(1, len(line) - size + 1)))
