"""The site's paths: the same routes in Chinese under /info/ and in English under /info/en/."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.decorators.http import require_safe

from voltbay.core.languages import EN, ZH
from voltbay.info import embedded, feeds, pictures, places, reading, sitemaps
from voltbay.info.page import lost


@require_safe
def nothing(request: HttpRequest, *, language: str) -> HttpResponse:
    """Say that nothing is at a path of the site."""
    return lost(request, language=language)


routes = [
    path("", places.home, name="home"),
    path("cities/<str:city>", places.city, name="city"),
    path("cities/<str:city>/<path:service>", places.city, name="city-service"),
    path("services/<path:service>", places.service, name="service"),
    path("companies", places.companies, name="companies"),
    path("companies/<uuid:company_id>", places.company, name="company"),
    path("outlets/<uuid:outlet_id>", places.outlet, name="outlet"),
    path("articles", reading.article_list, name="articles"),
    path("articles/<int:article_id>", reading.show_article, name="article"),
    path("topics/<slug:category>", reading.article_list, name="topic"),
    path("topics/<slug:category>/feed.rss", feeds.rss, name="topic-rss"),
    path("topics/<slug:category>/feed.atom", feeds.atom, name="topic-atom"),
    path("search", reading.search, name="search"),
    path("feed.rss", feeds.rss, name="rss"),
    path("feed.atom", feeds.atom, name="atom"),
    path("picture.png", pictures.picture, name="picture"),
    path("pictures/<slug:kind>/<slug:of>.png", pictures.picture, name="picture-of"),
    path("embedded/<slug:kind>/<slug:of>/<int:number>", embedded.embedded, name="embedded"),
    re_path(r"^.*$", nothing),
]
# Both languages stand in each.
maps = [
    path("sitemap.xml", sitemaps.sitemap_index, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemaps.sitemap, name="sitemap-of"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("robots.txt", sitemaps.robots),
    path("info/", include(maps), {"language": ZH}),
    path("info/en/", include((routes, "info"), namespace="info-en"), {"language": EN}),
    path("info/", include((routes, "info"), namespace="info"), {"language": ZH}),
]
