"""Articles by category, one by one, and by words."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from voltbay.articles.models import Article
from voltbay.articles.queries import MOST_PAGES, PAGE, ArticleFilter, article, articles
from voltbay.brand.brand import brand
from voltbay.core import clock
from voltbay.core.errors import NotFound
from voltbay.core.languages import EN, ZH
from voltbay.core.local_time import local_date
from voltbay.directory import queries
from voltbay.directory.latin import named, placed
from voltbay.directory.queries import OutletFilter
from voltbay.info import rows, structured
from voltbay.info.addresses import Route, booking_path
from voltbay.info.embedded import EN_BODY, ZH_BODY, apart
from voltbay.info.limits import SEARCHES, spend_by_address
from voltbay.info.page import HOME, Head, page, show
from voltbay.slots.earliest import earliest_starts

LONGEST = 60  # characters of a search
WORDS = 6  # each is looked for in six columns of outlets
FOUND = 5  # outlets and companies shown above the articles that are found


@page
def article_list(request: HttpRequest, category: str = "", *, language: str) -> HttpResponse:
    """Show articles, all or those of a category, the newest first. One statement."""
    if category and category not in Article.Category.values:
        raise NotFound
    number = _page(request)
    found = articles(ArticleFilter(category=category), now=clock.now(), page=number)
    if number > 1 and not found:
        raise NotFound
    title = Article.Category(category).label if category else _("Articles")
    place = Route("topic", (category,)) if category else Route("articles")
    head = Head(
        str(title),
        _("What applies to retired batteries, what to mind, and what outlets tell."),
        Route(place.name, place.of, _query(number)),
        crumbs=_crumbs(category),
    )
    gaps = {
        "articles": rows.articles(found[:PAGE], language=language),
        "categories": Article.Category.choices,
        "category": category,
        "next": number + 1 if len(found) > PAGE and number < MOST_PAGES else None,
        "before": number - 1,
    }
    return show(request, "articles", head, gaps, language=language)


@page
def show_article(request: HttpRequest, article_id: int, *, language: str) -> HttpResponse:
    """Show an article, and where to book: at its outlet, else near. Three statements at most."""
    now = clock.now()
    shown = article(article_id, now=now)
    own = shown.language_for(language)
    title = shown.title_en if own == EN else shown.title
    by = rows.whose(shown, language=own) or brand().short(own)
    picture = Route("picture-of", ("article", str(shown.pk)))
    head = Head(
        title,
        shown.summary_en if own == EN else shown.summary,
        Route("article", (shown.pk,)),
        languages=(ZH, EN) if shown.title_en else (ZH,),
        crumbs=_crumbs(shown.category, is_inside=True),
        picture=picture,
        kind="article",
        structured=[
            structured.article(
                shown, title=title, by=[by], picture=picture.address(own), language=own
            )
        ],
    )
    gaps = {
        "article": shown,
        "title": title,
        "body": _body(shown, own),
        "kind": shown.get_category_display(),
        "by": by,
        "booking": _booking(shown),
        "near": _near(shown, language=language),
    }
    return show(request, "article", head, gaps, language=language)


def _body(shown: Article, language: str) -> str:
    if language == EN:
        return apart(shown.body_en, EN_BODY, shown.pk, language=language)
    return apart(shown.body, ZH_BODY, shown.pk, language=language)


def _booking(shown: Article) -> str:
    return booking_path(shown.outlet) if shown.outlet else ""


def _near(shown: Article, *, language: str) -> dict[str, str] | None:
    """Return the city that an article is of, to find an outlet there."""
    if not shown.city_code:
        return None
    found = [each for each in queries.cities() if each["city_code"] == shown.city_code]
    return rows.cities(found, language=language)[0] if found else None


@page
def search(request: HttpRequest, *, language: str) -> HttpResponse:
    """Show what is found by words: outlets, companies, articles. Seven statements at most.

    Raises LimitReached.
    """
    now, number = clock.now(), _page(request)
    text = " ".join(request.GET.get("q", "").split()[:WORDS])[:LONGEST]
    if text:
        spend_by_address(SEARCHES, request, now=now)
    found = articles(ArticleFilter(text=text), now=now, page=number) if text else []
    says = _("Search outlets, companies and articles.")
    query = (("q", text),) if text else ()
    head = Head(
        _("Search: %(text)s") % {"text": text} if text else _("Search"),
        says,
        Route("search", (), query),
        crumbs=[(_("Start"), HOME)],
        is_indexed=False,
    )
    outlets = queries.outlets(OutletFilter(text=text))[:FOUND] if text and number == 1 else []
    firms = _companies(text, language=language, now=now) if text and number == 1 else []
    earliest = earliest_starts(outlets, now=now) if outlets else {}
    gaps = {
        "text": text,
        "outlets": rows.outlets(outlets, earliest, language=language),
        "companies": firms,
        "articles": rows.articles(found[:PAGE], language=language),
        "next": number + 1 if len(found) > PAGE and number < MOST_PAGES else None,
        "is_empty": bool(text) and not (found or outlets or firms),
    }
    return show(request, "search", head, gaps, language=language)


def _companies(text: str, *, language: str, now: datetime) -> list[dict[str, object]]:
    return [
        {
            "id": each.pk,
            "name": named(each.name, each.name_en, language=language),
            "city": placed(each.city, language=language),
        }
        for each in queries.companies(text, city="", today=local_date(now))[:FOUND]
    ]


def _page(request: HttpRequest) -> int:
    asked = request.GET.get("page", "1")
    if not (asked.isascii() and asked.isdecimal() and 0 < int(asked[:4]) <= MOST_PAGES):
        raise NotFound
    return int(asked[:4])


def _query(number: int) -> tuple[tuple[str, str], ...]:
    return (("page", str(number)),) if number > 1 else ()


def _crumbs(category: str, *, is_inside: bool = False) -> list[tuple[str, Route]]:
    crumbs = [(_("Start"), HOME)]
    if category:
        crumbs.append((_("Articles"), Route("articles")))
    if is_inside:
        crumbs.append((str(Article.Category(category).label), Route("topic", (category,))))
    return crumbs
