"""Everybody at every route of both doors, rightly and with what nobody means.

A sample at each run, the same each time; `make attack` asks for minutes, against a real server.
"""

import pytest
from django.utils import timezone

from attack.allowed import Who, may_enter
from attack.asking import Request
from attack.every_route import Answer, Attack, judged
from attack.in_process import Sender, cookies_of
from attack.routes import Route, operations, plain, routes
from attack.town import build

ODD_SECONDS = 30  # of oddities; asking rightly comes on top and is whole
SEED = 20260407


@pytest.fixture
def attack(db):
    town = build(timezone.now())
    return Attack(town, Sender(cookies_of(town, timezone.now())), seed=SEED)


def test_nothing_that_is_asked_breaks_anything_and_nobody_is_let_in_who_may_not(attack):
    outcome = attack.run(odd=9, seconds=ODD_SECONDS)

    assert outcome.said == []
    assert outcome.requests > 2000
    asked = {template for template, _who in outcome.asked}
    assert {each.template for each in routes()} - asked == set()


def route_of(template: str) -> Route:
    return next(each for each in routes() if plain(each.template) == template)


def test_a_5xx_is_noticed_wherever_it_comes():
    route = route_of("api/v1/me")

    said = list(judged(Who.OWNER, route, Request("GET", "/api/v1/me"), Answer(500, why="Boom")))

    assert said == ["500 Boom"]


def test_what_the_web_server_alone_saw_is_no_finding():
    route = route_of("api/v1/me")
    coded = Request("GET", "/api/v1/me", headers={"Transfer-Encoding": "x"})

    assert list(judged(Who.OWNER, route, coded, Answer(501))) == []
    assert list(judged(Who.OWNER, route, coded, Answer(0, why="closed"))) == []
    assert list(judged(Who.OWNER, route, Request("GET", "/api/v1/me"), Answer(501))) != []


def test_whoever_is_let_in_without_leave_is_noticed():
    route = route_of("console/audit/")
    asked = Request("GET", "/console/audit/")

    assert list(judged(Who.OUTLET_STAFF, route, asked, Answer(200))) == ["let in who may not"]
    assert list(judged(Who.AUDITOR, route, asked, Answer(200))) == []
    assert list(judged(Who.OUTLET_STAFF, route, asked, Answer(403))) == []


def test_being_sent_to_sign_in_is_no_entry_and_being_sent_on_is_one():
    route = route_of("console/audit/")
    asked = Request("POST", "/console/audit/", headers={"HX-Request": "true"})

    def said(to: str) -> list[str]:
        answer = Answer(204, {"HX-Redirect": to})
        return list(judged(Who.OUTLET_STAFF, route, asked, answer))

    assert said("/console/sign-in/?next=/console/audit/") == []
    assert said("/console/second-factor/?next=/console/audit/") == []
    assert said("/console/audit/?next=/console/sign-in/") == ["let in who may not"]
    assert said("") == ["let in who may not"]


def test_what_is_anothers_is_noticed():
    route = route_of("api/v1/bookings/<code>")
    asked = Request("GET", "/api/v1/bookings/VB1")

    assert list(judged(Who.OTHER_OWNER, route, asked, Answer(200))) == [
        "let in to what is another's"
    ]


def test_a_status_that_the_api_file_does_not_tell_of_is_noticed():
    route = route_of("api/v1/me")

    said = list(judged(Who.OWNER, route, Request("GET", "/api/v1/me"), Answer(418)))

    assert said == ["418 is not in the API file"]


def test_a_route_that_nobody_thought_of_is_an_owners_or_an_operators():
    """A new one is closed to everybody else until the table says so."""
    new = {
        "api/v1/new": {Who.OWNER, Who.OTHER_OWNER},
        "admin/new/": {Who.OPERATOR},
        "console/new/": set(),
        "new/": set(),
    }

    for template, open_to in new.items():
        route = Route(template, "new")
        assert {who for who in Who if may_enter(who, route, template=template)} == open_to


def test_every_operation_of_the_api_file_is_a_route():
    known = {plain(each.template) for each in routes()}

    assert {template for _method, template in operations()} - known == set()
