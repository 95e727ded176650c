"""Latin letters that machines do not write: as passports transliterate them, and without marks.

Source: ICAO 9303, part 3, section 6: what has a spelling of its own there; of every other letter
the marks are left out. People, licences and registers use both ways: MUELLER and MULLER for Müller.
"""

import unicodedata

TRANSLITERATED = {
    "ä": "ae",
    "å": "aa",
    "æ": "ae",
    "ö": "oe",
    "ø": "oe",
    "œ": "oe",
    "ü": "ue",
    "ß": "ss",
    "þ": "th",
    "ĳ": "ij",
}
BARE = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ı": "i", "ŋ": "n"}
_TRANSLITERATED = str.maketrans(TRANSLITERATED)
_BARE = str.maketrans(BARE)


def spellings(text: str) -> set[str]:
    """Return the ways in which a text in Latin letters is written without marks, in small letters.

    >>> sorted(spellings("Müller")), sorted(spellings("Nuñez")), spellings("Łukasz")
    (['mueller', 'muller'], ['nunez'], {'lukasz'})
    """
    # NFC: a phone may send u and its dots as two characters. casefold would make ss of ß too early.
    small = unicodedata.normalize("NFC", text).lower()
    return {_without_marks(small.translate(_TRANSLITERATED)), _without_marks(small)}


def _without_marks(small: str) -> str:
    apart = unicodedata.normalize("NFD", small.translate(_BARE).casefold())
    return "".join(c for c in apart if not unicodedata.combining(c))
