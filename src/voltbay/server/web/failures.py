"""What is said when Django itself refuses: a problem to programs, a short page to people."""

import sys
from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string

from voltbay.api.language import language_of
from voltbay.api.problems import problem
from voltbay.brand.brand import brand
from voltbay.core.outages import database_is_away
from voltbay.sentences import sentence

AGAIN_AFTER = "5"  # seconds, when the database does not answer


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that Django would not read, such as one for another host."""
    return say(request, HTTPStatus.BAD_REQUEST, "body_malformed")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer somebody who may not."""
    return say(request, HTTPStatus.FORBIDDEN, "not_allowed")


def stale_page(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose CSRF token is missing or old."""
    return say(request, HTTPStatus.FORBIDDEN, "csrf_failed")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer for a path where nothing is."""
    return say(request, HTTPStatus.NOT_FOUND, "not_found")


def failed(request: HttpRequest) -> HttpResponse:
    """Answer after an error that nobody anticipated, or while the database is away."""
    raised = sys.exception()
    if raised is None or not database_is_away(raised):
        return say(request, HTTPStatus.INTERNAL_SERVER_ERROR, "internal_error")
    answer = say(request, HTTPStatus.SERVICE_UNAVAILABLE, "unavailable")
    answer["Retry-After"] = AGAIN_AFTER
    return answer


class WrongMethod:
    """Gives the API's refusal of a method the form of its other refusals; ninja's has none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = self.get_response(request)
        if answer.status_code != HTTPStatus.METHOD_NOT_ALLOWED or not _is_api(request):
            return answer
        said = problem(request, status=answer.status_code, code="method_not_allowed")
        said["Allow"] = answer.headers["Allow"]
        return said


def _is_api(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/")


def say(request: HttpRequest, status: HTTPStatus, code: str) -> HttpResponse:
    """Answer with a refusal's sentence: a problem at the owners' door, a page elsewhere."""
    if _is_api(request):
        return problem(request, status=status, code=code)
    language = language_of(request)
    gaps = {
        "language": language,
        "code": code,
        "sentence": sentence(code, language),
        "brand": brand(),
        "brand_short": brand().short(language),
    }
    return HttpResponse(render_to_string("server/failure.html", gaps), status=status)
