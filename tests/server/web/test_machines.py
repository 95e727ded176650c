"""By which hosts we may be asked."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db

ADDRESSES = ["10.0.0.7", "10.0.0.7:8000", "[fd00::7]:8000"]


@pytest.fixture(autouse=True)
def our_name(settings):
    settings.ALLOWED_HOSTS = ["voltbay.example"]


def status(path: str, **headers: str) -> int:
    return Client().get(path, headers=headers).status_code


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_balancer_may_ask_by_address(address: str):
    assert status("/healthz", host=address) == 200
    assert status("/readyz", host=address) in (200, 503)


def test_a_balancer_that_names_no_host_is_answered_too():
    assert Client().get("/healthz", SERVER_NAME="10.0.0.7").status_code == 200


@pytest.mark.parametrize("path", ["/metrics", "/console/sign-in/", "/api/v1/outlets", "/healthz/"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_else_may_be_asked_for_by_address(path: str, address: str):
    assert status(path, host=address) == 400


@pytest.mark.parametrize("name", ["elsewhere.example", "10.0.0.7.elsewhere.example", "10.0.0.7@x"])
def test_somebody_elses_name_is_refused_there_too(name: str):
    assert status("/healthz", host=name) == 400


def test_our_own_name_is_taken_everywhere():
    assert status("/healthz", host="voltbay.example") == 200
    assert status("/console/sign-in/", host="voltbay.example") == 200
