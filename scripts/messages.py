"""Compile the back office's translations: `python scripts/messages.py` after editing a .po file.

The compiled files are kept in the tree, so that running Voltbay needs no compiler.
"""

import re
from collections import Counter
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).parents[1] / "src" / "voltbay" / "locale"


def compiled(source: Path) -> bytes:
    """Return what a .po file compiles to. Raises ValueError if it says something twice."""
    words = re.findall(r'^msgid "(.+)"$', source.read_text("utf-8"), re.MULTILINE)
    if twice := [one for one, times in Counter(words).items() if times > 1]:
        raise ValueError(f"{source.name} has {twice} twice: only the first would count")
    with source.open("rb") as opened:
        catalogue = read_po(opened)
    target = BytesIO()
    write_mo(target, catalogue)
    return target.getvalue()


if __name__ == "__main__":
    for source in LOCALE.rglob("*.po"):
        source.with_suffix(".mo").write_bytes(compiled(source))
        print(f"compiled {source.relative_to(LOCALE)}")
