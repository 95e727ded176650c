"""A NUL is refused in words, wherever it comes in; a file may hold what it likes."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
SIGN_IN = "/console/sign-in/"
BOOKINGS = "/api/v1/bookings"


@pytest.fixture
def caller():
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("start", ["/console/bookings/", "/api/v1/receipts/", "/admin/", "/r/"])
def test_a_nul_is_refused_wherever_it_comes_in(caller, db, start):
    answer = caller.get(f"{start}VB%00A")

    assert answer.status_code == 400
    assert "NUL" in answer.content.decode()


@pytest.mark.parametrize("query", ["a=%00", "%00=a", "a=x%00y&b=1"])
def test_one_in_a_query_is_refused(caller, query):
    assert caller.get(f"/api/v1/outlets?{query}").json()["code"] == "nul_not_allowed"


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        (JSON, json.dumps({"slot_id": "\0"})),
        (JSON, json.dumps({"\0": 1})),
        (JSON, b'{"a":"\0"}'),
        (JSON, r'{"a":"\\\u0000"}'),
        (FORM, "username=a%00b"),
        (FORM, b"username=a\0b"),
    ],
)
def test_one_in_a_body_is_refused(caller, content_type, body):
    answer = caller.generic("POST", BOOKINGS, body, content_type)

    assert (answer.status_code, answer.json()["code"]) == (400, "nul_not_allowed")


def test_a_backslash_before_the_letters_of_one_is_only_text(caller, db):
    answer = caller.generic("POST", BOOKINGS, r'{"a":"\\u0000"}', JSON)

    assert answer.status_code == 401


@pytest.mark.parametrize(
    "entries",
    [
        {"username": "a\0b"},
        {"a\0b": "x"},
        {"file": SimpleUploadedFile("x.csv", b"x", content_type="text/\0")},
    ],
)
def test_one_in_a_form_is_refused(caller, db, entries):
    answer = caller.post(SIGN_IN, entries)

    assert answer.status_code == 400
    assert "NUL" in answer.content.decode()


def test_a_file_may_hold_one(caller, db):
    answer = caller.post(SIGN_IN, {"file": SimpleUploadedFile("card.jpg", b"\xff\xd8\0\0")})

    assert answer.status_code != 400


def test_one_in_a_cookie_is_refused(caller, db):
    answer = caller.get("/console/", headers={"Cookie": 'voltbay_staff="a\\000b"'})

    assert answer.status_code == 400


def test_a_length_that_is_no_number_is_refused(caller):
    answer = caller.generic("POST", BOOKINGS, b"{}", JSON, headers={"Content-Length": "x"})

    assert answer.status_code == 400


def test_a_form_that_is_none_is_refused_as_before(caller, db):
    answer = caller.generic("POST", SIGN_IN, b"x", "multipart/form-data")

    assert answer.status_code == 400
    assert "NUL" not in answer.content.decode()
