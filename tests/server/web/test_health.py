"""What machines are told, beside what `journeys/test_live_site.py` hears of a running site."""

import re
import time
from datetime import timedelta
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django import app

from tests.accounts.inbox import another, last_code
from tests.people import ALICE_PHONE
from tests.places import NOW
from tests.recognition.test_storage import With
from voltbay.accounts.owners.errors import CodeWrong
from voltbay.accounts.owners.issue_code import issue_code
from voltbay.accounts.owners.spend_code import spend_code
from voltbay.heartbeats.models import Heartbeat
from voltbay.notifications.models import Outage
from voltbay.notifications.tell import tell
from voltbay.recognition.engines.cloud_budget import spend
from voltbay.recognition.storage import ROOM
from voltbay.retention.models import Run
from voltbay.server.web import database_room, health, measures_of_site

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _counted_anew():
    measures_of_site.REMEMBERED.clear()
    database_room.LOOKED.clear()
    yield
    database_room.LOOKED.clear()


def measured() -> str:
    return Client().get("/metrics").content.decode()


def value_of(series: str, said: str) -> float:
    return float(said.split(f"\n{series} ")[1].split("\n")[0])


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


def a_worker(**changes):
    now = timezone.now()
    told = {"host": "w1", "pid": 7, "build": "1.2", "queues": ["default"], "skew_seconds": 0.01}
    told |= {"started_at": now, "seen_at": now, "is_off": False}
    return Heartbeat.objects.create(id=uuid4(), **{**told, **changes})


def test_a_queue_that_no_worker_serves_makes_nobody_ready_and_is_named():
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
    queues = sorted({task.queue for task in app.tasks.values()})
    worker = a_worker(queues=queues)
    assert Client().get("/readyz").json()["queue"] == "ok"

    worker.queues = [each for each in queues if each != "recognition"]
    worker.save()

    said = Client().get("/readyz").json()
    assert (said["queue"], said["unserved"]) == ("missing", "recognition")


def test_a_dead_reader_is_measured_beside_a_living_one_and_its_queue_has_none():
    a_worker(queues=["notices"])
    a_worker(pid=8, queues=["recognition"], seen_at=timezone.now() - timedelta(minutes=2))

    said = measured()

    lives = 'build="1.2",host="w1",pid="7",queues="notices"'
    died = 'build="1.2",host="w1",pid="8",queues="recognition"'
    assert time.time() - value_of(f"voltbay_worker_seen_at{{{lives}}}", said) < 60
    assert time.time() - value_of(f"voltbay_worker_seen_at{{{died}}}", said) > 60
    assert 'voltbay_queue_workers{queue="notices"} 1.0' in said
    assert 'voltbay_queue_workers{queue="recognition"} 0.0' in said
    assert 'voltbay_worker_skew_seconds{build="1.2",host="w1",pid="8"}' not in said


def test_workers_messages_jobs_and_timers_are_measured():
    a_worker(skew_seconds=-7.5, runtime="openvino", bytes=123_000_000)
    now = timezone.now()
    Outage.objects.create(name="aliyun_sms", code="isv.X", failures=3, since=now, again_at=now)
    params = {"phone": "138****8000", "service": "400-820-8888"}
    tell(phone=ALICE_PHONE, template="phone_changed", params=params, now=now)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status)"
            " VALUES ('default', 'slots.publish', 'failed')"
        )
        cursor.execute(
            "INSERT INTO procrastinate_periodic_defers (task_name, defer_timestamp, periodic_id)"
            " VALUES ('slots.publish', 1775520000, '')"
        )

    said = measured()

    assert 'voltbay_worker_skew_seconds{build="1.2",host="w1",pid="7"} -7.5' in said
    assert 'voltbay_worker_bytes{build="1.2",host="w1",pid="7"} 1.23e+08' in said
    assert 'voltbay_worker_reads_by{host="w1",pid="7",runtime="openvino"} 1.0' in said
    assert 'voltbay_notices{code="",state="queued"} 1.0' in said
    assert 'voltbay_outage_since{code="isv.X",name="aliyun_sms"}' in said
    assert 'voltbay_oldest_job_seconds{queue="notices"}' in said
    assert 'voltbay_jobs_given_up{task="slots.publish"} 1.0' in said
    assert 'voltbay_timer_at{task="slots.publish"} 1.77552e+09' in said
    assert "voltbay_build{" in said


@pytest.mark.parametrize(("status", "failed"), [("failed", 1.0), ("doing", 0.0), (None, 0.0)])
def test_a_timer_tells_whether_its_last_job_failed(status, failed):
    """None: it ended well and was deleted."""
    job = status and a_job(status)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_periodic_defers"
            " (task_name, defer_timestamp, periodic_id, job_id)"
            " VALUES ('slots.publish', 1775520000, '', %s)",
            [job],
        )

    assert value_of('voltbay_timer_failed{task="slots.publish"}', measured()) == failed


