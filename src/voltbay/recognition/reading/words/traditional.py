"""Traditional forms that a network returns for what is printed in simplified characters.

The networks were trained on both scripts and mix them up where two forms look alike. Documents of
the mainland are printed in simplified characters, so the two classes are read as one.
"""

from voltbay.recognition.reading.words import words

SIMPLE_FORM = {pair[0]: pair[1] for pair in words("traditional")}
_TABLE = str.maketrans(SIMPLE_FORM)


def simplified(text: str) -> str:
    """Turn traditional forms into those that are printed.

    >>> simplified("漢"), simplified("黃")
    ('汉', '黄')
    """
    return text.translate(_TABLE)
