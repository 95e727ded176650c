"""The back office's translations are complete and compiled."""

import ast
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.apps import apps
from django.utils import translation

from scripts.messages import LOCALE, compiled

SOURCES = LOCALE.parent
CHINESE = LOCALE / "zh_Hans" / "LC_MESSAGES" / "django.po"
GETTEXT = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}


def said_in(path: Path) -> set[str]:
    """Return the first text of every call of gettext in a module."""
    calls = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    return {
        call.args[0].value
        for call in calls
        if isinstance(call.func, ast.Name)
        and call.func.id in GETTEXT
        and call.args
        and isinstance(call.args[0], ast.Constant)
    }


def test_every_text_is_said_in_chinese():
    with CHINESE.open("rb") as opened:
        catalogue = read_po(opened)
    texts = set().union(*(said_in(path) for path in SOURCES.rglob("*.py")))

    assert len(texts) > 100
    assert not sorted(text for text in texts if text not in catalogue or not catalogue[text].string)


def test_what_runs_was_compiled_from_what_is_written():
    for source in LOCALE.rglob("*.po"):
        assert source.with_suffix(".mo").read_bytes() == compiled(source), "scripts/messages.py"


@pytest.mark.parametrize("language", ["zh-hans"])
def test_the_back_office_has_no_english_label_left(language):
    with translation.override(language):
        for label in ("directory", "slots", "bookings", "accounts"):
            config = apps.get_app_config(label)
            assert not str(config.verbose_name).isascii()
        for name in ("Company", "Outlet", "Service", "OpeningHours", "Closure", "Qualification"):
            model = apps.get_model("directory", name)
            shown = [field for field in model._meta.fields if field.editable and field.name != "id"]
            assert not [field.name for field in shown if str(field.verbose_name).isascii()]
