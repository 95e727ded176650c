"""What machines are told, beside what `journeys/test_live_site.py` hears of a running site."""

import pytest
from django.test import Client
from django.utils import timezone

from tests.accounts.inbox import another, last_code
from tests.people import ALICE_PHONE
from tests.places import NOW
from voltbay.accounts.owners.errors import CodeWrong
from voltbay.accounts.owners.issue_code import issue_code
from voltbay.accounts.owners.spend_code import spend_code
from voltbay.recognition.engines.cloud_budget import spend
from voltbay.retention.models import Run

pytestmark = pytest.mark.django_db


def measured() -> str:
    return Client().get("/metrics").content.decode()


def test_cloud_readings_are_measured_beside_their_limit(settings):
    settings.VOLTBAY_RECOGNITION_ENGINE = "combined"
    settings.VOLTBAY_CLOUD_READINGS_A_MONTH = 10
    spend("aliyun", now=timezone.now())

    assert 'voltbay_cloud_readings{provider="aliyun"} 1.0' in measured()
    assert 'voltbay_cloud_readings_limit{provider="aliyun"} 10.0' in measured()


def test_where_no_cloud_is_used_none_is_measured():
    assert "voltbay_cloud_readings{" not in measured()


def test_sign_in_codes_are_measured_beside_their_budget_and_so_are_wrong_ones(settings):
    settings.VOLTBAY_CODES_A_DAY = 50
    now = timezone.now()
    issue_code(phone=ALICE_PHONE, address="203.0.113.7", now=now)
    with pytest.raises(CodeWrong):
        spend_code(phone=ALICE_PHONE, code=another(last_code(ALICE_PHONE)), now=now)

    said = measured()
    assert "voltbay_sign_in_codes 1.0" in said
    assert "voltbay_sign_in_codes_limit 50.0" in said
    assert "voltbay_wrong_codes 1.0" in said


@pytest.mark.parametrize(("engine", "ready"), [("combined", "ok"), ("tesseract", "missing")])
def test_an_engine_that_there_is_not_makes_nobody_ready(settings, engine, ready):
    settings.VOLTBAY_RECOGNITION_ENGINE = engine

    assert Client().get("/readyz").json()["engine"] == ready


@pytest.mark.parametrize(
    "header",
    ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via", "X-Forwarded-Host", "X-Forwarded-Proto"],
)
def test_measures_are_not_for_whoever_comes_through_somebody(header: str):
    assert Client().get("/metrics", headers={header: "203.0.113.7"}).status_code == 404


def test_where_proxies_stand_in_front_measures_need_the_token(settings):
    settings.VOLTBAY_PROXIES = 1
    settings.VOLTBAY_METRICS_TOKEN = "t0ken"

    assert Client().get("/metrics").status_code == 404
    assert Client().get("/metrics", headers={"Authorization": "Bearer t0keN"}).status_code == 404
    assert Client().get("/metrics", headers={"Authorization": "Bearer t0ken"}).status_code == 200


def test_without_a_token_none_opens(settings):
    settings.VOLTBAY_PROXIES = 1

    assert Client().get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


def test_what_the_clean_up_left_is_measured():
    Run.objects.create(
        kind="bookings.record", day="2026-04-07", ended=3, held=1, left=1, oldest_at=NOW, at=NOW
    )

    text = measured()

    assert 'voltbay_retention_ended{kind="bookings.record"} 3.0' in text
    assert 'voltbay_retention_overdue{kind="bookings.record"} 0.0' in text
    assert 'voltbay_retention_held{kind="bookings.record"} 1.0' in text
    assert 'voltbay_retention_oldest_at{kind="bookings.record"} 1.7755236e+09' in text
