"""The newest articles as RSS 2.0 and Atom, all or of a category, in one language each."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.translation import gettext as _

from voltbay.articles.models import Article
from voltbay.articles.queries import ArticleFilter, articles
from voltbay.brand.brand import brand
from voltbay.core import clock
from voltbay.core.errors import NotFound
from voltbay.core.languages import EN
from voltbay.info import rows
from voltbay.info.addresses import Route
from voltbay.info.page import page

Asked = tuple[str, str]  # a category or nothing, and a language


class Rss(Feed):  # type: ignore[type-arg]  # generic only in the stubs
    """Articles as RSS."""

    feed_type: type[Any] = Rss201rev2Feed
    way = "rss"

    def get_object(self, _request: HttpRequest, category: str, language: str) -> Asked:
        """Return what is asked for. Raises NotFound."""
        if category and category not in Article.Category.values:
            raise NotFound
        return category, language

    def title(self, asked: Asked) -> str:
        """Name the feed."""
        what = Article.Category(asked[0]).label if asked[0] else _("Articles")
        return f"{brand().short(asked[1])} – {what}"

    def description(self, _asked: Asked) -> str:
        """Say what it is about."""
        return _("What applies to retired batteries, what to mind, and what outlets tell.")

    def subtitle(self, asked: Asked) -> str:
        """Say the same, as Atom calls it."""
        return self.description(asked)

    def link(self, asked: Asked) -> str:
        """Lead to the page of the same articles."""
        route = Route("topic", asked[:1]) if asked[0] else Route("articles")
        return route.address(asked[1])

    def feed_url(self, asked: Asked) -> str:
        """Say where the feed itself is."""
        category, language = asked
        route = Route(f"topic-{self.way}", (category,)) if category else Route(self.way)
        return route.address(language)

    def items(self, asked: Asked) -> Sequence[tuple[Article, str]]:
        """Return the newest articles; an English feed has those that are in English."""
        category, language = asked
        wish = ArticleFilter(category=category, english=language == EN)
        return [(each, language) for each in articles(wish, now=clock.now())]

    def item_title(self, item: tuple[Article, str]) -> str:
        """Return the title."""
        return item[0].title_en if item[1] == EN else item[0].title

    def item_description(self, item: tuple[Article, str]) -> str:
        """Return the beginning as plain text."""
        return str(item[0].summary_en if item[1] == EN else item[0].summary)

    def item_link(self, item: tuple[Article, str]) -> str:
        """Lead to the article."""
        return Route("article", (item[0].pk,)).address(item[1])

    def item_author_name(self, item: tuple[Article, str]) -> str:
        """Name the outlet or company, or the platform."""
        return rows.whose(item[0], language=item[1]) or brand().short(item[1])

    def item_pubdate(self, item: tuple[Article, str]) -> datetime | None:
        """Say since when it is read."""
        return item[0].published_at

    def item_updateddate(self, item: tuple[Article, str]) -> datetime:
        """Say when it was changed."""
        return max(item[0].changed_at, item[0].published_at or item[0].changed_at)

    def item_categories(self, item: tuple[Article, str]) -> list[str]:
        """Name the category."""
        return [item[0].get_category_display()]


class Atom(Rss):
    """Articles as Atom."""

    feed_type = Atom1Feed
    way = "atom"


@page
def rss(request: HttpRequest, category: str = "", *, language: str) -> HttpResponse:
    """Answer with RSS. One statement."""
    return Rss()(request, category=category, language=language)


@page
def atom(request: HttpRequest, category: str = "", *, language: str) -> HttpResponse:
    """Answer with Atom. One statement."""
    return Atom()(request, category=category, language=language)
