"""The ways in the head of every page."""

import re
from uuid import uuid4

import pytest
from django.utils.translation import override

from voltbay.accounts.models import Role
from voltbay.console.access.permissions import may
from voltbay.console.menu import OF_ALL, OF_OUTLET, menu

AT = uuid4()


def html(role, outlet_id=AT, *, here="day", language="en"):
    with override(language):
        found = menu(role, outlet_id, here=here, language=language)
    return found.first + found.rest


@pytest.mark.parametrize("role", [one.value for one in Role])
def test_a_role_is_shown_what_it_may_open(role):
    open_to = [name for name, _ in (*OF_OUTLET, *OF_ALL, ("outlets", "")) if may(role, name)]
    links = re.findall("<a ", html(role))

    assert len(links) == len(open_to) + (role == Role.OPERATOR)


def test_the_page_that_is_open_is_marked():
    marked = re.findall(
        r"<a [^>]*aria-current=\"page\">([^<]*)</a>", html("outlet_manager", here="stock")
    )

    assert marked == ["Battery packs"]


def test_each_language_has_its_own():
    assert "日视图" in html("outlet_manager", language="zh-hans")
    assert "日视图" not in html("outlet_manager", language="en")


def test_how_much_waits_has_its_place_within_its_link():
    with override("en"):
        first, rest = menu("outlet_manager", AT, here="day", language="en")

    assert first.endswith(">Review")
    assert rest.startswith("</a>")


def test_elsewhere_no_outlet_has_a_link():
    assert str(AT) not in html("operator", None)
    assert str(AT) in html("operator")
