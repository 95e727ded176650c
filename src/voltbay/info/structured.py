"""What machines read of a page: schema.org's words for a business and an article. Pure.

Where a place lies is left out: schema.org wants WGS-84, which GCJ-02 may not be turned into.
"""

from collections.abc import Sequence
from typing import Any

from voltbay.articles.models import Article
from voltbay.directory.models import Company, Outlet
from voltbay.info.addresses import Route, absolute, booking_path

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def business(outlet: Outlet, *, name: str, company: str, language: str) -> dict[str, Any]:
    """Describe an outlet as a LocalBusiness, with its hours and the way into booking."""
    address = Route("outlet", (outlet.pk,)).address(language)
    firm = Route("company", (outlet.company_id,)).address(language)
    described: dict[str, Any] = {
        "@type": "LocalBusiness",
        "@id": address,
        "url": address,
        "name": name,
        "telephone": outlet.phone,
        "address": {
            "@type": "PostalAddress",
            "addressCountry": "CN",
            "addressLocality": outlet.city,
            "streetAddress": outlet.address,
        },
        "parentOrganization": {"@type": "Organization", "@id": firm, "name": company},
        "openingHoursSpecification": [
            {
                "@type": "OpeningHoursSpecification",
                "dayOfWeek": DAYS[each.weekday],
                "opens": f"{each.opens_at:%H:%M}",
                "closes": f"{each.closes_at:%H:%M}",
            }
            for each in outlet.opening_hours.all()
        ],
        "potentialAction": {
            "@type": "ReserveAction",
            "target": absolute(booking_path(outlet)),
        },
    }
    if outlet.photo:
        described["image"] = absolute(f"/api/v1/outlets/{outlet.pk}/photo")
    return described


def organization(company: Company, *, name: str, language: str) -> dict[str, Any]:
    """Describe a company."""
    address = Route("company", (company.pk,)).address(language)
    return {
        "@type": "Organization",
        "@id": address,
        "url": company.website or address,
        "name": name,
        "telephone": company.phone,
        "taxID": company.credit_code,
        "address": {
            "@type": "PostalAddress",
            "addressCountry": "CN",
            "addressLocality": company.city,
        },
    }


def article(
    shown: Article, *, title: str, by: Sequence[str], picture: str, language: str
) -> dict[str, Any]:
    """Describe an article: what it says, since when, and whose it is."""
    address, first = (
        Route("article", (shown.pk,)).address(language),
        shown.published_at or shown.changed_at,
    )
    return {
        "@type": "Article",
        "@id": address,
        "mainEntityOfPage": address,
        "headline": title,
        "inLanguage": language,
        "datePublished": first.isoformat(),
        "dateModified": max(shown.changed_at, first).isoformat(),
        "author": [{"@type": "Organization", "name": name} for name in by],
        "publisher": {"@type": "Organization", "name": by[0]},
        "image": picture,
    }
