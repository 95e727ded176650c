"""Everybody at every route, rightly and oddly; whatever comes of it is judged.

1. The resolver is walked, so that a route that is new is there without a word here.
2. Staff pages are read once as somebody who may: their forms and links tell what can be entered.
3. Each role asks each route rightly by every method, then oddly, as often as there is time for.
4. An answer is wrong if it is a 5xx, or if it lets in whom the table (`allowed`) does not.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from time import monotonic
from urllib.parse import urlsplit

from attack.allowed import ON_THE_WAY_IN, OWNERS, SAYS_GONE, Who, is_anothers, may_enter
from attack.asking import Asking, Request, body_schema, query_names
from attack.pages import Form, queries, read
from attack.routes import METHODS, Route, operations, plain, routes
from attack.town import Town

READERS = (Who.OPERATOR, Who.NOBODY)
LONGEST_WORDS = 300
SAYS_IF_NOT_READY = "readyz"
TURNED_AWAY = 0.15  # of the odd requests


@dataclass(frozen=True)
class Answer:
    """What came back; `why` is the error that nobody anticipated, where it can be seen."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    why: str = ""


Send = Callable[[Who, Request], Answer]


@dataclass
class Outcome:
    """What was asked, and what was found."""

    requests: int = 0
    asked: Counter[tuple[str, str]] = field(default_factory=Counter)  # route and role
    statuses: Counter[int] = field(default_factory=Counter)
    findings: dict[str, str] = field(default_factory=dict)  # the first of each kind

    @property
    def said(self) -> list[str]:
        """The findings, one a line."""
        return [f"{what}: {request}" for what, request in sorted(self.findings.items())]


class Attack:
    """One walk over everything."""

    def __init__(self, town: Town, send: Send, *, seed: int, harmless: bool = False) -> None:
        self.town, self.send = town, send
        self.chance = random.Random(seed)
        self.harmless = harmless  # leave alone what would end the town itself
        self.outcome = Outcome()
        self.forms: dict[str, list[Form]] = defaultdict(list)
        self.queries: dict[str, set[str]] = defaultdict(set)
        self.schemas, self.asked_of = _described()

    def run(self, *, odd: int, seconds: float = 1e9, doors: Iterable[str] = ()) -> Outcome:
        """Ask everything: rightly once, then `odd` times oddly, or until the time is over.

        What is right is asked in any case: who may enter where is not a matter of chance.
        """
        ours = [each for each in routes() if not doors or each.door in doors]
        self._read_pages([each for each in ours if each.door in ("console", "admin")])
        pairs = [(route, who) for route in ours for who in Who if _concerns(route, who)]
        for route, who in pairs:
            self._rightly(route, who)
        ends_at = monotonic() + seconds
        for _ in range(odd):
            self.chance.shuffle(pairs)
            for route, who in pairs:
                if monotonic() > ends_at:
                    return self.outcome
                self._oddly(route, who)
        return self.outcome

    def _read_pages(self, staff_routes: list[Route]) -> None:
        for route in staff_routes:
            for who in READERS:
                if not may_enter(who, route, template=plain(route.template)):
                    continue
                for turn in range(len(self.town.codes) if "code" in route.parameters else 1):
                    path = route.path(self.town.fill(route, turn=turn))
                    answer = self._ask(who, route, Request("GET", path))
                    if answer.status == 200 and b"<html" in answer.body[:2000]:
                        self._note(answer, path)

    def _note(self, answer: Answer, path: str) -> None:
        page = read(answer.body.decode("utf-8", "replace"), path=path)
        for form in page.forms:
            known = self.forms[form.action]
            if not any(set(each.entries) == set(form.entries) for each in known):
                known.append(form)
        for where, name in queries(page):
            self.queries[where].add(name)

    def _rightly(self, route: Route, who: Who) -> None:
        asking = self._asking(route, turn=self.chance.randrange(9))
        for method in ("GET", "POST", self.chance.choice(METHODS[2:])):
            self._ask(who, route, asking.right(method))

    def _oddly(self, route: Route, who: Who) -> None:
        """Ask oddly; whoever is turned away at the door finds less to break behind it."""
        may = may_enter(who, route, template=plain(route.template))
        if may or self.chance.random() < TURNED_AWAY:
            self._ask(who, route, self._asking(route, turn=self.chance.randrange(9)).odd())

    def _asking(self, route: Route, *, turn: int) -> Asking:
        given = self.town.fill(route, turn=turn)
        path, template = route.path(given), plain(route.template)
        names = self.queries.get(path, set()) | self.asked_of.get(template, set())
        asked = {name: str(given.get(name, "")) for name in sorted(names)}
        return Asking(
            route,
            given,
            self.chance,
            queries={name: value for name, value in asked.items() if value or route.door != "api"},
            forms=self.forms.get(path),
            schema=self.schemas.get(template),
        )

    def _ask(self, who: Who, route: Route, request: Request) -> Answer:
        if self.harmless and _ends_the_town(request):
            return Answer(0)
        answer = self.send(who, request)
        self.outcome.requests += 1
        self.outcome.asked[route.template, who.value] += 1
        self.outcome.statuses[answer.status] += 1
        for what in judged(who, route, request, answer):
            key = f"{what} at {request.method} {route.template}" + (
                f" as {who.value}" if "let in" in what else ""
            )
            self.outcome.findings.setdefault(key, f"as {who.value}: {request}"[:LONGEST_WORDS])
        return answer


