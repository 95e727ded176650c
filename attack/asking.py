"""Requests, and what is asked of a route: rightly, and oddly in every part that it has."""

import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote_from_bytes

from attack import odd
from attack.pages import Form
from attack.routes import METHODS, Route

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
DRAWN = 0.2  # of the odd texts: any characters at all, halves of pairs too
BOUNDARY = "aFormThatNobodyMeans"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"
# Asked by Django's own lists and by ours, whether a page happens to link to them or not.
QUERIES = (
    "page",
    "p",
    "q",
    "o",
    "e",
    "all",
    "date",
    "next",
    "_popup",
    "_to_field",
    "_changelist_filters",
)
PASTED = (
    "a",
    "a.b",
    "a[]",
    "__proto__",
    "id__in",
    "pk",
    "x" * 300,
    "%00",
    "é",
    "csrfmiddlewaretoken",
)


@dataclass(frozen=True)
class Request:
    """One request; path and query are percent-encoded as they go over the line."""

    method: str
    path: str
    query: str = ""
    body: bytes = b""
    content_type: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        said = f"{self.method} {self.path[:120]}{'?' + self.query[:160] if self.query else ''}"
        body = f" {self.content_type[:40]} {self.body[:200]!r}" if self.body else ""
        return said + body + (f" {str(dict(self.headers))[:120]}" if self.headers else "")


def encoded(text: str) -> str:
    """Percent-encode any text at all, half a character included."""
    return quote_from_bytes(text.encode("utf-8", "surrogatepass"), safe="")


def query_of(entries: Mapping[str, str]) -> str:
    """Return entries as a query or as a form's body."""
    return "&".join(f"{encoded(name)}={encoded(value)}" for name, value in entries.items())


def as_form(entries: Mapping[str, str], files: Mapping[str, tuple[str, bytes]]) -> bytes:
    """Return entries and files as multipart/form-data."""
    out = b""
    for name, value in entries.items():
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
        out += (
            head.encode("utf-8", "surrogatepass") + value.encode("utf-8", "surrogatepass") + b"\r\n"
        )
    for name, (filename, content) in files.items():
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; filename="{filename}"\r\n'
        out += (head + "Content-Type: application/octet-stream\r\n\r\n").encode(
            "utf-8", "surrogatepass"
        )
        out += content + b"\r\n"
    return out + f"--{BOUNDARY}--\r\n".encode()


FILES = {
    "card.jpg": b"\xff\xd8\xff" + bytes(99), "\0.xlsx": b"PK\x03\x04" + bytes(99), "": b"",
    "a" * 400: b"x", "../../x": b"name\n1\n", "é\ud800.csv": b"\xff\xfe\x00", "x.csv": b"a,b\n" * 9,
}  # fmt: skip


