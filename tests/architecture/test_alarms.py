"""Rules and boards name measures that there are, and each alarm can be raised and says what to do.

No Prometheus runs here, so no rule is evaluated: a site is put in the state that a rule is about,
and every series that the rule names, with its labels, must be in what `/metrics` then says. A rule
over a series that is not there is silent.
"""

import json
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import yaml
from django.conf import settings
from django.db import connection
from django.test import Client, override_settings
from django.utils import timezone
from procrastinate.contrib.django import app
from prometheus_client.parser import text_string_to_metric_families

from tests.people import ALICE_PHONE, owner_with
from voltbay.core import clock
from voltbay.heartbeats.models import Heartbeat
from voltbay.notifications.models import Outage
from voltbay.recognition.models import Document
from voltbay.retention.models import Run
from voltbay.server.jobs_done import UP_TO
from voltbay.server.web import measures_of_site
from voltbay.server.web.request_log import REQUESTS
from voltbay.slots.tasks import publish_outlet

ROOT = Path(__file__).parents[2]
OURS = re.compile(r"voltbay_\w+")
SERIES = re.compile(r"_(bucket|count|sum)$")
# A series as a rule names it, with what its labels are to be; and what an aggregate keeps of it.
NAMED = re.compile(r"(voltbay_\w+)(?:\{([^}]*)\})?")
MATCHER = re.compile(r'(\w+)(=~|=)"([^"]*)"')
KEPT = re.compile(r"by \(([\w, ]+)\) \((?:\w+\()?(voltbay_\w+)(?:\) or \w+\((voltbay_\w+))?")
RULES = yaml.safe_load((ROOT / "deploy/prometheus/alerts.yml").read_text())["groups"][0]["rules"]
BOARD = json.loads((ROOT / "deploy/grafana/voltbay.json").read_text())
ASKED = [rule["expr"] for rule in RULES]
ASKED += [target["expr"] for panel in BOARD["panels"] for target in panel["targets"]]
# What Prometheus itself, the blackbox exporter and node_exporter tell of.
OTHERS = {"VoltbayNotMeasured", "VoltbayNotReady", "VoltbayMachineDiskNearlyFull"}
# PostgreSQL looks for a relation among temporary ones first.
STANDBY = """
CREATE TEMP VIEW pg_stat_replication AS SELECT 'volt2'::text AS application_name,
    'streaming'::text AS state, 'quorum'::text AS sync_state,
    '0/0'::pg_lsn AS replay_lsn, interval '2 minutes' AS replay_lag
"""
FAILED_JOB = """
INSERT INTO procrastinate_jobs (queue_name, task_name, status)
VALUES ('default', 'slots.publish', 'failed') RETURNING id
"""
TIMER = """
INSERT INTO procrastinate_periodic_defers (task_name, periodic_id, defer_timestamp, job_id)
VALUES (%s, '', 1775520000, %s)
"""

Sample = tuple[str, dict[str, str]]


def execute(statement: str, *given: Any) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given or None)
        return cursor.fetchall() if cursor.description else []


def as_it_is() -> None:
    """Change nothing: these series are always there."""


def an_error() -> None:
    REQUESTS.labels(method="GET", route="bookings", status="500").inc()


def a_standby() -> None:
    execute(STANDBY)


def a_job_waits() -> None:
    publish_outlet.defer(outlet_id="none")


def a_job_failed() -> None:
    execute(FAILED_JOB)


def a_worker(*, silent_for: timedelta = timedelta(0), **told: Any) -> None:
    at = timezone.now() - silent_for
    told |= {"host": "volt1", "pid": 7, "build": "1.2", "queues": ["recognition"]}
    Heartbeat.objects.create(
        id=uuid4(), started_at=at, seen_at=at, skew_seconds=9, is_off=True, **told
    )


def a_worker_and_a_web_program() -> None:
    a_worker()
    clock.follow(None)  # so that the web program asks, and measures


def a_worker_whose_jobs_fail() -> None:
    done = {"within": [0] * (len(UP_TO) + 1), "seconds": 0.0, "failed": 1}
    a_worker(tasks={"notifications.send": done})


def a_worker_that_died() -> None:
    a_worker(silent_for=timedelta(minutes=2))


def timers_that_went_off() -> None:
    for name in {name for name, _ in app.periodic_registry.periodic_tasks}:
        execute(TIMER, name, None)


def a_timer_that_failed() -> None:
    [(job,)] = execute(FAILED_JOB)
    execute(TIMER, "slots.publish", job)


def a_vendor_in_trouble() -> None:
    now = timezone.now()
    Outage.objects.create(name="aliyun_sms", code="isv.X", failures=3, since=now, again_at=now)


def a_cloud_with_a_limit() -> None:
    settings.VOLTBAY_RECOGNITION_ENGINE = "combined"
    settings.VOLTBAY_CLOUD_READINGS_A_MONTH = 10


def a_photo_refused() -> None:
    now = timezone.now()
    Document.objects.create(
        owner=owner_with(ALICE_PHONE),
        kind="identity_card",
        state=Document.State.REFUSED,
        problems=[{"code": "glare", "where": None, "field": None}],
        created_at=now,
        read_at=now,
        erase_at=now + timedelta(days=1),
    )


def a_run_of_the_clean_up() -> None:
    at = timezone.now() - timedelta(days=2)
    Run.objects.create(
        kind="bookings.record", day=at.date(), failed=1, overdue=1, left=1, oldest_at=at, at=at
    )


