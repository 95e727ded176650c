"""Refusals as RFC 9457 problems, in the caller's language."""

import logging
from typing import Any

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from ninja.errors import ValidationError

from voltbay.api.language import language_of
from voltbay.core.errors import Refusal
from voltbay.sentences import sentence
from voltbay.sentences.statuses import status_of

log = logging.getLogger(__name__)

TITLES = {
    400: "Bad request",
    401: "Not signed in",
    403: "Not allowed",
    404: "Not found",
    405: "Method not allowed",
    409: "Conflict",
    413: "Too large",
    415: "Wrong kind of content",
    422: "Invalid",
    429: "Too many requests",
    500: "Internal error",
    503: "Unavailable",
}
# How Django refuses a form or a body: cut off, badly encoded, of another charset, too many parts.
MALFORMED = (BadRequest, MultiPartParserError, SuspiciousOperation, UnreadablePostError)
# Pydantic's error types that need another word than "wrong_type".
ENTRY_CODES = {
    "missing": "missing",
    "string_too_long": "too_long",
    "too_long": "too_long",
    "string_too_short": "too_short",
    "too_short": "too_short",
    "greater_than": "out_of_range",
    "greater_than_equal": "out_of_range",
    "less_than": "out_of_range",
    "less_than_equal": "out_of_range",
    "extra_forbidden": "unknown_entry",
    "enum": "not_a_choice",
    "literal_error": "not_a_choice",
    "string_pattern_mismatch": "characters_not_allowed",
}


def problem(
    request: HttpRequest,
    *,
    status: int,
    code: str,
    data: dict[str, Any] | None = None,
    fields: dict[str, str] | None = None,
) -> HttpResponse:
    """Write a problem document; `data` fills the sentence's gaps and is sent along."""
    language = language_of(request)
    body: dict[str, Any] = {
        **(data or {}),
        "type": f"https://voltbay.example/problems/{code}",
        "title": TITLES.get(status, "Refused"),
        "status": status,
        "code": code,
        "detail": sentence(code, language, data),
    }
    if fields:
        body["fields"] = fields
        body["field_details"] = {
            name: sentence(what, language, data) for name, what in fields.items()
        }
    answer = JsonResponse(body, status=status, content_type="application/problem+json")
    answer["Content-Language"] = language
    if "retry_after_seconds" in body:
        answer["Retry-After"] = str(body["retry_after_seconds"])
    return answer


def refuse(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Translate an anticipated refusal."""
    return problem(
        request,
        status=status_of(refusal),
        code=refusal.code,
        data=refusal.data,
        fields=refusal.fields,
    )


def refuse_entries(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Translate entries that are missing or malformed; never repeats what was entered."""
    fields = {_entry(each["loc"]): _entry_code(each) for each in error.errors}
    return problem(request, status=422, code="invalid", fields=fields)


def _entry(where: tuple[Any, ...]) -> str:
    """Name an entry as the caller knows it: without the ninja parameter it came in."""
    parts = [str(part) for part in where if part not in ("body", "query", "path", "form", "file")]
    return ".".join(parts[1:] or parts) if where[:1] == ("body",) else ".".join(parts)


def _entry_code(error: dict[str, Any]) -> str:
    """Our validators raise ValueError with a code as its message; pydantic's have types."""
    if error["type"] == "value_error":
        return str(error["ctx"]["error"])
    return ENTRY_CODES.get(error["type"], "wrong_type")
