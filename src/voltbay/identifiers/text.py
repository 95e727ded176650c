"""What every identifier goes through first: one form for one text.

The client folds by the same rule (`client/src/features/account/folding.ts`), and the table
`tests/identifiers/pasted.json` holds both to it.
"""

import re
import unicodedata

# Nobody can see these to correct them. Beside format characters (zero width, direction marks):
# what Unicode calls default-ignorable, variation selectors among it, and what dictation leaves
# where a picture would be. Source: DerivedCoreProperties.txt, Default_Ignorable_Code_Point.
UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufff8\ufffc"
    "\U000e0000-\U000e0fff]"
)
# Fonts of GB 18030-2005 kept these characters in the private use area; they have places of their
# own since. Source: GB 18030-2022, changed mappings.
PLACED_SINCE = str.maketrans(
    "\ue81e\ue826\ue82b\ue82c\ue832\ue843\ue854\ue864\ue816\ue817\ue818\ue831\ue83b\ue855",
    "\u9fb4\u9fb5\u9fb6\u9fb7\u9fb8\u9fb9\u9fba\u9fbb"
    "\U00020087\U00020089\U000200cc\U000215d7\U0002298f\U000241fe",
)
MOST_PASTED = 500  # characters that an entry may have before it is folded: a message that names it


def seen(text: str) -> str:
    r"""Return the text in NFKC, as it is seen: blanks stay, what is invisible goes.

    >>> seen("葛\U000e0100 １\u200b\ufe0f")
    '葛 1'
    """
    folded = unicodedata.normalize("NFKC", text).translate(PLACED_SINCE)
    return "".join(c for c in UNSEEN.sub("", folded) if unicodedata.category(c) != "Cf")


def plain(text: str) -> str:
    r"""Return the text in NFKC, without white space or invisible characters.

    Full-width letters and digits become ordinary ones; the marks that phones paste along
    (zero-width spaces, direction marks) go.

    >>> plain(" １２\u200b a ")
    '12a'
    """
    return "".join(seen(text).split())


def without_marks(text: str, *, but: str = "") -> str:
    """Return the plain text without dashes, brackets and any other punctuation or symbol.

    >>> without_marks("（+86）138—0013－8000", but="+")
    '+8613800138000'
    """
    return "".join(c for c in plain(text) if c in but or not _is_mark(c))


def _is_mark(c: str) -> bool:
    return unicodedata.category(c)[0] in "PS" or is_dash(c)


def with_hyphens(text: str) -> str:
    """Return the plain text with the hyphen in place of every kind of dash.

    >>> with_hyphens("021—5555 6666")
    '021-55556666'
    """
    return "".join("-" if is_dash(c) else c for c in plain(text))


def is_dash(c: str) -> bool:
    """Tell a dash: what Unicode calls one, the minus, and the stroke that Japanese keyboards have.

    >>> is_dash("—"), is_dash("−"), is_dash("a")
    (True, True, False)
    """
    return unicodedata.category(c) == "Pd" or c in "−⁃ー"  # meant so
