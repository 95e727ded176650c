"""The Han characters that both networks can write, traditional forms left out.

Another one is read by one network alone, or by none: it comes out as one that looks like it, at
times with all certainty.
"""

import re
from functools import cache

from voltbay.identifiers.name import ANY_HAN
from voltbay.recognition.reading.words import words


@cache
def known() -> frozenset[str]:
    """Give the characters that readings can be trusted in."""
    return frozenset("".join(words("known")))


def may_be_read_as(name: str, read: str) -> bool:
    """Whether a name, of which the networks know only some characters, may give this reading.

    What they do not know is left out, or taken for one or two others. Letters they know.

    >>> may_be_read_as("王㛃", "王洁"), may_be_read_as("张㛃", "王洁")
    (True, False)
    >>> may_be_read_as("王洁", "王杰"), may_be_read_as("MUELLER", "SCHMIDT")
    (False, False)
    """
    places = (".{0,2}" if _is_unknown(one) else re.escape(one) for one in name)
    return re.fullmatch("".join(places), read) is not None


def _is_unknown(character: str) -> bool:
    return ANY_HAN.match(character) is not None and character not in known()
