"""How far what was read is from the words of a list."""

from collections.abc import Iterable


def nearest(text: str, words: Iterable[str]) -> tuple[str, int]:
    """Give the word that differs least from the text, and by how many characters.

    >>> nearest("非营远", ("营运", "非营运"))
    ('非营运', 1)
    """
    return min(((word, distance(text, word)) for word in words), key=lambda pair: pair[1])


def contained(text: str, words: Iterable[str]) -> str:
    """Give the longest of the words that is part of the text, or nothing.

    >>> contained("样出租转非", ("租赁", "出租转非"))
    '出租转非'
    """
    return max((word for word in words if word in text), key=len, default="")


def distance(one: str, other: str) -> int:
    """Count insertions, deletions and replacements (Levenshtein)."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (a != b))
    return row[-1]
