"""Articles to try Voltbay with: invented, in Chinese and English."""

import tomllib
from collections.abc import Mapping
from datetime import datetime, timedelta
from importlib.resources import files
from typing import Any

from django.db import transaction

from voltbay.accounts.models import StaffUser
from voltbay.articles.models import Article
from voltbay.directory.models import Company, Outlet


@transaction.atomic
def load(*, author: StaffUser, now: datetime) -> None:
    """Add the demo's articles that are not there yet, as one of the staff wrote them."""
    text = files("voltbay.articles").joinpath("demo_data/articles.toml").read_text("utf-8")
    known = set(Article.objects.values_list("title", flat=True))
    for described in tomllib.loads(text)["articles"]:
        if described["title"] not in known:
            _publish(described, author=author, now=now)


def _publish(described: Mapping[str, Any], *, author: StaffUser, now: datetime) -> None:
    published_at = now - timedelta(days=described["days"])
    Article.objects.create(
        category=described["category"],
        title=described["title"],
        title_en=described["title_en"],
        body=described["body"].strip(),
        body_en=described["body_en"].strip(),
        outlet=Outlet.objects.filter(name=described.get("outlet")).first(),
        company=Company.objects.filter(name=described.get("company")).first(),
        city_code=described.get("city_code", ""),
        state=Article.State.PUBLISHED,
        published_at=published_at,
        changed_at=published_at,
        author=author,
    )
