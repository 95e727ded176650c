"""The console is said in Chinese as well."""

import re

import pytest
from babel.messages.pofile import read_po

from scripts.messages import LOCALE
from voltbay.sentences import Reader, catalogue

TEMPLATES = LOCALE.parent / "console" / "templates"
SAID = re.compile(r"""\{% translate (["'])(.+?)\1 %\}""")
COUNTED = re.compile(r"\{% blocktranslate[^%]*%\}(.+?)\{%", re.DOTALL)


@pytest.mark.parametrize(
    "template", sorted(TEMPLATES.rglob("*.html")), ids=lambda template: template.name
)
def test_every_text_of_a_page_is_said_in_chinese(template):
    with (LOCALE / "zh_Hans" / "LC_MESSAGES" / "django.po").open("rb") as opened:
        chinese = read_po(opened)
    text = template.read_text()
    said = {match[2] for match in SAID.finditer(text)}
    counted = (match[1].replace("%", "%%") for match in COUNTED.finditer(text))
    said |= {re.sub(r"\{\{ (\w+) \}\}", r"%(\1)s", each) for each in counted}

    assert not sorted(each for each in said if each not in chinese or not chinese[each].string)


@pytest.mark.parametrize("code", sorted(catalogue(Reader.STAFF)))
def test_staff_are_refused_in_both_languages(code):
    assert catalogue(Reader.STAFF)[code].keys() >= {"zh-Hans", "en"}
