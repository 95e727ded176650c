"""Articles for tests, given to whoever asks."""

from datetime import timedelta
from typing import Any

from tests.places import NOW
from voltbay.accounts.models import StaffUser
from voltbay.articles.models import Article

HOUR = timedelta(hours=1)


def write(
    title: str, body: str = "<p>正文。</p>", title_en: str = "", body_en: str = "", **others: Any
) -> Article:
    """Keep an article that was published an hour ago, unless something else is said."""
    author, _ = StaffUser.objects.get_or_create(username="editor")
    parts = {"category": "safety", "state": "published", "published_at": NOW - HOUR, **others}
    parts.setdefault("changed_at", parts["published_at"] or NOW)
    return Article.objects.create(
        title=title, body=body, title_en=title_en, body_en=body_en, author=author, **parts
    )