def judged(who: Who, route: Route, request: Request, answer: Answer) -> Iterator[str]:
    """Yield what is wrong about an answer."""
    template = plain(route.template)
    if _is_no_request(request, answer):
        return
    if answer.status >= 500 and not _asks_to_wait(answer) and template != SAYS_IF_NOT_READY:
        yield f"{answer.status} {answer.why}".strip()
    if route.door == "api":
        yield from _undescribed(request, answer, template)
    if any("evil" in name.lower() for name in answer.headers):
        yield "a header of the caller's"
    entered = 200 <= answer.status < 300 and not _sends_to_sign_in(answer)
    if entered and request.path == route_path(route, request):
        yield from _let_in(who, route, request, template)


def _sends_to_sign_in(answer: Answer) -> bool:
    """Tell whether htmx is told to go where one signs in: anywhere else, something was done."""
    headers = {name.lower(): value for name, value in answer.headers.items()}
    to = urlsplit(headers.get("hx-redirect", "")).path
    return answer.status == 204 and to.rstrip("/").rpartition("/")[2] in ON_THE_WAY_IN


def _is_no_request(request: Request, answer: Answer) -> bool:
    """Tell whether the web server alone saw it: it hung up, or knows no such coding of a body."""
    return not answer.status or (answer.status == 501 and "Transfer-Encoding" in request.headers)


def route_path(route: Route, request: Request) -> str:
    """Return the path, where it is still one of this route: a mutated one may be another's."""
    return request.path if _is_of(route, request.path) else ""


def _let_in(who: Who, route: Route, request: Request, template: str) -> Iterator[str]:
    if request.method == "OPTIONS":
        return  # tells which methods there are
    if not may_enter(who, route, template=template):
        yield "let in who may not"
    elif is_anothers(who, route, template=template) and (request.method, template) not in SAYS_GONE:
        yield "let in to what is another's"


def _is_of(route: Route, path: str) -> bool:
    from urllib.parse import unquote

    from django.urls import Resolver404, resolve

    try:
        match = resolve(unquote(path))
    except Resolver404:
        return False
    return match.route == route.template


def _undescribed(request: Request, answer: Answer, template: str) -> Iterator[str]:
    """Yield a status of the API that its own file does not tell of."""
    operation = operations().get((request.method, template))
    if operation and answer.status not in operation["responses"] and _is_there(request, template):
        yield f"{answer.status} is not in the API file"


def _is_there(request: Request, template: str) -> bool:
    """Tell whether a path is still this operation's, and not one with more parts or none."""
    return request.path.count("/") - 1 == template.count("/")


def _asks_to_wait(answer: Answer) -> bool:
    return answer.status == 503 and any(name.lower() == "retry-after" for name in answer.headers)


def _concerns(route: Route, who: Who) -> bool:
    """Leave out who is nobody at that door: a session of staff means nothing to the API."""
    if route.door == "api":
        return who in OWNERS or who in (Who.NOBODY, Who.OPERATOR)
    if route.door == "public":
        return who in (Who.NOBODY, Who.OWNER, Who.OPERATOR)
    return who != Who.OTHER_OWNER


def _ends_the_town(request: Request) -> bool:
    if request.method in ("GET", "HEAD", "OPTIONS", "TRACE"):
        return False
    ends = ("/delete/", "/logout/", "sign-out", "/lost-phone/", "/password")
    if any(each in request.path for each in ends) or b"delete_selected" in request.body:
        return True
    return request.method == "DELETE" and request.path.rstrip("/") == "/api/v1/me"


def _described() -> tuple[dict[str, dict[str, object]], dict[str, set[str]]]:
    """Return the API's bodies and queries by template."""
    from voltbay.api.app import api

    components = api.get_openapi_schema()["components"]["schemas"]
    schemas: dict[str, dict[str, object]] = {}
    asked: dict[str, set[str]] = defaultdict(set)
    for (_, template), operation in operations().items():
        if found := body_schema(operation, components):
            schemas[template] = schemas.get(template, {}) | found
        asked[template] |= set(query_names(operation))
    return schemas, asked
