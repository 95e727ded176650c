"""The site's pages for search engines: a list of lists, each page with its other language."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps import views as theirs
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from voltbay.articles.models import Article
from voltbay.articles.queries import readable
from voltbay.core import clock
from voltbay.core.errors import NotFound
from voltbay.core.languages import EN, ZH
from voltbay.directory import queries
from voltbay.directory.models import Company, Outlet
from voltbay.info.addresses import Route, absolute
from voltbay.info.page import HOME, page

KEPT_OUT = ("/admin/", "/console/", "/api/", "/r/", "/b/", "/info/search", "/info/en/search")
LIMIT = 1000  # addresses in one list: it is written within a tenth of a second


class Pages(Sitemap):  # type: ignore[type-arg]  # generic only in the stubs
    """What all lists have in common: both languages, and the address that people know."""

    limit = LIMIT
    i18n = alternates = True

    def get_protocol(self, protocol: str | None = None) -> str:  # noqa: ARG002  # Django's
        """Return the scheme of the public address."""
        return urlsplit(settings.VOLTBAY_PUBLIC_URL).scheme

    def get_domain(self, site: Any = None) -> str:  # noqa: ARG002  # Django's
        """Return the host of the public address."""
        return urlsplit(settings.VOLTBAY_PUBLIC_URL).netloc

    def get_latest_lastmod(self) -> None:
        """Say nothing for the list of lists: it would load everything."""

    def location(self, item: Any) -> str:
        """Return the path in the language that is being written."""
        return self.route(item).path(ZH if (get_language() or "").startswith("zh") else EN)

    def route(self, item: Any) -> Route:
        """Return the page of an item."""
        raise NotImplementedError


class PlacesMap(Pages):
    """The start, the lists, the cities and the services in them."""

    def items(self) -> Sequence[Route]:
        """Return the pages. Two statements."""
        fixed = [HOME, Route("companies"), Route("articles")]
        topics = [Route("topic", (each,)) for each in Article.Category.values]
        services = [Route("service", (each["name"],)) for each in queries.services()]
        cities = [Route("city", (each["city_code"],)) for each in queries.cities()]
        return [*fixed, *topics, *services, *cities]

    def route(self, item: Route) -> Route:
        """Return the page itself."""
        return item


class CompaniesMap(Pages):
    """Companies."""

    def items(self) -> Any:
        """Return the ids."""
        return list(Company.objects.filter(is_listed=True).order_by("pk").values_list("pk"))

    def route(self, item: Any) -> Route:
        """Return the company's page."""
        return Route("company", tuple(item))


class OutletsMap(Pages):
    """Outlets."""

    def items(self) -> Any:
        """Return the ids."""
        return list(Outlet.objects.filter(queries.LISTED).order_by("pk").values_list("pk"))

    def route(self, item: Any) -> Route:
        """Return the outlet's page."""
        return Route("outlet", tuple(item))


class ArticlesMap(Pages):
    """Articles, in English those that there are."""

    def items(self) -> Any:
        """Return id, whether there is English, and when it was changed."""
        found = readable(now=clock.now()).order_by("pk")
        return list(found.values_list("pk", "title_en", "changed_at"))

    def get_languages_for_item(self, item: Any) -> list[str]:
        """Return the languages that it is written in."""
        return ["zh-hans", "en"] if item[1] else ["zh-hans"]

    def route(self, item: Any) -> Route:
        """Return the article's page."""
        return Route("article", tuple(item[:1]))

    def lastmod(self, item: Any) -> datetime:
        """Say when it was changed."""
        return item[2]  # type: ignore[no-any-return]  # a row


LISTS: dict[str, type[Pages]] = {
    "places": PlacesMap,
    "companies": CompaniesMap,
    "outlets": OutletsMap,
    "articles": ArticlesMap,
}


@page
def sitemap_index(request: HttpRequest, *, language: str) -> HttpResponse:
    """Answer with the list of lists. Five statements."""
    lists = [
        f"{reverse('sitemap-of', args=(name,))}{f'?p={number}' if number > 1 else ''}"
        for name, kind in LISTS.items()
        for number in kind().paginator.page_range
    ]
    gaps = {"sitemaps": [{"location": absolute(path)} for path in lists]}
    return render(request, "sitemap_index.xml", gaps, content_type="application/xml")


@page
def sitemap(request: HttpRequest, section: str, *, language: str) -> HttpResponse:
    """Answer with one of the lists. Two statements at most."""
    try:
        answer = theirs.sitemap(request, dict(LISTS), section).render()
    except Http404 as missing:
        raise NotFound from missing
    del answer.headers["X-Robots-Tag"]
    return answer


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Tell search engines what is for them: the site, and not the pages of staff and programs."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in KEPT_OUT)]
    lines += ["", f"Sitemap: {absolute(reverse('sitemap'))}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain")
