"""What every page of the site has: a language, a head, its age, and a word where nothing is."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import conditional_page, require_safe

from voltbay.brand.brand import brand
from voltbay.core.errors import NotFound
from voltbay.core.languages import EN, ZH
from voltbay.info.addresses import Route
from voltbay.limits.errors import LimitReached
from voltbay.sentences import sentence

DJANGO = {ZH: "zh-hans", EN: "en"}
OTHER = {ZH: EN, EN: ZH}
# Times that are free, and what staff changed, are seen within minutes.
KEPT = "public, max-age=120, stale-while-revalidate=600"
# What may stand in a script element without ending it.
SAFE_IN_SCRIPT = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}
HOME = Route("home")
PICTURE = Route("picture")


@dataclass(frozen=True)
class Head:
    """What search engines and other people's pages show of a page.

    `languages` are those that it is written in, the first one its own where the reader's is not
    among them; `crumbs` lead to it from the start.
    """

    title: str
    description: str
    route: Route
    languages: Sequence[str] = (ZH, EN)
    crumbs: Sequence[tuple[str, Route]] = ()
    picture: Route = PICTURE
    kind: str = "website"
    structured: Sequence[Mapping[str, Any]] = field(default_factory=list)
    is_indexed: bool = True


def page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Make a view a page: in its path's language, public, compressed, asked for again by its ETag.

    What is not there, or asked for too often, is answered with a page as well.
    """

    @wraps(view)
    def answer(request: HttpRequest, *of: Any, language: str, **named: Any) -> HttpResponse:
        with translation.override(DJANGO[language]):
            try:
                found = view(request, *of, language=language, **named)
            except NotFound as refusal:
                return lost(request, language=language, code=refusal.code)
            except LimitReached as refusal:
                return wait(request, refusal, language=language)
        found.headers.setdefault("Cache-Control", KEPT)
        return found

    return require_safe(gzip_page(conditional_page(answer)))


def show(
    request: HttpRequest, template: str, head: Head, gaps: Mapping[str, Any], *, language: str
) -> HttpResponse:
    """Write a page."""
    return render(request, f"info/{template}.html", {**_frame(head, language), **gaps})


def lost(request: HttpRequest, *, language: str, code: str = "not_found") -> HttpResponse:
    """Say that nothing is here, and lead on to where something is."""
    return _said(request, _("Not found"), sentence(code, language), HTTPStatus.NOT_FOUND, language)


def wait(request: HttpRequest, refusal: LimitReached, *, language: str) -> HttpResponse:
    """Say when to ask again."""
    said = sentence(refusal.code, language, refusal.data)
    answer = _said(request, _("Please wait"), said, HTTPStatus.TOO_MANY_REQUESTS, language)
    answer["Retry-After"] = str(refusal.retry_after_seconds)
    return answer


def _said(
    request: HttpRequest, title: str, said: str, status: HTTPStatus, language: str
) -> HttpResponse:
    head = Head(title, said, HOME, is_indexed=False)
    with translation.override(DJANGO[language]):
        answer = render(request, "info/lost.html", {**_frame(head, language), "said": said})
    answer.status_code = status
    answer["Cache-Control"] = "no-store"
    return answer


def _frame(head: Head, language: str) -> dict[str, Any]:
    """Return what the frame around every page says."""
    own = language if language in head.languages else head.languages[0]
    return {
        "name": brand().short(language),
        "brand": brand(),
        "head": head,
        "language": language,
        "written_in": own,
        "canonical": head.route.address(own),
        "alternates": [(each, head.route.address(each)) for each in head.languages],
        "other": OTHER[language],
        "other_path": head.route.path(OTHER[language]),
        "picture": head.picture.address(own),
        "crumbs": [(name, route.path(language)) for name, route in head.crumbs],
        "structured": _script([*head.structured, *_trail(head, own)]),
        "police_digits": "".join(filter(str.isdecimal, brand().police_record)),
    }


def _trail(head: Head, language: str) -> list[dict[str, Any]]:
    """Describe the way to the page as schema.org does."""
    if not head.crumbs:
        return []
    steps = [*head.crumbs, (head.title, head.route)]
    items = [
        {"@type": "ListItem", "position": place, "name": name, "item": route.address(language)}
        for place, (name, route) in enumerate(steps, start=1)
    ]
    return [{"@type": "BreadcrumbList", "itemListElement": items}]


def _script(parts: list[Mapping[str, Any]]) -> SafeString:
    if not parts:
        return SafeString("")
    written = json.dumps({"@context": "https://schema.org", "@graph": parts}, ensure_ascii=False)
    return mark_safe(written.translate(SAFE_IN_SCRIPT))  # noqa: S308  # escaped in this line
