"""What is said of a body that is not taken: too long, too slow, or without room for it."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from prometheus_client import Counter

from voltbay.api.problems import problem

STATUS = {
    "body_too_slow": HTTPStatus.REQUEST_TIMEOUT,
    "body_too_large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "unavailable": HTTPStatus.SERVICE_UNAVAILABLE,
}
RETRY_AFTER = 5  # seconds, when there was no room for it
REFUSED = Counter("voltbay_bodies_refused_total", "Bodies that were not taken.", ["code"])


class BodyLimit:
    """Refuses a body that is longer than any that we take, with a problem and not a cut line.

    The web process (`process.intake`) has done so before; this holds wherever Django runs.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if announced(request) > limit_for(request.content_type or ""):
            return refusal(request, "body_too_large")
        return self.get_response(request)


def refusal(request: HttpRequest, code: str) -> HttpResponse:
    """Answer a request whose body was not taken."""
    REFUSED.labels(code).inc()
    data: dict[str, Any] = {}
    if code == "body_too_large":
        data = {"limit_bytes": limit_for(request.content_type or "")}
    elif code == "unavailable":
        data = {"retry_after_seconds": RETRY_AFTER}
    return problem(request, status=STATUS[code], code=code, data=data)


def limit_for(content_type: str) -> int:
    """Return how many bytes a body of this type may have."""
    form = content_type == "multipart/form-data"
    return int(settings.VOLTBAY_LONGEST_FORM if form else settings.VOLTBAY_LONGEST_BODY)


def announced(request: HttpRequest) -> int:
    """Return the announced length; the web process announces what it has read."""
    length = str(request.META.get("CONTENT_LENGTH") or "0")
    return int(length) if length.isdigit() else 0
