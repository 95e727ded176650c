"""What every identifier goes through first: one form for one text."""

import unicodedata


def plain(text: str) -> str:
    """Return the text in NFKC, without white space or invisible characters.

    Full-width letters and digits become ordinary ones; the marks that phones paste along
    (zero-width spaces, direction marks) go, as nobody can see them to correct them.

    >>> plain(" １２\u200b a ")
    '12a'
    """
    visible = (c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf")
    return "".join("".join(visible).split())
