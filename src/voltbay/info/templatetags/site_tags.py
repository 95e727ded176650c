"""The words and addresses that the site's templates ask for."""

import hashlib
from collections.abc import Sequence
from datetime import date
from functools import cache

from django import template
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from voltbay.directory.models import CLASSES, FUELS, OpeningHours

register = template.Library()


@register.simple_tag
def style() -> str:
    """Return the address of the site's style, which changes with its content."""
    return f"{static('info/site.css')}?v={_digest('info/site.css')}"


@register.filter
def taken(classes: Sequence[str]) -> str:
    """Name the classes of vehicles that a service takes."""
    return _(", ").join(str(CLASSES[each]) for each in classes)


@register.filter
def fuelled(fuels: Sequence[str]) -> str:
    """Name the fuels that a service takes."""
    return _(", ").join(str(FUELS[each]) for each in fuels)


@register.filter
def weekday(number: int) -> str:
    """Name a weekday, Monday being 0."""
    return str(OpeningHours.Weekday(number).label)


@register.filter
def day(when: date) -> str:
    """Write a day as its readers do."""
    if (get_language() or "").startswith("zh"):
        return f"{when.year} 年 {when.month} 月 {when.day} 日"
    return f"{when.day} {when:%B} {when.year}"


@register.filter
def cleaned(text: str) -> SafeString:
    """Let through what the column cleaned when it was written (see `directory.introduction`)."""
    return mark_safe(text)  # noqa: S308  # every way to the column cleans


@cache
def _digest(name: str) -> str:
    found = finders.find(name)
    if not isinstance(found, str):
        raise FileNotFoundError(name)
    with open(found, "rb") as file:  # noqa: PTH123  # a finder's path
        return hashlib.sha256(file.read()).hexdigest()[:10]
