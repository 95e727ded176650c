"""Owners of the trial send again what was not answered, and take a refusal for an answer."""

import ssl
from collections.abc import Callable

import httpx
import pytest

from scripts.cluster import people
from scripts.cluster.people import (
    GaveUp,
    Person,
    cancel,
    confirm,
    photograph,
    sign_in,
    until_read,
)
from scripts.cluster.samples import BOOKED, CODE, READ, SIGNED_IN, Met


def unavailable() -> httpx.Response:
    """Answer as a site does whose database is away."""
    return httpx.Response(503, json={"code": "unavailable"}, headers={"Retry-After": "2"})


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Return the seconds that were slept, which pass at once."""
    clock, slept = [0.0], list[float]()

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        clock[0] += seconds

    monkeypatch.setattr(people.time, "sleep", sleep)
    monkeypatch.setattr(people.time, "monotonic", lambda: clock[0])
    return slept


@pytest.fixture
def person(slept: list[float]) -> Callable[..., Person]:
    """Return somebody whose requests are answered one after the other."""

    def build(*answers: httpx.Response) -> Person:
        coming = iter(answers)
        somebody = Person(Met(), ssl.create_default_context(), "13900000000", "a-token")
        somebody.http = httpx.Client(transport=httpx.MockTransport(lambda _: next(coming)))
        return somebody

    return build


def test_what_is_not_answered_is_sent_again_when_the_site_says(person, slept):
    owner = person(unavailable(), httpx.Response(201, json={"code": "VB1"}))

    answer = owner.send("POST", "/bookings")

    assert answer.json() == {"code": "VB1"}
    assert slept == [2.0]
    assert [each.wrong for each in owner.met.samples] == ["503 unavailable", ""]


def test_a_line_that_is_cut_counts_as_no_answer(person):
    owner = person(httpx.Response(200))

    def cut(request: httpx.Request) -> httpx.Response:
        owner.http = httpx.Client(transport=httpx.MockTransport(lambda _: httpx.Response(200)))
        raise httpx.ConnectError("refused", request=request)

    owner.http = httpx.Client(transport=httpx.MockTransport(cut))

    owner.send("GET", "/me")

    assert [each.wrong for each in owner.met.samples] == ["cut off", ""]


def test_patience_ends(person, slept):
    owner = person(*(unavailable() for _ in range(100)))

    with pytest.raises(GaveUp, match="POST /bookings: 503 unavailable"):
        owner.send("POST", "/bookings?secret=1")

    assert people.PATIENCE <= sum(slept) <= people.PATIENCE + 2


def test_a_refusal_is_an_answer_and_counted(person):
    owner = person(httpx.Response(409, json={"code": "hold_lapsed"}))

    with pytest.raises(GaveUp, match="hold_lapsed"):
        confirm(owner, "VB1", {})

    assert owner.met.refused == {"hold_lapsed": 1}
    assert owner.met.booked == {}


def test_a_photo_is_asked_for_ever_less_often_until_it_is_read(person, slept):
    reading = {"id": "d1", "state": "reading"}
    answers = [httpx.Response(200, json=reading) for _ in range(9)]
    read = httpx.Response(200, json={**reading, "state": "recognised"})
    owner = person(httpx.Response(202, json=reading), *answers, read)

    document = until_read(owner, photograph(owner, "identity_card", b"a photo"))

    assert document["state"] == "recognised"
    assert slept == sorted(slept)
    assert (slept[0], slept[-1]) == (people.ASKS_AGAIN, pytest.approx(sum(slept[:-1]) / 4))
    (waited,) = owner.met.waits
    assert (waited.what, waited.ended - waited.began) == (READ, sum(slept))


def test_a_booking_came_off_when_it_is_confirmed_and_told(person):
    owner = person(unavailable(), httpx.Response(200, json={"state": "confirmed"}))

    confirm(owner, "VB1", {})

    assert [each.what for each in owner.met.done] == [BOOKED]
    assert owner.met.booked["VB1"].moves == ("confirmed",)
    assert owner.met.unsure == set()


def test_whether_a_booking_was_made_is_unknown_without_an_answer(person):
    owner = person(*(unavailable() for _ in range(100)))

    with pytest.raises(GaveUp):
        confirm(owner, "VB1", {})

    assert owner.met.unsure == {"VB1"}
    assert owner.met.done == []


def test_a_booking_that_is_cancelled_keeps_what_it_was_before(person):
    states = httpx.Response(200, json={"state": "in_review"}), httpx.Response(200, json={})
    owner = person(*states)
    confirm(owner, "VB1", {})

    cancel(owner, "VB1")

    assert owner.met.booked["VB1"].moves == ("in_review", "cancelled")


def signing_in(*, last: httpx.Response) -> list[httpx.Response]:
    """Return the answers that somebody gets who signs in."""
    challenge = {"challenge": "", "salt": "", "algorithm": "SHA-256", "signature": ""}
    return [
        httpx.Response(200, json={**challenge, "maxnumber": 0}),
        httpx.Response(202, json={"attempt": "a"}),
        httpx.Response(200, json={"items": []}),
        last,
    ]


class NoVendor:
    """An inbox in which the code lies already."""

    def code(self, phone: str) -> str:
        return "123456"


@pytest.fixture
def unriddled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "solved", lambda challenge: "solved")


def test_a_sign_in_came_off_when_its_code_was_taken(person, unriddled):
    owner = person(*signing_in(last=httpx.Response(200, json={"token": "new"})))

    sign_in(owner, NoVendor())

    assert owner.token == "new"
    assert [each.what for each in owner.met.done] == [SIGNED_IN]


def test_a_code_that_came_and_was_not_taken_is_no_sign_in(person, unriddled):
    owner = person(*signing_in(last=httpx.Response(422, json={"code": "code_wrong"})))

    with pytest.raises(GaveUp, match="code_wrong"):
        sign_in(owner, NoVendor())

    assert [each.what for each in owner.met.waits] == [CODE]
    assert owner.met.done == []


def test_a_photo_whose_sending_was_cut_off_may_be_left_behind(person):
    owner = person(unavailable(), httpx.Response(202, json={"id": "d1", "state": "reading"}))

    photograph(owner, "identity_card", b"a photo")

    assert owner.met.cut_off == 1
