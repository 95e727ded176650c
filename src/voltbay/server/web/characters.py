"""The one character that nothing of ours can keep is refused before anything reads it.

PostgreSQL's texts hold every character but NUL, so wherever one came through, a query would fail.
Here is looked at everything that a request can bring one in: its path, query, headers, cookies
and body. Files may hold it; their names may not.
"""

import re
from collections.abc import Callable, Iterable
from http import HTTPStatus

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponseBase

from voltbay.api.problems import MALFORMED
from voltbay.server.web.failures import bad_request, say

NUL = "\0"
ESCAPED = re.compile(rb"%00|\0")  # in a query or in a form's body
JSON_ESCAPED = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")  # the backslash itself not escaped
QUOTED = "\\000"  # how a cookie writes one
OWNERS = "/api/"


class NoNul:
    """Refuses a request with a NUL in it, in words."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        try:
            _check_length(request)
            found = _in_head(request) or _in_body(request)
        except MALFORMED as malformed:
            return bad_request(request, malformed)
        if found:
            return say(request, HTTPStatus.BAD_REQUEST, "nul_not_allowed")
        return self.get_response(request)


def _check_length(request: HttpRequest) -> None:
    """Raise where a body's length is no number: reading the body would fail."""
    length = str(request.META.get("CONTENT_LENGTH") or "0")
    if not (length.isascii() and length.isdecimal()):
        raise SuspiciousOperation


def _in_head(request: HttpRequest) -> bool:
    if ESCAPED.search(request.META.get("QUERY_STRING", "").encode(errors="replace")):
        return True
    if QUOTED in request.META.get("HTTP_COOKIE", ""):
        return True
    return any(NUL in value for value in request.META.values() if isinstance(value, str))


def _in_body(request: HttpRequest) -> bool:
    kind = request.content_type
    if request.method in ("GET", "HEAD"):
        return False
    if kind == "multipart/form-data":
        # Reading an owner's photo is left to whoever has looked who sends it: the only form there
        # takes a word of a list, and no name.
        return not request.path_info.startswith(OWNERS) and _in_form(request)
    if kind == "application/x-www-form-urlencoded":
        return bool(ESCAPED.search(request.body))
    return bool(JSON_ESCAPED.search(request.body) or b"\0" in request.body)


def _in_form(request: HttpRequest) -> bool:
    return any(NUL in text for text in _texts(request))


def _texts(request: HttpRequest) -> Iterable[str]:
    for name, values in request.POST.lists():
        yield name
        yield from (str(value) for value in values)
    for name, files in request.FILES.lists():
        yield name
        for file in files:
            yield file.name or ""
            yield file.content_type or ""
