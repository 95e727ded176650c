"""A part of a page that is written once is what it would be if it were written each time."""

import pytest
from django.template import Context, Template
from django.utils.translation import override

HELD = (
    "{% load console i18n %}{% get_current_language as language %}"
    '{% written_once language %}<b>{% translate "Sign out" %} {{ who }}</b>{% endwritten_once %}'
)


def test_what_is_given_decides_what_is_written():
    template = Template(HELD)
    written = {}
    for language in ("en", "zh-hans", "en", "zh-hans"):
        with override(language):
            written.setdefault(language, set()).add(template.render(Context()))

    assert written == {"en": {"<b>Sign out </b>"}, "zh-hans": {"<b>退出登录 </b>"}}


def test_it_is_written_once():
    template = Template(HELD)

    with override("en"):
        first = template.render(Context({"who": "bob"}))
        again = template.render(Context({"who": "carol"}))

    assert first == again == "<b>Sign out bob</b>"


def test_without_anything_given_there_is_one():
    template = Template("{% load console %}{% written_once %}{{ who }}{% endwritten_once %}")

    assert [template.render(Context({"who": who})) for who in "ab"] == ["a", "a"]


@pytest.mark.parametrize("who", ["<i>", "'"])
def test_what_it_holds_is_made_safe(who):
    part = "{% load console %}{% written_once who %}{{ who }}{% endwritten_once %}"

    assert who not in Template(part).render(Context({"who": who}))
