"""The OpenAPI file: what ninja finds out, and every refusal, which no single function knows of.

Which refusals an operation may give follows from what it takes: whoever asks for a session may be
told that there is none, whatever reads entries may find one wrong. Each is a problem (RFC 9457).
"""

from collections.abc import Iterator
from typing import Any

from ninja import NinjaAPI

from voltbay.api.problems import TITLES

PROBLEM = "application/problem+json"
REF = {"$ref": "#/components/schemas/Problem"}
SCHEMA = {
    "title": "Problem",
    "description": "A refusal (RFC 9457): `code` is for programs, `detail` for people, in their "
    "language. Some codes bring more, such as `alternatives` or `limit_bytes`.",
    "type": "object",
    "required": ["type", "title", "status", "code", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "fields": {
            "description": "What is wrong with each entry, by code.",
            "type": "object",
            "additionalProperties": {"type": "string"},
        },
        "field_details": {
            "description": "The same in words.",
            "type": "object",
            "additionalProperties": {"type": "string"},
        },
        "retry_after_seconds": {"type": "integer"},
    },
    "additionalProperties": True,
}
# A request that cannot be read, what is not there, an error of ours, a database that is away.
ANYWHERE = (400, 404, 500, 503)
WRITES = ("post", "put", "patch", "delete")
FILES = {
    ".ics": "text/calendar",
    ".svg": "image/svg+xml",
    ".pdf": "application/pdf",
    ".csv": "text/csv",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "/photo": "image/jpeg",
}
ALSO = {"/me/data": "application/zip"}  # what is a file for whoever asks so


class DescribedAPI(NinjaAPI):
    """An API whose file tells of refusals too."""

    _described: Any = None

    def get_openapi_schema(self, **options: Any) -> Any:
        """Return the file's content: made once, or whoever asks for it would cost us a second."""
        if self._described is None:
            self._described = self._describe_all(super().get_openapi_schema(**options))
        return self._described

    def _describe_all(self, found: Any) -> Any:
        found["components"].setdefault("schemas", {})["Problem"] = SCHEMA
        found["components"]["responses"] = {
            _name(status): {"description": title, "content": {PROBLEM: {"schema": REF}}}
            for status, title in TITLES.items()
        }
        for path, methods in found["paths"].items():
            for method, operation in methods.items():
                _describe(path, method, operation)
        return found


def _describe(path: str, method: str, operation: dict[str, Any]) -> None:
    answers = operation["responses"]
    for ending, content_type in FILES.items():
        if path.endswith(ending) and method == "get":
            answers[200]["content"] = {content_type: {}}
    for ending, content_type in ALSO.items():
        if path.endswith(ending):
            answers[200]["content"][content_type] = {}
    answers.setdefault(414, {"description": "Path and query too long: said by the web server"})
    for status in sorted(set(_refusals(method, operation))):
        answers.setdefault(status, {"$ref": f"#/components/responses/{_name(status)}"})


def _name(status: int) -> str:
    return TITLES[status].replace(" ", "")


def _refusals(method: str, operation: dict[str, Any]) -> Iterator[int]:
    yield from ANYWHERE
    places = {each["in"] for each in operation.get("parameters", ())}
    if "security" in operation:
        yield from (401, 403)
    if "path" in places or "query" in places or "requestBody" in operation:
        yield 422
    if method in WRITES:
        yield from (403, 409, 429)
    if "requestBody" in operation:
        yield from (413, 415)
