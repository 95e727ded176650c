"""What one version of a text says otherwise than another. Pure.

Paragraphs are compared first, then what is left of them word by word; a Chinese character counts
as a word.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import unescape

END_OF_BLOCK = re.compile(r"</(?:p|li|h[1-6]|tr|div|blockquote)>|<br\s*/?>", re.IGNORECASE)
TAG = re.compile(r"<[^>]*>")
WORD = re.compile(r"[A-Za-z0-9’'.-]+|\s+|.", re.DOTALL)
SAME, ADDED, REMOVED = "same", "added", "removed"


@dataclass(frozen=True)
class Part:
    """Some words and whether they are in both versions, in the new or in the old one only."""

    kind: str
    text: str


Paragraph = list[Part]


def paragraphs_of(html: str) -> list[str]:
    """Return a text's paragraphs without their tags.

    >>> paragraphs_of("<h2>一</h2><p>第 <b>1</b> 条&nbsp;甲</p>")
    ['一', '第 1 条 甲']
    """
    blocks = END_OF_BLOCK.split(html)
    texts = (" ".join(unescape(TAG.sub("", block)).split()) for block in blocks)
    return [text for text in texts if text]


def differences(old: str, new: str) -> list[Paragraph]:
    """Return the new text's paragraphs with what was added, and what was removed in its place.

    >>> differences("<p>保存 30 天</p>", "<p>保存 60 天</p>")[0][1:3]
    [Part(kind='removed', text='30'), Part(kind='added', text='60')]
    """
    before, after = paragraphs_of(old), paragraphs_of(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    found: list[Paragraph] = []
    for what, i, j, k, m in matcher.get_opcodes():
        if what == "equal":
            found += [[Part(SAME, text)] for text in after[k:m]]
        else:
            found += _replaced(before[i:j], after[k:m])
    return found


def _replaced(before: Sequence[str], after: Sequence[str]) -> Iterator[Paragraph]:
    """Compare paragraphs in pairs; those without a partner were removed or added as a whole."""
    pairs = min(len(before), len(after))
    for old, new in zip(before[:pairs], after[:pairs], strict=True):
        yield list(_words(old, new))
    for text in before[pairs:]:
        yield [Part(REMOVED, text)]
    for text in after[pairs:]:
        yield [Part(ADDED, text)]


def _words(old: str, new: str) -> Iterator[Part]:
    before, after = WORD.findall(old), WORD.findall(new)
    for what, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what == "equal":
            yield Part(SAME, "".join(after[k:m]))
            continue
        if i < j:
            yield Part(REMOVED, "".join(before[i:j]))
        if k < m:
            yield Part(ADDED, "".join(after[k:m]))
