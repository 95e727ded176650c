"""Tell what was photographed instead of the wanted document, by the words printed on it."""

from collections.abc import Iterable, Iterator

from voltbay.recognition.reading.document_kind import DocumentKind, Unwanted
from voltbay.recognition.reading.registry import every_kind
from voltbay.recognition.reading.words.distance import distance

STRANGERS = (
    # It has the labels of an identity card too.
    Unwanted("driving_licence", ("驾驶证", "准驾车型", "初次领证日期", "国籍"), unless=5),
    Unwanted(
        "bank_card",
        ("银联", "UnionPay", "VALIDTHRU", "银行", "借记卡", "信用卡", "DEBIT", "CREDIT"),
    ),
)
ENOUGH = 3  # words of the wanted kind: nothing else has so many of them
TELLING = 2  # words that tell another kind


def wrong_kind(texts: Iterable[str], wanted: DocumentKind) -> str | None:
    """Give the code of what it is instead, or None if it can be what was wanted."""
    lines = list(texts)
    mine = _count(lines, wanted.words)
    counts = {one: _count(lines, one.words) for one in unwanted_instead_of(wanted)}
    for one, count in counts.items():
        if count >= TELLING and mine < one.unless:
            return one.code
    if mine >= ENOUGH:
        return None
    other = max(counts, key=lambda one: counts[one])
    is_beside = other.comes_along and mine > 0
    if counts[other] >= TELLING and counts[other] > mine and not is_beside:
        return other.code
    return wanted.absent if mine == 0 else None


def unwanted_instead_of(wanted: DocumentKind) -> Iterator[Unwanted]:
    """Give everything else that is known; of another kind it is only said that it is not wanted."""
    for kind in every_kind():
        if kind is not wanted:
            yield Unwanted(wanted.absent, kind.words)
    for kind in every_kind():
        if kind.other_side:
            yield kind.other_side
    yield from STRANGERS


def _count(lines: list[str], words: tuple[str, ...]) -> int:
    return sum(any(_has(line, word) for line in lines) for word in words)


def _has(line: str, word: str) -> bool:
    """Find a word, and a long one with a character wrong: short ones differ by one already."""
    if word in line:
        return True
    size = len(word)
    if size < 5 or len(set(word) & set(line)) < size - 1:
        return False
    windows = (line[at : at + size] for at in range(max(1, len(line) - size + 1)))
    return any(distance(one, word) <= 1 for one in windows)
