"""A limit on what is sent to us, before anything reads it."""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from voltbay.api.problems import problem

# Read and thrown away, so that the sender, who listens only when done sending, hears the answer.
MOST_DRAINED = 100 * 1024 * 1024  # bytes
CHUNK = 64 * 1024  # bytes


class BodyLimit:
    """Refuses a body that is longer than any that we take, with a problem and not a cut line."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        limit = limit_for(request.content_type or "")
        if announced(request) <= limit:
            return self.get_response(request)
        drain(request)
        return problem(
            request,
            status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            code="body_too_large",
            data={"limit_bytes": limit},
        )


def limit_for(content_type: str) -> int:
    """Return how many bytes a body of this type may have."""
    form = content_type == "multipart/form-data"
    return int(settings.VOLTBAY_LONGEST_FORM if form else settings.VOLTBAY_LONGEST_BODY)


def announced(request: HttpRequest) -> int:
    """Return the announced length; a body without one is never read, so it counts as none."""
    length = str(request.META.get("CONTENT_LENGTH") or "0")
    return int(length) if length.isdigit() else 0


def drain(request: HttpRequest) -> None:
    """Read the body and forget it, up to a limit of its own."""
    drained = 0
    while drained < MOST_DRAINED and (chunk := request.read(CHUNK)):
        drained += len(chunk)
