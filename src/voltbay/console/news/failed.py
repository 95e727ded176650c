"""Messages that did not get through, as rows of a page."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from voltbay.core.local_time import local
from voltbay.staff_news.kinds import about
from voltbay.staff_news.models import Delivery
from voltbay.staff_news.trial import in_trouble
from voltbay.staff_news.why import why

MOST = 50


def rows_of(
    deliveries: "QuerySet[Delivery]", language: str, *, now: datetime
) -> list[dict[str, Any]]:
    """Return what is in trouble, newest first: what it was about, and why, without a plate."""
    found = in_trouble(deliveries, now=now).exclude(state=Delivery.State.SENT)[:MOST]
    return [_row(each, language) for each in found]


def _row(delivery: Delivery, language: str) -> dict[str, Any]:
    return {
        "kind": about(delivery.news.kind).says.said(language),
        "outlet": getattr(delivery.news.outlet or delivery.news.company, "name", ""),
        "to": delivery.robot.name if delivery.robot else "",
        "at": f"{local(delivery.news.made_at):%Y-%m-%d %H:%M}",
        "is_over": delivery.state == Delivery.State.FAILED,
        "tries": delivery.tries,
        "why": why(delivery.error_code, language),
        "code": delivery.error_code,
    }
