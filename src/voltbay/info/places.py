"""Cities, services, companies and outlets, each of which leads into booking."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from voltbay.articles.queries import ArticleFilter, newest
from voltbay.brand.brand import brand
from voltbay.company_pages.queries import shown_pictures
from voltbay.core import clock
from voltbay.core.errors import NotFound
from voltbay.core.local_time import local_date
from voltbay.directory import queries
from voltbay.directory.introduction import summary
from voltbay.directory.latin import addressed, named, placed
from voltbay.directory.models import Company
from voltbay.directory.queries import PAGE, OutletFilter
from voltbay.info import rows, structured
from voltbay.info.addresses import Route, booking_path
from voltbay.info.embedded import COMPANY, OUTLET, apart
from voltbay.info.page import HOME, Head, page, show
from voltbay.slots.earliest import earliest_starts

NEWS = 5  # articles beside a place


@page
def home(request: HttpRequest, *, language: str) -> HttpResponse:
    """Show the cities, what is offered, and the newest articles. Three statements."""
    now = clock.now()
    says = _(
        "Find an outlet that removes and takes back electric car batteries, read what applies, "
        "and book a time."
    )
    site = {"@type": "WebSite", "name": brand().short(language), "url": HOME.address(language)}
    head = Head(_("Battery recycling near you"), says, HOME, structured=[site])
    gaps = {
        "cities": rows.cities(queries.cities(), language=language),
        "services": rows.services(queries.services(), language=language),
        "articles": rows.articles(newest(ArticleFilter(), now=now, most=NEWS), language=language),
    }
    return show(request, "home", head, gaps, language=language)


@page
def city(request: HttpRequest, city: str, service: str = "", *, language: str) -> HttpResponse:
    """Show a city's outlets with their first free times, all or those of a service.

    Eight statements at most, the look for where a further page begins among them.
    """
    now, known = clock.now(), rows.cities(queries.cities(), language=language)
    here = next((each for each in known if each["code"] == city), None)
    offered = rows.services(queries.services(city=city), language=language)
    kind = next((each for each in offered if each["key"] == service), None)
    if here is None or (service and kind is None):
        raise NotFound
    wish = OutletFilter(city=city, service=service)
    after = _beginning(request)
    found = queries.outlets(wish, after=_marks(after, wish))
    shown = found[:PAGE]
    place = Route("city-service", (city, service)) if service else Route("city", (city,))
    asked = ArticleFilter(city=city)
    gaps = {
        "city": here,
        "kind": kind,
        "services": offered,
        "outlets": rows.outlets(shown, earliest_starts(shown, now=now), language=language),
        "articles": rows.articles(newest(asked, now=now, most=NEWS), language=language),
        "next": shown[-1].pk if len(found) > PAGE else None,
        "is_first": after is None,
    }
    route = Route(place.name, place.of, _query(after))
    return show(request, "city", _city_head(here, kind, route), gaps, language=language)


def _city_head(here: dict[str, Any], kind: dict[str, Any] | None, route: Route) -> Head:
    words = {"city": here["name"], "count": here["outlets"]}
    if kind is None:
        title = _("Battery recycling outlets in %(city)s") % words
        crumbs = [(_("Start"), HOME)]
    else:
        title = _("%(service)s in %(city)s") % {"service": kind["name"], **words}
        crumbs = [(_("Start"), HOME), (here["name"], Route("city", route.of[:1]))]
    says = _("%(count)s outlets in %(city)s: addresses, hours and the first free time.") % words
    return Head(title, says, route, crumbs=crumbs)


@page
def service(request: HttpRequest, service: str, *, language: str) -> HttpResponse:
    """Show in which cities a service is offered. Two statements."""
    offered = rows.services(queries.services(), language=language)
    kind = next((each for each in offered if each["key"] == service), None)
    if kind is None:
        raise NotFound
    says = _("Cities with outlets that offer: %(service)s.") % {"service": kind["name"]}
    route = Route("service", (service,))
    head = Head(kind["name"], says, route, crumbs=[(_("Start"), HOME)])
    found = rows.cities(queries.cities(service=service), language=language)
    return show(request, "service", head, {"kind": kind, "cities": found}, language=language)


@page
def companies(request: HttpRequest, *, language: str) -> HttpResponse:
    """Show companies by name. Two statements."""
    after = _beginning(request)
    today = local_date(clock.now())
    marks = _company_marks(after) if after else ()
    found = queries.companies("", city="", today=today, after=marks)
    shown = found[:PAGE]
    route = Route("companies", (), _query(after))
    says = _("Companies that remove, take back and recycle electric car batteries.")
    head = Head(_("Recycling companies"), says, route, crumbs=[(_("Start"), HOME)])
    gaps = {
        "companies": [
            {
                "id": each.pk,
                "name": named(each.name, each.name_en, language=language),
                "city": placed(each.city, language=language),
                "summary": each.introduction_summary,
                "outlets": each.outlet_count,  # type: ignore[attr-defined]  # annotated
            }
            for each in shown
        ],
        "next": shown[-1].pk if len(found) > PAGE else None,
    }
    return show(request, "companies", head, gaps, language=language)


@page
def company(request: HttpRequest, company_id: UUID, *, language: str) -> HttpResponse:
    """Show a company, its outlets and articles. Nine statements at most."""
    now, firm = clock.now(), queries.company(company_id)
    name = named(firm.name, firm.name_en, language=language)
    wish, after = OutletFilter(only=Q(company=firm)), _beginning(request)
    found = queries.outlets(wish, after=_marks(after, wish))
    shown = found[:PAGE]
    asked = ArticleFilter(company=firm.pk)
    head = Head(
        name,
        firm.introduction_summary or _("A company that recycles batteries."),
        Route("company", (firm.pk,), _query(after)),
        crumbs=[(_("Start"), HOME), (_("Companies"), Route("companies"))],
        picture=Route("picture-of", ("company", str(firm.pk))),
        structured=[structured.organization(firm, name=name, language=language)],
    )
    gaps = {
        "company": firm,
        "introduction": apart(firm.introduction_html, COMPANY, firm.pk, language=language),
        "name_shown": name,
        "city": placed(firm.city, language=language),
        "outlets": rows.outlets(shown, earliest_starts(shown, now=now), language=language),
        "next": shown[-1].pk if len(found) > PAGE else None,
        "is_first": after is None,
        "qualifications": [
            (
                named(each.name, language=language),
                each.number,
                each.valid_until,
                each.is_over(today=local_date(now)),
                f"/api/v1/companies/{firm.pk}/pictures/{each.scan}" if each.scan else "",
            )
            for each in firm.qualifications.all()
        ],
        "pictures": shown_pictures(firm),
        "articles": rows.articles(newest(asked, now=now, most=NEWS), language=language),
    }
    return show(request, "company", head, gaps, language=language)


@page
def outlet(request: HttpRequest, outlet_id: UUID, *, language: str) -> HttpResponse:
    """Show an outlet: where, when, what it offers and the first free time. Seven statements."""
    now = clock.now()
    place = queries.outlet(outlet_id, today=local_date(now))
    name = named(place.name, place.name_en, language=language)
    firm = named(place.company.name, place.company.name_en, language=language)
    city = placed(place.city, language=language)
    head = Head(
        name,
        summary(place.introduction_html) or addressed(place.address, language=language),
        Route("outlet", (place.pk,)),
        crumbs=[(_("Start"), HOME), (city, Route("city", (place.city_code,)))],
        picture=Route("picture-of", ("outlet", str(place.pk))),
        structured=[structured.business(place, name=name, company=firm, language=language)],
    )
    asked = ArticleFilter(outlet=place.pk)
    gaps = {
        "outlet": place,
        "introduction": apart(place.introduction_html, OUTLET, place.pk, language=language),
        "name_shown": name,
        "company_name": firm,
        "address": addressed(place.address, language=language),
        "services": rows.offered(place, language=language),
        "week": rows.week(place),
        "closures": [
            (each.first_date, each.last_date, named(each.reason, each.reason_en, language=language))
            for each in place.closures.all()
        ],
        "earliest": earliest_starts([place], now=now).get(place.pk),
        "booking": booking_path(place, place.asked_service_id),  # type: ignore[attr-defined]  # annotated
        "articles": rows.articles(newest(asked, now=now, most=NEWS), language=language),
    }
    return show(request, "outlet", head, gaps, language=language)


def _beginning(request: HttpRequest) -> UUID | None:
    """Return what a further page begins after. Raises NotFound if it is nothing of ours."""
    asked = request.GET.get("after", "")
    try:
        return UUID(asked) if asked else None
    except ValueError as malformed:
        raise NotFound from malformed


def _query(after: UUID | None) -> tuple[tuple[str, str], ...]:
    return (("after", str(after)),) if after else ()


def _marks(after: UUID | None, wish: OutletFilter) -> Sequence[Any]:
    return queries.marks_of(queries.listed(after), wish) if after else ()


def _company_marks(after: UUID) -> Sequence[str]:
    found = Company.objects.filter(pk=after).values_list("name", "id").first()
    if found is None:
        raise NotFound
    return found[0], str(found[1])
