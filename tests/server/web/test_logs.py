"""Lines of the log, whatever went wrong: none of them holds what somebody entered or asked for."""

import json
import logging
import os
import platform
from collections.abc import Iterator
from io import StringIO

import psycopg
import pytest
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation, ValidationError
from django.db import IntegrityError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path

from voltbay.api.app import fail
from voltbay.server.urls import urlpatterns as served
from voltbay.server.web.logs import JsonLines, said

CODE, PHONE, NAME = "VB7K3M9QX2TA", "13800138000", "王小燕"
SECRETS = (CODE, PHONE, NAME, "elsewhere.example")


def boom(request: HttpRequest, code: str) -> HttpResponse:
    """Fail in the way that the query asks for."""
    errors: dict[str, Exception] = {
        "value": ValueError(f"invalid literal: {PHONE!r}"),
        "validation": ValidationError("%(value)s is wrong", params={"value": NAME}),
        "suspicious": SuspiciousOperation(f"strange {PHONE}"),
        "big": RequestDataTooBig(PHONE),
    }
    if request.GET["how"] == "chain":
        try:
            int(PHONE + NAME)
        except ValueError as error:
            raise KeyError(NAME) from error
    raise errors[request.GET["how"]]


handler400 = "voltbay.server.web.failures.bad_request"
handler500 = "voltbay.server.web.failures.failed"
urlpatterns = [
    path("console/boom/<code>", boom),
    path("admin/boom/<code>", boom),
    path("boom/<code>", boom),
    *served,
]


@pytest.fixture
def log() -> Iterator[StringIO]:
    """Collect the lines of all loggers, at every level, as they would be written."""
    written = StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonLines())
    loud = [logging.getLogger(), logging.getLogger("django.request")]
    loud += [logging.getLogger("django.security.DisallowedHost")]
    levels = [logger.level for logger in loud]
    loud[0].addHandler(handler)
    for logger in loud:
        logger.setLevel(logging.INFO)
    yield written
    loud[0].removeHandler(handler)
    for logger, level in zip(loud, levels, strict=True):
        logger.setLevel(level)


def lines(log: StringIO) -> list[dict[str, str]]:
    """Return what was written, once it is sure that nothing secret is in it."""
    text = log.getvalue()
    assert text
    assert [secret for secret in SECRETS if secret in text] == []
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False, enforce_csrf_checks=True)


@pytest.mark.django_db
@pytest.mark.urls(__name__)
@pytest.mark.parametrize("door", ["console", "admin", ""])
@pytest.mark.parametrize("how", ["value", "validation", "suspicious", "big", "chain"])
def test_a_view_that_fails_is_told_by_its_route(office, log, door: str, how: str):
    office.raise_request_exception = False

    office.get(f"/{door}/boom/{CODE}".replace("//", "/"), {"how": how})

    told = [line for line in lines(log) if line["from"].startswith("django.")]
    assert {line["route"] for line in told} == {f"{door}/boom/<code>".lstrip("/")}


def test_an_error_in_the_api_is_told_by_its_kind(log):
    fail(RequestFactory().get(f"/api/v1/bookings/{CODE}?q={NAME}"), ValueError(PHONE))

    (line,) = lines(log)
    assert (line["said"], line["trace"]) == ("unanticipated error", "ValueError")


@pytest.mark.django_db
def test_a_form_without_its_token_is_told_without_its_path(visitor, log):
    where = f"/console/sign-in/?next=/console/bookings/{CODE}/"
    visitor.post(where, {"username": NAME}, headers={"referer": f"/{CODE}"})

    assert {line["from"] for line in lines(log)} >= {"django.security.csrf"}


@pytest.mark.django_db
def test_a_request_for_another_host_is_told_without_the_host(visitor, log):
    visitor.get(f"/console/{CODE}", headers={"host": "elsewhere.example"})

    assert "django.security.DisallowedHost" in {line["from"] for line in lines(log)}


@pytest.mark.django_db
def test_a_path_where_nothing_is_stays_untold(visitor, log):
    visitor.get(f"/{CODE}/{PHONE}?name={NAME}")

    assert {line["route"] for line in lines(log)} == {"(none)"}


@pytest.mark.django_db
def test_too_many_fields_are_told_without_them(visitor, log):
    visitor.post("/console/sign-in/", {f"{PHONE}-{n}": NAME for n in range(1100)})

    assert lines(log)


@pytest.mark.django_db
def test_a_row_that_the_database_refuses_is_named_by_its_constraint(log):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE people (phone text CONSTRAINT one UNIQUE)")
        with pytest.raises(IntegrityError, match="DETAIL") as refused:
            cursor.execute("INSERT INTO people VALUES (%s), (%s)", [PHONE, PHONE])
    logging.getLogger("voltbay.x").error("failed", exc_info=refused.value)

    (line,) = lines(log)
    assert "UniqueViolation 23505 one" in line["trace"]
    assert "IntegrityError" in line["trace"]


def test_a_job_that_fails_is_told_without_its_arguments(log):
    call = f"notifications.deliver[7](phone={PHONE!r})"
    logging.getLogger("procrastinate.worker").error(
        f"Job {call} ended with status: Error",  # noqa: G004  # as procrastinate does
        exc_info=psycopg.DataError(f"{NAME} is too long"),
        extra={"job": {"task_kwargs": {"phone": PHONE}}},
    )

    assert lines(log)[0]["trace"] == "DataError"


def test_whatever_fills_a_gap_is_left_out_unless_it_is_code(log):
    log_of_tomorrow = logging.getLogger("voltbay.tomorrow")
    log_of_tomorrow.warning("%s of %s sent %s after %d s", NAME, PHONE, "sign_in_code", 3)
    log_of_tomorrow.warning("%(who)s", {"who": PHONE})
    log_of_tomorrow.warning("%s %s", int(PHONE), {"phone": PHONE})
    log_of_tomorrow.info("two\nlines")

    assert [line["said"] for line in lines(log)] == [
        "… of … sent sign_in_code after 3 s",
        "…",
        "… …",
        "two\nlines",
    ]


def test_a_gap_of_another_type_does_not_bring_its_value_in():
    record = logging.LogRecord("voltbay.x", logging.INFO, "x.py", 1, "%d people", (CODE,), None)

    assert said(record) == "%d people"


def test_a_group_of_errors_is_told_by_their_kinds(log):
    group = ExceptionGroup(PHONE, [ValueError(NAME), KeyError(CODE)])
    logging.getLogger("asyncio").error("Task of %r failed" % NAME, exc_info=group)  # noqa: G002, UP031

    assert lines(log)[0]["trace"].split() == [
        "ExceptionGroup",
        "of",
        "ValueError",
        "of",
        "KeyError",
    ]


def test_a_line_names_the_machine_and_the_process_that_says_it(log):
    logging.getLogger("voltbay.x").info("here")

    (line,) = lines(log)
    assert (line["host"], line["process"]) == (platform.node(), os.getpid())
