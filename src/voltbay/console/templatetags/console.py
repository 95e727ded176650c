"""What the staff pages' templates need."""

import hashlib
from collections.abc import Hashable, Sequence
from functools import cache
from typing import Any

from django import template
from django.contrib.staticfiles import finders
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.templatetags.static import static
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def asset(name: str) -> str:
    """Return the address of a static file, which changes with its content."""
    return f"{static(f'console/{name}')}?v={_digest(name)}"


@register.filter
def of(table: Any, key: Any) -> Any:
    """Look something up in a table."""
    return table.get(key, "")


@register.tag
def written_once(parser: Parser, token: Token) -> "WrittenOnce":
    """Write a part of a page once, and again only when what it is given is another.

        {% written_once language %}{% translate "Sign out" %}{% endwritten_once %}

    The part may hold nothing else that varies: no one's name, no token. What is given has few
    values, as a language has, for each is kept.
    """
    given = [parser.compile_filter(each) for each in token.split_contents()[1:]]
    part = parser.parse(("endwritten_once",))
    parser.delete_first_token()
    return WrittenOnce(given, part)


class WrittenOnce(template.Node):
    """A part of a page, with what was written of it."""

    def __init__(self, given: Sequence[FilterExpression], nodelist: NodeList) -> None:
        self.given, self.nodelist = given, nodelist
        self._written: dict[Hashable, SafeString] = {}

    def render(self, context: Context) -> SafeString:
        """Return it as it was written for the same, or write it."""
        key = tuple(each.resolve(context) for each in self.given)
        written = self._written.get(key)
        if written is None:
            written = self._written[key] = self.nodelist.render(context)
        return written


@cache
def _digest(name: str) -> str:
    found = finders.find(f"console/{name}")
    if not isinstance(found, str):
        raise FileNotFoundError(name)
    with open(found, "rb") as file:  # noqa: PTH123  # a finder's path
        return hashlib.sha256(file.read()).hexdigest()[:10]
