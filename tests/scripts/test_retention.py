"""What people read of it says what the rules do: the page, and the privacy notice."""

import re
from importlib.resources import files

import pytest

from scripts.retention import PAGE, with_register
from voltbay.core.retention import register

GAP = re.compile(r"\{kept\[([a-z_.]+)\]\}")


def test_the_page_says_what_the_rules_say():
    page = PAGE.read_text(encoding="utf-8")

    assert with_register(page) == page, "run python scripts/retention.py"
    assert len(register()) > 40


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_privacy_notice_tells_every_rule_about_owners(language):
    text = files("voltbay.accounts.agreements").joinpath("texts", f"privacy.{language}.html")

    told = set(GAP.findall(text.read_text(encoding="utf-8")))

    assert told == {rule.kind for rule in register().values() if rule.of_owners}
