"""What a page asks for: its forms with their entries, and the questions that its links ask."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urljoin, urlsplit

Entries = dict[str, str]


@dataclass
class Form:
    """A form as a browser would send it untouched."""

    action: str
    method: str
    entries: Entries = field(default_factory=dict)
    files: set[str] = field(default_factory=set)
    multipart: bool = False


def read(html: str, *, path: str) -> "Reader":
    """Return what a page asks for; `path` is where it stands."""
    found = Reader(path)
    found.feed(html)
    return found


class Reader(HTMLParser):
    """Collects forms and links."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = path
        self.forms: list[Form] = []
        self.queries: dict[str, set[str]] = {}
        self._form: Form | None = None
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a form, an entry of it, or a link."""
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            method = "GET" if given.get("method", "get").lower() == "get" else "POST"
            self._form = Form(self._at(given.get("action", "")), method)
            self._form.multipart = "multipart" in given.get("enctype", "")
            self.forms.append(self._form)
        elif tag == "a":
            self._link(given.get("href", ""))
        elif tag in ("input", "textarea", "select", "button"):
            self._entry(tag, given)
        elif tag == "option":
            self._choose(given)

    def handle_endtag(self, tag: str) -> None:
        """Close a form or a list."""
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""

    def _entry(self, tag: str, given: dict[str, str]) -> None:
        form, name = self._form, given.get("name", "")
        if form is None or not name:
            return
        kind = given.get("type", "text")
        if kind == "file":
            form.files.add(name)
        elif kind in ("checkbox", "radio") and "checked" not in given and name in form.entries:
            return
        else:
            form.entries.setdefault(name, given.get("value", "on" if kind == "checkbox" else ""))
            self._select = name if tag == "select" else ""

    def _choose(self, given: dict[str, str]) -> None:
        form, name = self._form, self._select
        if form and name and ("selected" in given or not form.entries[name]):
            form.entries[name] = given.get("value", "")

    def _link(self, href: str) -> None:
        at = urlsplit(urljoin(self.path, href))
        if not at.netloc and at.query:
            names = {name for name, _ in parse_qsl(at.query, keep_blank_values=True)}
            self.queries.setdefault(at.path, set()).update(names)

    def _at(self, action: str) -> str:
        return urlsplit(urljoin(self.path, action)).path or self.path


def queries(reader: Reader) -> Iterator[tuple[str, str]]:
    """Yield each path with each name that is asked there by a link or by a form that looks."""
    for path, names in reader.queries.items():
        for name in sorted(names):
            yield path, name
    for form in reader.forms:
        if form.method == "GET":
            for name in form.entries:
                yield form.action, name