class Asking:
    """What is asked of one route, by a seeded choice."""

    def __init__(
        self,
        route: Route,
        given: Mapping[str, Any],
        chance: random.Random,
        *,
        queries: Mapping[str, str] | None = None,
        forms: list[Form] | None = None,
        schema: Mapping[str, Any] | None = None,
    ) -> None:
        self.route, self.given, self.chance = route, given, chance
        self.queries = dict(queries or {})
        self.forms = forms or []
        self.schema = schema or {}
        self.path = route.path(given)

    def right(self, method: str) -> Request:
        """Ask as somebody would who means it."""
        request = Request(method, self.path)
        if method in ("POST", "PUT", "PATCH"):
            if self.schema:
                return replace(request, body=json.dumps(self.entries()).encode(), content_type=JSON)
            if self.forms:
                return self.sent(self.chance.choice(self.forms), {})
            return replace(request, content_type=FORM)
        if self.queries and method == "GET":
            return replace(request, query=query_of(self.queries))
        return request

    def entries(self) -> dict[str, Any]:
        """Return a JSON body that fits, as far as names tell."""
        return {name: self._value(name, each) for name, each in self.schema.items()}

    def odd(self) -> Request:
        """Ask for something that nobody means, in one place."""
        ways = [self._query, self._method, self._header]
        if self.route.parameters:
            ways += [self._path] * 3
        if self.schema:
            ways += [self._json] * 4 + [self._body]
        if self.forms:
            ways += [self._form] * 4 + [self._body]
        return self.chance.choice(ways)()

    def sent(self, form: Form, changes: Mapping[str, str], files: Any = None) -> Request:
        """Send a form of a page, with some entries changed."""
        entries = {**form.entries, **changes}
        if form.method == "GET":
            return Request("GET", form.action, query_of(entries))
        if form.multipart or form.files:
            return Request("POST", form.action, "", as_form(entries, files or {}), MULTIPART)
        return Request("POST", form.action, "", query_of(entries).encode(), FORM)

    def _path(self) -> Request:
        name = self.chance.choice(self.route.parameters)
        raw = {name: self.chance.choice(odd.PATHS)}
        return replace(
            self.right(self.chance.choice(["GET", "GET", "POST", "DELETE"])),
            path=self.route.path(self.given, raw=raw),
        )

    def _query(self) -> Request:
        names = [*self.queries] * 3 + [*QUERIES, *PASTED]
        entries = {**self.queries, self.chance.choice(names): self._text()}
        query = query_of(entries)
        if self.chance.random() < 0.1:
            query = self.chance.choice(
                [
                    query * 2 + "&" + query,
                    "%",
                    "&&&=",
                    "a=%FF&%FF=b",
                    "=" * 50,
                    "a=%00",
                    "?" * 9,
                    query + "&page=1&page=2",
                ]
            )
        return Request(self.chance.choice(["GET", "GET", "GET", "HEAD", "POST"]), self.path, query)

    def _method(self) -> Request:
        return self.right(self.chance.choice(METHODS))

    def _header(self) -> Request:
        method = self.chance.choice(["GET", "POST"])
        return replace(self.right(method), headers=self.chance.choice(odd.HEADERS))

    def _json(self) -> Request:
        entries: dict[str, Any] = self.entries()
        name = self.chance.choice([*entries, "unknown"])
        if self.chance.random() < 0.1:
            entries.pop(name, None)
        else:
            entries[name] = self.chance.choice([*odd.JSON, self._text()])
        body = json.dumps(entries).encode()
        return replace(self.right("POST"), body=body, content_type=JSON, method=self._writes())

    def _body(self) -> Request:
        kind = self.chance.choice([JSON, FORM, MULTIPART, *odd.TYPES])
        body = self.chance.choice(
            [*odd.BODIES, as_form({"a": "\0"}, {}), as_form({}, {"file": ("\0", b"")})]
        )
        return replace(self.right("POST"), body=body, content_type=kind, method=self._writes())

    def _form(self) -> Request:
        form = self.chance.choice(self.forms)
        names = [*form.entries, *(["unknown"] if self.chance.random() < 0.1 else [])]
        changes = {self.chance.choice(names): self._text()} if names else {}
        files = {}
        if form.files:
            filename, content = self.chance.choice([*FILES.items()])
            files = {self.chance.choice(sorted(form.files)): (filename, content)}
        return self.sent(form, changes, files)

    def _writes(self) -> str:
        return self.chance.choice(["POST", "POST", "POST", "PATCH", "PUT", "DELETE"])

    def _text(self) -> str:
        if self.chance.random() < DRAWN:
            return "".join(
                chr(self.chance.randrange(0x110000)) for _ in range(self.chance.randrange(40))
            )
        pool = self.chance.choice([odd.TEXTS, odd.DATES, odd.NUMBERS, odd.CURSORS])
        return self.chance.choice(pool)

    def _value(self, name: str, schema: Mapping[str, Any]) -> Any:
        if name in self.given:
            value = self.given[name]
            return value if isinstance(value, int) else str(value)
        for each in (schema, *schema.get("anyOf", ())):
            if "enum" in each:
                return each["enum"][0]
            if each.get("type") == "array":
                return []
        return {"integer": 1, "boolean": True}.get(str(schema.get("type")), "x")


def body_schema(operation: Mapping[str, Any], components: Mapping[str, Any]) -> dict[str, Any]:
    """Return the properties of the JSON body that an operation takes."""
    content = operation.get("requestBody", {}).get("content", {})
    found = next(iter(content.values()), {}).get("schema", {})
    if "$ref" in found:
        found = components[found["$ref"].rsplit("/", 1)[1]]
    return dict(found.get("properties", {}))


def query_names(operation: Mapping[str, Any]) -> Iterator[str]:
    """Yield what an operation can be asked in its query."""
    for each in operation.get("parameters", ()):
        if each["in"] == "query":
            yield each["name"]
