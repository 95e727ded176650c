"""Articles that a company's people write, and what the platform lets be read.

1. A draft is kept as often as one likes, and nobody reads it.
2. Sent, it waits; taken back, it is a draft again.
3. The platform publishes it, or gives it back with a reason.
4. What is published is not changed any more: a new draft replaces it once that is published.
"""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from voltbay.accounts.models import StaffUser
from voltbay.articles.errors import (
    ArticleChanged,
    ArticleDecided,
    ArticleReasonMissing,
    ArticleUnknown,
)
from voltbay.articles.models import Article
from voltbay.directory.models import Company

State = Article.State
LONGEST_REASON = 400


@dataclass(frozen=True)
class Text:
    """What is written; `outlet_id` is one of the company's, or none for all of them."""

    category: str
    title: str
    body: str
    title_en: str = ""
    body_en: str = ""
    outlet_id: UUID | None = None


def articles_of(company: Company) -> "QuerySet[Article]":
    """Return what a company's people wrote, what was changed last first."""
    found = Article.objects.filter(Q(company=company) | Q(outlet__company=company))
    return found.defer("search", "body", "body_en").order_by("-changed_at", "-pk")


def find_of(company: Company, article_id: int) -> Article:
    """Return an article of a company. Raises ArticleUnknown."""
    of_it = Q(company=company) | Q(outlet__company=company)
    if found := Article.objects.filter(of_it, pk=article_id).defer("search").first():
        return found
    raise ArticleUnknown


def waiting_articles() -> "QuerySet[Article]":
    """Return what waits for the platform, the longest first, with writer and company."""
    found = Article.objects.filter(state=State.WAITING).defer("search", "body", "body_en")
    return found.select_related("author", "company", "outlet__company").order_by("changed_at")


def find_waiting(article_id: int) -> Article:
    """Return an article for the platform, with its company or outlet. Raises ArticleUnknown."""
    found = Article.objects.select_related("author", "company", "outlet__company", "replaces")
    if one := found.defer("search").filter(pk=article_id).first():
        return one
    raise ArticleUnknown


@transaction.atomic
def begin(company: Company, text: Text, *, staff: StaffUser, now: datetime) -> Article:
    """Keep a new draft. Raises ArticleUnknown if the outlet is another company's."""
    return _write(Article(author=staff), company, text, now=now)


@transaction.atomic
def save(
    company: Company, article_id: int, text: Text, *, seen: str, staff: StaffUser, now: datetime
) -> Article:
    """Change a draft, or begin one in the place of what is published.

    `seen` is `mark` of what was shown. Raises ArticleUnknown or ArticleChanged.
    """
    here = _lock(company, article_id, seen=seen)
    if here.state == State.DRAFT:
        return _write(here, company, text, now=now)
    if here.state == State.WAITING:
        raise ArticleChanged
    return _write(Article(author=staff, replaces=here), company, text, now=now)


@transaction.atomic
def send(company: Company, article_id: int, *, seen: str, now: datetime) -> None:
    """Hand a draft to the platform. Raises ArticleUnknown or ArticleChanged."""
    here = _lock(company, article_id, seen=seen)
    if here.state != State.DRAFT:
        raise ArticleChanged
    _go(here, State.WAITING, now=now, reason="")


@transaction.atomic
def take_back(company: Company, article_id: int, *, seen: str, now: datetime) -> None:
    """Go on writing what waits, or take off the site what is read there.

    Raises ArticleUnknown or ArticleChanged.
    """
    here = _lock(company, article_id, seen=seen)
    to = {State.WAITING: State.DRAFT, State.PUBLISHED: State.WITHDRAWN}.get(State(here.state))
    if to is None:
        raise ArticleChanged
    _go(here, to, now=now)


@transaction.atomic
def publish(article: Article, *, seen: str, now: datetime) -> None:
    """Have everybody read it, in the place of the one that it replaces.

    Raises ArticleDecided or ArticleChanged.
    """
    here = _lock_waiting(article, seen=seen)
    here.published_at = now
    _go(here, State.PUBLISHED, now=now)
    if here.replaces_id:
        before = Article.objects.filter(pk=here.replaces_id, state=State.PUBLISHED)
        before.update(state=State.WITHDRAWN, changed_at=now)


@transaction.atomic
def give_back(article: Article, *, reason: str, seen: str, now: datetime) -> None:
    """Let its writers mend it. Raises ArticleReasonMissing, ArticleDecided or ArticleChanged."""
    reason = reason.strip()[:LONGEST_REASON]
    if not reason:
        raise ArticleReasonMissing(fields={"reason": ArticleReasonMissing.code})
    _go(_lock_waiting(article, seen=seen), State.DRAFT, now=now, reason=reason)


def mark(article: Article) -> str:
    """Return what changes whenever an article does."""
    return f"{article.state}:{article.changed_at.isoformat()}"


def _lock(company: Company, article_id: int, *, seen: str) -> Article:
    find_of(company, article_id)
    here = Article.objects.select_for_update().defer("search").get(pk=article_id)
    if mark(here) != seen:
        raise ArticleChanged
    return here


def _lock_waiting(article: Article, *, seen: str) -> Article:
    here = Article.objects.select_for_update().defer("search").get(pk=article.pk)
    if here.state != State.WAITING:
        raise ArticleDecided
    if mark(here) != seen:
        raise ArticleChanged
    return here


def _write(article: Article, company: Company, text: Text, *, now: datetime) -> Article:
    if text.outlet_id and not company.outlets.filter(pk=text.outlet_id).exists():
        raise ArticleUnknown
    for name, value in asdict(text).items():
        setattr(article, name, value)
    article.company = None if text.outlet_id else company
    article.state, article.changed_at = State.DRAFT, now
    article.save()
    return article


def _go(article: Article, to: str, *, now: datetime, reason: str | None = None) -> None:
    article.state, article.changed_at = to, now
    if reason is not None:
        article.reason = reason
    article.save(update_fields=["state", "changed_at", "reason", "published_at"])
