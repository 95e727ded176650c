"""People's names as they stand on identity cards.

Source: 民委发〔2016〕33号: the separator is U+00B7, a field holds at least 50 characters, and rare
characters of every GB 18030 plane count. Nothing asks for a family name or a usual length.
"""

import re
from itertools import permutations

from voltbay.core.errors import Invalid
from voltbay.identifiers import latin_letters
from voltbay.identifiers.text import seen

SEPARATOR = "·"
LOOK_ALIKES = str.maketrans(dict.fromkeys("•・･．‧∙․⋅・.", SEPARATOR))
LONGEST = 50
LONGEST_WITHOUT_SEPARATOR = 6  # Han characters; longer names of people have the separator
SHORTEST_PART = 5  # letters of a name that another one may hold beside more
ANY_ORDER = 5  # words of a name, so many of which are tried in every order
HAN = (
    "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\ue000-\uf8ff"  # private use: where GB 18030 fonts kept characters before they had a place
    "\U00020000-\U0003ffff"  # every ideographic extension, also those younger than this Python
)
HAN_WORD = rf"[{HAN}]+"
LETTERS = rf"(?:(?![{HAN}])[^\W\d_])+"
LATIN_WORD = rf"{LETTERS}(?:['’-]{LETTERS})*\.?"
HAN_NAME = re.compile(rf"{HAN_WORD}(?:{SEPARATOR}{HAN_WORD})*")
LATIN_NAME = re.compile(rf"{LATIN_WORD}(?:,? {LATIN_WORD})*")
ANY_HAN = re.compile(f"[{HAN}]")


class NameMalformed(Invalid):
    """It holds something that no name on an identity card holds."""

    code = "name_malformed"


class NameTooLong(Invalid):
    """It is longer than the fifty characters that cards and registers hold."""

    code = "name_too_long"


def normalise_name(text: str) -> str:
    """Return the name with the standard separator and without stray spaces.

    Spaces go from a name in Han characters, and are single between the words of any other and
    behind the comma that cards of foreigners print.

    >>> normalise_name(" 李 雷"), normalise_name("买买提•艾合买提"), normalise_name("John  Smith ")
    ('李雷', '买买提·艾合买提', 'John Smith')
    >>> normalise_name("SMITH ,JOHN")
    'SMITH, JOHN'
    """
    folded = seen(text)
    words = folded.split()
    if ANY_HAN.search(folded):
        return "".join(words).translate(LOOK_ALIKES)
    return re.sub(r" ?, ?", ", ", " ".join(words)).strip(", ")


def parse_name(text: str) -> str:
    """Return the name in one form. Raises NameMalformed or NameTooLong.

    >>> parse_name("阿卜杜拉.买买提")
    '阿卜杜拉·买买提'
    """
    name = normalise_name(text)
    if len(name) > LONGEST:
        raise NameTooLong(limit=LONGEST)
    if not (HAN_NAME.fullmatch(name) or LATIN_NAME.fullmatch(name)):
        raise NameMalformed
    return name


def is_name(text: str) -> bool:
    """Tell whether the text can be a person's name.

    >>> is_name("王𬭎"), is_name("张三1"), is_name("")
    (True, False, False)
    """
    try:
        parse_name(text)
    except Invalid:
        return False
    return True


def is_doubled(text: str) -> bool:
    """Tell a name that was read twice over, as of two boxes that lie on one another.

    >>> is_doubled("秦国华秦国华"), is_doubled("娜娜")
    (True, False)
    """
    half = len(text) // 2
    return half > 1 and text[:half] == text[half:]


def is_same_name(one: str, other: str) -> bool:
    """Tell whether two papers name the same person.

    What licences print of a foreigner's name has neither comma nor blanks; people write its words
    in either order, in capitals or not, and letters with their marks, without, or as passports do.

    >>> is_same_name("MUELLER, HANS", "MUELLERHANS"), is_same_name("Hans Mueller", "MUELLER, HANS")
    (True, True)
    >>> is_same_name("Müller, Hans", "MUELLERHANS"), is_same_name("MÜLLER HANS", "Hans Muller")
    (True, True)
    >>> is_same_name("张三", "张三"), is_same_name("张三", "张王")
    (True, False)
    """
    one, other = normalise_name(one), normalise_name(other)
    if one == other or ANY_HAN.search(one + other):
        return one == other
    return bool(_spellings(one) & _spellings(other))


def is_comparable(one: str, other: str) -> bool:
    """Tell whether two names are of one script, so that they can be held against each other.

    Longer than people's names in Han characters are, a name is a company's: that is comparable.

    >>> is_comparable("汉斯·穆勒", "MUELLER, HANS"), is_comparable("上海某某物流公司", "LEE ANN")
    (False, True)
    """
    if bool(ANY_HAN.search(one)) == bool(ANY_HAN.search(other)):
        return True
    return any(ANY_HAN.search(each) and _may_be_company(each) for each in (one, other))


def is_part_of_name(one: str, other: str) -> bool:
    """Tell whether one of two names in letters leaves out words of the other.

    Licences have no room for long names, and not every paper has all given names.

    >>> is_part_of_name("MUELLERHANS", "MUELLER, HANS PETER"), is_part_of_name("LI", "LINDA SMITH")
    (True, False)
    """
    if ANY_HAN.search(one + other):
        return False
    pairs = ((a, b) for a in _spellings(one) for b in _spellings(other))
    return any(
        min(len(a), len(b)) >= SHORTEST_PART and (a.startswith(b) or b.startswith(a))
        for a, b in pairs
    )


def _may_be_company(name: str) -> bool:
    return SEPARATOR not in name and len(name) > LONGEST_WITHOUT_SEPARATOR


def _spellings(name: str) -> set[str]:
    written = (re.findall(LETTERS, one) for one in latin_letters.spellings(name))
    return {
        "".join(order)
        for words in written
        for order in (permutations(words) if len(words) <= ANY_ORDER else [words])
    }
