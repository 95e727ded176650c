"""Outlets, services and articles as lists show them, in a reader's language."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from voltbay.articles.models import Article
from voltbay.core.languages import EN, ZH
from voltbay.core.local_time import local_date
from voltbay.directory.latin import addressed, named, placed
from voltbay.directory.models import Outlet, Service
from voltbay.info.addresses import booking_path


def cities(found: Sequence[Mapping[str, Any]], *, language: str) -> list[dict[str, Any]]:
    """Write cities with their number of outlets."""
    return [
        {
            "code": each["city_code"],
            "name": placed(each["city"], language=language),
            "outlets": each["outlets"],
        }
        for each in found
    ]


def services(found: Sequence[Mapping[str, Any]], *, language: str) -> list[dict[str, Any]]:
    """Write kinds of services: the Chinese name, which is the key, and the one to read."""
    return [
        {"key": each["name"], "name": named(each["name"], each["name_en"], language=language)}
        for each in found
    ]


def outlets(
    found: Sequence[Outlet], earliest: Mapping[UUID, datetime], *, language: str
) -> list[dict[str, Any]]:
    """Write outlets as `directory.queries.outlets` annotated them; each leads into booking."""
    return [
        {
            "id": each.pk,
            "name": named(each.name, each.name_en, language=language),
            "company": named(each.company.name, each.company.name_en, language=language),
            "city": placed(each.city, language=language),
            "address": addressed(each.address, language=language),
            "phone": each.phone,
            "earliest": earliest.get(each.pk),
            "booking": booking_path(each, each.asked_service_id),  # type: ignore[attr-defined]  # annotated
        }
        for each in found
    ]


def offered(outlet: Outlet, *, language: str) -> list[dict[str, Any]]:
    """Write an outlet's services, each with its way into booking."""
    return [_service(each, outlet, language=language) for each in outlet.offered]


def _service(service: Service, outlet: Outlet, *, language: str) -> dict[str, Any]:
    return {
        "name": named(service.name, service.name_en, language=language),
        "minutes": service.slots_needed * outlet.slot_minutes,
        "classes": service.vehicle_classes,
        "fuels": service.fuels,
        "heaviest_kg": service.heaviest_kg,
        "booking": booking_path(outlet, service.pk),
    }


def articles(found: Sequence[Article], *, language: str) -> list[dict[str, Any]]:
    """Write articles for a list."""
    return [_article(each, language=language) for each in found]


def _article(each: Article, *, language: str) -> dict[str, Any]:
    english = each.language_for(language) == EN
    return {
        "id": each.pk,
        "written_in": EN if english else ZH,
        "title": each.title_en if english else each.title,
        "summary": each.summary_en if english else each.summary,
        "category": each.category,
        "kind": each.get_category_display(),
        "date": local_date(each.published_at) if each.published_at else None,
        "of": whose(each, language=language),
    }


def whose(each: Article, *, language: str) -> str:
    """Return the outlet or company that an article is of, empty for the platform's own."""
    place = each.outlet or each.company
    return named(place.name, place.name_en, language=language) if place else ""


def week(outlet: Outlet) -> list[tuple[int, list[str]]]:
    """Return each weekday's stretches, Monday first; a day without any is closed."""
    days: list[list[str]] = [[] for _ in range(7)]
    for each in outlet.opening_hours.all():
        days[each.weekday].append(f"{each.opens_at:%H:%M}–{each.closes_at:%H:%M}")
    return list(enumerate(days))
