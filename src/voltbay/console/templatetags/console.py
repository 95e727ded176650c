"""What the staff pages' templates need."""

import hashlib
from functools import cache
from typing import Any

from django import template
from django.contrib.staticfiles import finders
from django.templatetags.static import static

register = template.Library()


@register.simple_tag
def asset(name: str) -> str:
    """Return the address of a static file, which changes with its content."""
    return f"{static(f'console/{name}')}?v={_digest(name)}"


@register.filter
def of(table: Any, key: Any) -> Any:
    """Look something up in a table."""
    return table.get(key, "")


@cache
def _digest(name: str) -> str:
    found = finders.find(f"console/{name}")
    if not isinstance(found, str):
        raise FileNotFoundError(name)
    with open(found, "rb") as file:  # noqa: PTH123  # a finder's path
        return hashlib.sha256(file.read()).hexdigest()[:10]
