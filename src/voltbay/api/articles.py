"""Articles: policy, safety, how-to, recalls and notices of outlets."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.views.decorators.gzip import gzip_page
from ninja import Path, Query, Router, Schema
from ninja.decorators import decorate_view
from pydantic import Field

from voltbay.api.directory import Choice, refuse_unknown
from voltbay.api.entries import BIGGEST_ID
from voltbay.api.language import language_of
from voltbay.articles.models import Article
from voltbay.articles.queries import MOST_PAGES, PAGE, ArticleFilter, article, articles
from voltbay.core import clock
from voltbay.core.languages import EN
from voltbay.directory.latin import named

router = Router(tags=["articles"])
ArticleId = Annotated[int, Path(ge=1, le=BIGGEST_ID)]


class ArticlesFilter(Schema):
    category: Annotated[Article.Category | None, Field(description="Only what is about this.")] = (
        None
    )
    city: Annotated[
        Choice,
        Field(description="A city's code as in /cities, or its Chinese name: with its outlets'."),
    ] = ""
    page: Annotated[int, Field(ge=1, le=MOST_PAGES)] = 1


class ArticleSummary(Schema):
    """An article in a list. `language` is the one that it is written in; `of` names whose it is.

    `outlet` or `company` is where to book, if it is of one.
    """

    id: int
    category: Article.Category
    language: str
    title: str
    summary: str
    of: str
    outlet: UUID | None
    company: UUID | None
    published_at: datetime


class ArticlePage(Schema):
    items: list[ArticleSummary]
    next: int | None


class ArticleOut(ArticleSummary):
    """An article; its HTML is cleaned and loads nothing from elsewhere."""

    body_html: str
    changed_at: datetime
    city_code: str


@router.get("/articles", response=ArticlePage, summary="Articles")
@decorate_view(gzip_page)
def list_articles(request: HttpRequest, asked: Query[ArticlesFilter]) -> dict[str, Any]:
    """List articles, the newest first; `next` is the number of the next page.

    In English where there is English, else in Chinese.
    """
    refuse_unknown(request, ArticlesFilter)
    wish = ArticleFilter(category=asked.category or "", city=asked.city)
    found = articles(wish, now=clock.now(), page=asked.page)
    goes_on = len(found) > PAGE and asked.page < MOST_PAGES
    return {
        "items": [_summary(each, language=language_of(request)) for each in found[:PAGE]],
        "next": asked.page + 1 if goes_on else None,
    }


@router.get("/articles/{article_id}", response=ArticleOut, summary="An article")
@decorate_view(gzip_page)
def show_article(request: HttpRequest, article_id: ArticleId) -> dict[str, Any]:
    """Show an article while it is published."""
    found = article(article_id, now=clock.now())
    language = language_of(request)
    english = found.language_for(language) == EN
    return {
        **_summary(found, language=language),
        "body_html": found.body_en if english else found.body,
        "changed_at": found.changed_at,
        "city_code": found.outlet.city_code if found.outlet else found.city_code,
    }


def _summary(each: Article, *, language: str) -> dict[str, Any]:
    own, place = each.language_for(language), each.outlet or each.company
    return {
        "id": each.pk,
        "category": each.category,
        "language": own,
        "title": each.title_en if own == EN else each.title,
        "summary": each.summary_en if own == EN else each.summary,
        "of": named(place.name, place.name_en, language=language) if place else "",
        "outlet": each.outlet_id,
        "company": each.company_id,
        "published_at": each.published_at,
    }
