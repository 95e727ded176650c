"""The owners' door: JSON under /api/v1."""

import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import Error
from django.http import Http404, HttpRequest, HttpResponse
from ninja.errors import HttpError, ValidationError
from ninja.renderers import BaseRenderer
from pydantic_core import to_json

from voltbay import __version__
from voltbay.accounts.phones.errors import PhoneInQuestion
from voltbay.api import (
    agreements,
    articles,
    bookings,
    call_outs,
    corrections,
    directory,
    documents,
    fits,
    fleet_blocks,
    fleet_receipts,
    fleet_vehicles,
    fleets,
    maps,
    me,
    phone_questions,
    prices,
    purposes,
    quotes,
    receipts,
    retention,
    sessions,
    sign_in,
    slots,
    support,
    vehicles,
    viewed,
    waitlist,
    wechat,
    whose_site,
)
from voltbay.api.alternatives_out import refuse_full_outlet, refuse_full_slot
from voltbay.api.described import DescribedAPI
from voltbay.api.problems import MALFORMED, problem, refuse, refuse_entries
from voltbay.bookings.errors import AnotherPerson
from voltbay.bookings.fit import DoesNotFitWithOffers
from voltbay.bookings.owner.alternatives import FullWithOutlets, FullWithStarts
from voltbay.brand.brand import brand
from voltbay.core.errors import Refusal
from voltbay.core.outages import database_is_away

log = logging.getLogger(__name__)


class Renderer(BaseRenderer):
    """Written by pydantic, several times as fast as `json` with Django's encoder.

    Chinese stays as it is: escaped it would be twice as long, and unreadable to whoever debugs.
    """

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:  # noqa: ARG002  # ninja's signature
        """Return the body."""
        return to_json(data)


def where_shown(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Return a page for programmers that is not there unless the setting shows it."""

    def shown(request: HttpRequest, **where: Any) -> HttpResponse:
        if not settings.VOLTBAY_API_PAGES:
            raise Http404
        return view(request, **where)

    return shown


api = DescribedAPI(
    title=brand().short_en,
    renderer=Renderer(),
    version=__version__,
    description="Book the removal of a retired power battery. Errors are RFC 9457 problems.",
    urls_namespace="api",
    docs_decorator=where_shown,
)
api.exception_handler(Refusal)(refuse)
api.exception_handler(FullWithStarts)(refuse_full_slot)
api.exception_handler(FullWithOutlets)(refuse_full_outlet)
api.exception_handler(DoesNotFitWithOffers)(fits.refuse_misfit)
for asking in (PhoneInQuestion, AnotherPerson):
    api.exception_handler(asking)(phone_questions.refuse_with_question)
api.exception_handler(ValidationError)(refuse_entries)


@api.exception_handler(HttpError)
def refuse_malformed(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Translate ninja's own refusals, such as a body that is not JSON."""
    return problem(request, status=error.status_code, code="body_malformed")


def refuse_form(request: HttpRequest, error: Exception) -> HttpResponse:
    """Translate Django's refusals of a form: cut off, badly encoded, too many parts."""
    return problem(request, status=400, code="body_malformed")


for kind in MALFORMED:
    api.exception_handler(kind)(refuse_form)


@api.exception_handler(Error)
def wait(request: HttpRequest, error: Error) -> HttpResponse:
    """Answer while the database is away or overcrowded: trying again later helps."""
    if not database_is_away(error):
        return fail(request, error)
    log.error("the database does not answer: %s", type(error).__name__)
    return problem(request, status=503, code="unavailable", data={"retry_after_seconds": 5})


@api.exception_handler(Exception)
def fail(request: HttpRequest, error: Exception) -> HttpResponse:
    """Answer an error that nobody anticipated without a stack trace, and log it with one."""
    log.error("unanticipated error", exc_info=error, extra={"request": request})
    return problem(request, status=500, code="internal_error")


# Paths are tried in this order: those of a rush first.
for part in (
    *(bookings, slots, documents, directory, sign_in, phone_questions, me, agreements),
    *(
        fits,
        vehicles,
        waitlist,
        prices,
        quotes,
        receipts,
        support,
        whose_site,
        maps,
        wechat,
        call_outs,
    ),
    *(fleets, fleet_vehicles, fleet_blocks, fleet_receipts, retention, viewed),
    *(purposes, corrections, sessions, articles),
):
    api.add_router("", part.router)
