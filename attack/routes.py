"""Every route that there is, found in the URL resolver, so that a new one is attacked by itself."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote

from django.urls import URLPattern, URLResolver, get_resolver

PARAMETER = re.compile(r"<(?:[^<>:]+:)?([^<>]+)>|\(\?P<(\w+)>[^()]*\)")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE")
FILE_ENDING = re.compile(r"\^|\\Z|\$")


@dataclass(frozen=True)
class Route:
    """A route as the resolver writes it, such as `console/outlets/<uuid:outlet_id>/day/`."""

    template: str
    name: str

    @property
    def door(self) -> str:
        """Whose door it is: `api`, `console`, `admin`, or `public`."""
        start = self.template.partition("/")[0]
        return start if start in ("api", "console", "admin") else "public"

    @property
    def parameters(self) -> list[str]:
        """What its path is filled with."""
        return [first or second for first, second in PARAMETER.findall(self.template)]

    def path(self, given: Mapping[str, object], *, raw: Mapping[str, str] | None = None) -> str:
        """Return a path; `raw` values are put in as they are, percent signs and all."""

        def fill(match: re.Match[str]) -> str:
            name = match[1] or match[2]
            if raw and name in raw:
                return raw[name]
            return quote(str(given.get(name, "x")), safe="/")

        return "/" + FILE_ENDING.sub("", PARAMETER.sub(fill, self.template))


@cache
def routes() -> tuple[Route, ...]:
    """Return every route once, in the resolver's order."""
    return tuple(dict.fromkeys(_walk(get_resolver().url_patterns)))


def _walk(patterns: Iterable[URLPattern | URLResolver], before: str = "") -> Iterator[Route]:
    for each in patterns:
        template = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _walk(each.url_patterns, template)
        else:
            yield Route(template, each.name or "")


@cache
def operations() -> dict[tuple[str, str], dict[str, Any]]:
    """Return the API's operations by method and template, as the resolver writes it."""
    from voltbay.api.app import api

    found = {}
    for path, methods in api.get_openapi_schema()["paths"].items():
        for method, operation in methods.items():
            found[method.upper(), re.sub(r"{(\w+)}", r"<\1>", path).lstrip("/")] = operation
    return found


def plain(template: str) -> str:
    """Return a template without its converters, as OpenAPI knows it.

    >>> plain("api/v1/outlets/<uuidstr:outlet_id>/slots")
    'api/v1/outlets/<outlet_id>/slots'
    """
    return re.sub(r"<(?:[^<>:]+:)", "<", template)
