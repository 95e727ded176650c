"""What anybody reads of articles; a draft, or one that is over, does not exist for them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import F, Q, QuerySet

from voltbay.articles.errors import ArticleUnknown
from voltbay.articles.models import Article
from voltbay.directory.models import Outlet

PAGE = 20
# To rank is to read the whole text: of a word that thousands have, the newest are enough.
RANKED = 300
MOST_PAGES = 50  # further back one searches
MOST_OF_A_PLACE = PAGE * MOST_PAGES
LEAN = ("body", "body_en", "search")  # what lists do not load


class SearchWords(SearchQuery):
    """What somebody looks for, cut as the articles were: see `articles_query`."""

    SEARCH_TYPES = {"plain": "articles_query"}


@dataclass(frozen=True)
class ArticleFilter:
    """What a list is narrowed to. `city` is a GB/T 2260 code or a Chinese name."""

    text: str = ""
    category: str = ""
    city: str = ""
    company: UUID | None = None
    outlet: UUID | None = None
    english: bool = False  # only what there is in English


def readable(*, now: datetime) -> "QuerySet[Article]":
    """Return what may be read at an instant, newest first, of no more places than are listed."""
    begun = Q(state=Article.State.PUBLISHED, published_at__lte=now)
    lasts = Q(expires_at__isnull=True) | Q(expires_at__gt=now)
    shown = Q(company__isnull=True) | Q(company__is_listed=True)
    shown &= Q(outlet__isnull=True) | Q(outlet__is_listed=True, outlet__company__is_listed=True)
    return Article.objects.filter(begun, lasts, shown)


def newest(asked: ArticleFilter, *, now: datetime, most: int) -> list[Article]:
    """Return a few articles, the newest first, to stand beside something else.

    One statement, of a city or a company two.
    """
    return list(_summaries(_narrowed(readable(now=now), asked))[:most])


def articles(asked: ArticleFilter, *, now: datetime, page: int = 1) -> list[Article]:
    """Return a page of articles and one more, in one statement; of a city or a company in two.

    The newest first; of a search the newest that were found, what has the words in its title
    before the others.
    """
    found = _narrowed(readable(now=now), asked)
    if asked.text:
        words = SearchWords(asked.text)
        near = found.filter(search=words).values("pk")[:RANKED]
        found = Article.objects.filter(pk__in=near).annotate(rank=SearchRank(F("search"), words))
        found = found.order_by("-rank", "-published_at", "-id")
    first = (page - 1) * PAGE
    return list(_summaries(found)[first : first + PAGE + 1])


def article(article_id: int, *, now: datetime) -> Article:
    """Return one that may be read, with its company or outlet. One statement.

    Raises ArticleUnknown.
    """
    found = readable(now=now).defer("search").select_related("company", "outlet__company")
    if one := found.filter(pk=article_id).first():
        return one
    raise ArticleUnknown


def _summaries(found: "QuerySet[Article]") -> "QuerySet[Article]":
    lean = found.select_related("company", "outlet")
    return lean.defer(*LEAN, "company__introduction_html", "outlet__introduction_html")


def _narrowed(found: "QuerySet[Article]", asked: ArticleFilter) -> "QuerySet[Article]":
    if asked.category:
        found = found.filter(category=asked.category)
    if asked.city:
        found = found.filter(pk__in=_of_city(asked.city))
    if asked.company:
        of_outlets = Article.objects.filter(outlet__company=asked.company)
        found = found.filter(
            pk__in=_either(Article.objects.filter(company=asked.company), of_outlets)
        )
    if asked.outlet:
        found = found.filter(outlet=asked.outlet)
    return found.exclude(title_en="") if asked.english else found


def _of_city(city: str) -> list[int]:
    if city.isdecimal():
        own = Article.objects.filter(city_code=city)
        return _either(own, Article.objects.filter(outlet__city_code=city))
    named = Outlet.objects.filter(city=city).order_by().values("city_code")
    own = Article.objects.filter(city_code__in=named)
    return _either(own, Article.objects.filter(outlet__city=city))


def _either(one: "QuerySet[Article]", other: "QuerySet[Article]") -> list[int]:
    """Return the ids of both, the newest thousand. One statement.

    Asked by itself: joined by OR, or as a part of the list's statement, PostgreSQL would walk
    through all articles from the newest on, looking for the few.
    """
    both = one.order_by().values_list("pk").union(other.order_by().values_list("pk"))
    return [pk for (pk,) in both.order_by("-pk")[:MOST_OF_A_PLACE]]
