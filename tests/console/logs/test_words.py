"""The audit log speaks in words: every route, button and table has some, in both languages."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.utils.translation import override

import voltbay.console
from voltbay.console.access.permissions import RULES
from voltbay.console.logs.columns import COLUMNS
from voltbay.console.logs.words import BUTTONS, EVENTS, ROUTES, TABLES, in_words, kinds
from voltbay.removals.rules import Step

TEMPLATES = Path(voltbay.console.__file__).parent / "templates"
PACKAGE = Path(voltbay.console.__file__).parents[1]
PRESSED = re.compile(r'name="action" value="([^"{]+)"')
WATCHED = re.compile(r'watch\(\s*"(\w+)"')
NOTED = re.compile(r'\brecord\(\s*"([\w-]+)"|_note\(\s*"([\w-]+)"')
HAN = re.compile(r"[\u4e00-\u9fff]")


def test_every_route_has_words():
    assert ROUTES.keys() == RULES.keys()


def test_every_button_has_words():
    pressed = {
        each for file in TEMPLATES.rglob("*.html") for each in PRESSED.findall(file.read_text())
    }

    assert pressed <= BUTTONS.keys()
    assert {f"step:{step}" for step in Step} <= BUTTONS.keys()


def test_every_table_and_every_event_has_words():
    written = [file.read_text() for file in PACKAGE.rglob("*.py")]
    watched = {table for text in written for table in WATCHED.findall(text)}
    noted = {one or other for text in written for one, other in NOTED.findall(text)}

    assert watched == TABLES.keys()
    assert noted <= EVENTS.keys()
    assert watched <= {model._meta.db_table for model in apps.get_models(include_auto_created=True)}


def test_every_column_of_a_watched_table_has_words():
    every = apps.get_models(include_auto_created=True)
    watched = [model for model in every if model._meta.db_table in TABLES]

    assert COLUMNS.keys() == {
        field.column for model in watched for field in model._meta.concrete_fields
    }


def test_all_of_them_are_said_in_chinese():
    with override("zh-hans"):
        every = (ROUTES, BUTTONS, EVENTS, TABLES, COLUMNS)
        for words in (each for said in every for each in said.values()):
            assert HAN.search(str(words)), words


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("work step:pack 302", "处理拆卸 · 包装"),
        ("work step:pack 409", "处理拆卸 · 包装 · 被拒绝（409）"),
        ("directory_outlet.update", "网点: 已修改"),
        ("sign-in", "登录"),
        ("gone-since 302", "gone-since 302"),
    ],
)
def test_an_entry_is_read_in_words(what, said):
    with override("zh-hans"):
        assert in_words(what) == said


def test_the_choice_of_kinds_has_no_code_twice():
    assert len(dict(kinds())) == len(kinds())
