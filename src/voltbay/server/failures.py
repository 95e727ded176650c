"""What is said when Django itself refuses: a problem to programs, a short page to people."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from voltbay.api.language import language_of
from voltbay.api.problems import problem
from voltbay.api.sentences import sentence


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that Django would not read, such as one for another host."""
    return _say(request, HTTPStatus.BAD_REQUEST, "body_malformed")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer somebody who may not."""
    return _say(request, HTTPStatus.FORBIDDEN, "not_allowed")


def stale_page(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose CSRF token is missing or old."""
    return _say(request, HTTPStatus.FORBIDDEN, "csrf_failed")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer for a path where nothing is."""
    return _say(request, HTTPStatus.NOT_FOUND, "not_found")


def failed(request: HttpRequest) -> HttpResponse:
    """Answer after an error that nobody anticipated."""
    return _say(request, HTTPStatus.INTERNAL_SERVER_ERROR, "internal_error")


def _say(request: HttpRequest, status: HTTPStatus, code: str) -> HttpResponse:
    if request.path.startswith("/api/"):
        return problem(request, status=status, code=code)
    language = language_of(request)
    gaps = {"language": language, "code": code, "sentence": sentence(code, language)}
    return HttpResponse(render_to_string("server/failure.html", gaps), status=status)
