"""A company's page as Carol writes it."""

from datetime import date, datetime
from typing import Any

from tests.places import NOW
from voltbay.company_pages.content import Certificate, Content, Offer
from voltbay.company_pages.models import PageVersion
from voltbay.company_pages.queries import in_force, open_version
from voltbay.company_pages.write import mark, save, send
from voltbay.directory.models import Company

PERMIT = Certificate(name="危险废物经营许可证", number="沪环危 001", valid_until=date(2027, 3, 31))


def page_of(company: Company, **changes: Any) -> Content:
    """Return what owners see of a company, with changes."""
    written = {
        "introduction_html": "<p>一九九八年起回收电池。</p>",
        "certificates": (PERMIT,),
        "offers": (Offer(name="上门拖车", text="三十公里内免费"),),
        **changes,
    }
    return in_force(company).model_copy(update=written)


def sent(company: Company, *, by: Any, now: datetime = NOW, **changes: Any) -> PageVersion:
    """Write a version and hand it to the platform."""
    seen = mark(open_version(company))
    version = save(company, page_of(company, **changes), seen=seen, staff=by, now=now)
    return send(company, seen=mark(version), now=now)
