"""Write the register of what is kept into its page: run it after changing a rule.

The page says the periods that hold where no setting says otherwise.
"""

import os
import sys
from pathlib import Path

import django

PAGE = Path(__file__).parents[1] / "docs" / "retention.md"
BEGIN, END = "<!-- register -->\n", "<!-- /register -->\n"


def with_register(page: str) -> str:
    """Return a page whose register says what the rules say now."""
    before, rest = page.split(BEGIN)
    _, after = rest.split(END)
    return f"{before}{BEGIN}{table()}{END}{after}"


def table() -> str:
    """Return the register as a table, one rule a row."""
    from voltbay.core.languages import EN
    from voltbay.core.retention import register

    rows = [
        "| rule | what | why | kept | setting | then | source |",
        "|---|---|---|---|---|---|---|",
    ]
    for rule in register().values():
        setting = f"`{rule.period.setting}`" if rule.period.setting else ""
        then = "taken out of its row" if rule.columns else "erased"
        source = f"{rule.source.text} [{rule.source.certainty}]"
        cells = (f"`{rule.kind}`", rule.what.en, rule.why.en, rule.said(EN), setting, then, source)
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    os.environ.setdefault("VOLTBAY_TEST", "1")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "voltbay.server.settings")
    django.setup()
    written = with_register(PAGE.read_text(encoding="utf-8"))
    PAGE.write_text(written, encoding="utf-8")
    sys.stdout.write(f"wrote {PAGE.name}\n")