def a_job(status: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status)"
            " VALUES ('default', 'slots.publish', %s) RETURNING id",
            [status],
        )
        return cursor.fetchone()[0]


def test_what_jobs_took_and_how_many_failed_is_measured():
    within = [0, 2, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]
    a_worker(tasks={"notifications.send": {"within": within, "seconds": 0.9, "failed": 1}})

    said = measured()

    whose = 'host="w1",pid="7",task="notifications.send"'
    bucket = 'host="w1",le="0.1",pid="7",task="notifications.send"'
    assert f"voltbay_task_seconds_bucket{{{bucket}}} 2.0" in said
    assert f"voltbay_task_seconds_count{{{whose}}} 3.0" in said
    assert f"voltbay_task_seconds_sum{{{whose}}} 0.9" in said
    assert f"voltbay_task_failures_total{{{whose}}} 1.0" in said


def test_the_database_the_store_and_what_came_of_bookings_are_measured():
    said = measured()

    assert re.search(r'voltbay_connections\{state="active"\} [1-9]', said)
    assert re.search(r"voltbay_connections_limit [1-9]", said)
    assert "voltbay_commit_waits_seconds 0.0" in said
    assert "voltbay_photo_store 1.0" in said
    assert re.search(r'voltbay_sealing_key\{id="\w+"\} 1.0', said)
    assert "voltbay_places_left 0.0" in said


@pytest.mark.parametrize(
    ("hurt", "part"),
    [
        ("SET default_transaction_read_only = on", "writable"),
        ("SET plan_cache_mode = default", None),
    ],
)
def test_a_database_that_takes_no_changes_makes_nobody_ready(hurt, part):
    with connection.cursor() as cursor:
        cursor.execute(hurt)
    try:
        said = Client().get("/readyz").json()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SET default_transaction_read_only = off")

    assert said["database"] == "ok"
    assert said["writable"] == ("missing" if part else "ok")


def test_a_pooler_that_follows_no_prepared_statement_makes_nobody_ready(monkeypatch, settings):
    def old_pooler(*_, **named):
        assert named["prepare"]
        raise psycopg.errors.InvalidSqlStatementName

    monkeypatch.setattr(connection.connection, "execute", old_pooler, raising=False)

    assert Client().get("/readyz").json()["writable"] == "missing"
    settings.VOLTBAY_PREPARED_STATEMENTS = False
    assert Client().get("/readyz").json()["writable"] == "ok"


def a_disk_with(free: int) -> dict[str, object]:
    options = {"free": free, "location": settings.VOLTBAY_PHOTOS}
    return {"BACKEND": f"{With.__module__}.{With.__name__}", "OPTIONS": options}


@pytest.mark.parametrize(("free", "says"), [(ROOM, "ok"), (ROOM - 1, "full")])
def test_a_folder_of_photos_without_room_makes_nobody_ready_and_says_so(settings, free, says):
    settings.STORAGES = {**settings.STORAGES, "photos": a_disk_with(free)}

    assert Client().get("/readyz").json()["photos"] == says
    said = measured()
    assert f"voltbay_photo_store {float(says == 'ok')}" in said
    assert value_of('voltbay_disk_free_bytes{kept="photos"}', said) == free


@pytest.mark.parametrize("path", ["/readyz", "/metrics"])
def test_the_folder_of_photos_is_looked_at_once(settings, monkeypatch, path):
    settings.STORAGES = {**settings.STORAGES, "photos": a_disk_with(ROOM - 1)}
    looks = []
    monkeypatch.setattr(With, "free_bytes", lambda folder: looks.append(1) or folder.free)

    Client().get(path)

    assert len(looks) == 1


def test_a_folder_that_nobody_may_write_is_missing_and_not_full(settings, tmp_path):
    (tmp_path / "file").touch()
    where = {"BACKEND": "voltbay.recognition.storage.AtomicFolder"}
    where |= {"OPTIONS": {"location": tmp_path / "file"}}
    settings.STORAGES = {**settings.STORAGES, "photos": where}

    assert Client().get("/readyz").json()["photos"] == "missing"


def test_a_database_whose_disk_takes_no_file_makes_nobody_ready():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL temp_file_limit = '64kB'")  # less than what is tried

    said = Client().get("/readyz").json()

    assert (said["database"], said["writable"]) == ("ok", "missing")


def test_commits_that_wait_for_a_standby_make_nobody_ready(monkeypatch):
    monkeypatch.setattr(health, "commit_waits", lambda: 27.0)

    assert Client().get("/readyz").json()["commits"] == "missing"