STATES: dict[str, Callable[[], None]] = {
    "VoltbayErrors": an_error,
    "VoltbayCommitsHang": as_it_is,
    "VoltbayConnectionsNearlyGone": as_it_is,
    "VoltbayStandbyAway": as_it_is,
    "VoltbayStandbyBehind": a_standby,
    "VoltbayStandbyBytesBehind": a_standby,
    "VoltbayJobsWait": a_job_waits,
    "VoltbayJobsGivenUp": a_job_failed,
    "VoltbayTasksFail": a_worker_whose_jobs_fail,
    "VoltbayQueueUnserved": as_it_is,
    "VoltbayWorkerGone": a_worker_that_died,
    "VoltbayClockOff": a_worker_and_a_web_program,
    "VoltbayTimerSilent": timers_that_went_off,
    "VoltbayTimerFails": a_timer_that_failed,
    "VoltbayVendorInTrouble": a_vendor_in_trouble,
    "VoltbayCodesNearlySpent": as_it_is,
    "VoltbayCloudNearlySpent": a_cloud_with_a_limit,
    "VoltbayPhotoStoreAway": as_it_is,
    "VoltbayDiskNearlyFull": as_it_is,
    "VoltbayPhotosRefused": a_photo_refused,
    "VoltbayErasuresOverdue": a_run_of_the_clean_up,
    "VoltbayErasuresFail": a_run_of_the_clean_up,
    "VoltbayErasuresLate": a_run_of_the_clean_up,
    "VoltbayNoPlaces": as_it_is,
}


@pytest.fixture
def there(db) -> set[str]:
    """Return the names of all measures, as Prometheus knows them."""
    Client().get("/healthz")
    said = Client().get("/metrics").text
    return set(re.findall(r"^# TYPE (\w+)", said, re.MULTILINE))


@pytest.fixture
def _a_state() -> Iterator[None]:
    """Count anew what is remembered for a minute, and take settings back afterwards."""
    measures_of_site.REMEMBERED.clear()
    with override_settings():
        yield
    measures_of_site.REMEMBERED.clear()


def samples() -> list[Sample]:
    """Return every series that the site tells of now, with its labels."""
    told = text_string_to_metric_families(Client().get("/metrics").text)
    return [(each.name, each.labels) for family in told for each in family.samples]


def silent(expression: str, said: list[Sample]) -> list[str]:
    """Return what of an expression no series answers to."""
    kept = {
        name: set(labels.split(", "))
        for labels, *names in KEPT.findall(expression)
        for name in names
    }
    return [
        f"{name}{{{matchers}}} by {sorted(kept.get(name, ()))}"
        for name, matchers in NAMED.findall(expression)
        if not any(
            name == other and kept.get(name, set()) <= set(labels) and suits(labels, matchers)
            for other, labels in said
        )
    ]


def suits(labels: dict[str, str], matchers: str) -> bool:
    """Tell whether labels are as the braces of a selector want them."""
    return all(
        re.fullmatch(wanted if how == "=~" else re.escape(wanted), labels.get(label, ""))
        for label, how, wanted in MATCHER.findall(matchers)
    )


def test_every_measure_that_is_asked_for_is_there(there):
    asked = {SERIES.sub("", name) for one in ASKED for name in OURS.findall(one)}

    assert len(asked) > 20
    assert asked <= there


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_each_alarm_says_what_to_do(rule):
    page, anchor = rule["annotations"]["runbook"].split("#")
    headings = re.findall(r"^#+ (.+)$", (ROOT / page).read_text(), re.MULTILINE)

    assert anchor in {heading.lower().replace(" ", "-") for heading in headings}
    assert rule["labels"]["severity"] in ("page", "ticket")


def test_each_rule_over_our_measures_has_a_state_that_it_is_about():
    assert [each["alert"] for each in RULES if OURS.search(each["expr"])] == list(STATES)
    assert {each["alert"] for each in RULES} == set(STATES) | OTHERS


@pytest.mark.django_db
@pytest.mark.usefixtures("_a_state")
@pytest.mark.parametrize(
    "rule", [rule for rule in RULES if rule["alert"] in STATES], ids=lambda rule: rule["alert"]
)
def test_what_a_rule_looks_at_is_there_when_it_matters(rule):
    STATES[rule["alert"]]()

    assert silent(rule["expr"], samples()) == []


@pytest.mark.parametrize(
    "expression",
    [
        "max by (host, port) (voltbay_worker_seen_at)",
        'voltbay_worker_seen_at{host="volt2"}',
        'sum(rate(voltbay_worker_seen_at{host=~"db.*"}[5m]))',
        "voltbay_worker_seen_at / max(voltbay_worker_heard_at)",
    ],
)
def test_a_series_a_label_or_a_value_that_is_not_there_is_found(expression):
    said = [("voltbay_worker_seen_at", {"host": "volt1", "queues": "recognition"})]

    assert silent("time() - max by (host, queues) (voltbay_worker_seen_at) > 60", said) == []
    assert len(silent(expression, said)) == 1


def test_what_stands_after_an_or_is_looked_for_as_well():
    expression = "max by (host) (abs(voltbay_worker_skew_seconds) or abs(voltbay_web_skew_seconds))"
    worker, web = "voltbay_worker_skew_seconds", "voltbay_web_skew_seconds"

    assert silent(expression, [(worker, {"host": "a"}), (web, {"host": "b"})]) == []
    assert silent(expression, [(worker, {"host": "a"}), (web, {"port": "b"})]) == [
        f"{web}{{}} by ['host']"
    ]
