"""Is it alive, is it ready, how much does it do: asked by machines."""

import logging
import os
import secrets
from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from ipaddress import ip_address

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from voltbay.accounts.owners.code_budget import usage as code_usage
from voltbay.accounts.owners.spend_code import wrong_codes_of_hour
from voltbay.core import clock
from voltbay.heartbeats.queries import living, unserved
from voltbay.quarantine.state import quarantine
from voltbay.recognition import photos
from voltbay.recognition.engines.chosen import is_installed
from voltbay.recognition.engines.cloud_budget import usage
from voltbay.retention.report import report
from voltbay.server.silence import MEANS, why_silent
from voltbay.server.web import measures_of_program, measures_of_site, measures_of_work
from voltbay.server.web.database_room import takes_files
from voltbay.server.web.measures_of_site import commit_waits
from voltbay.server.worker import DEAD_AFTER_SECONDS, every_queue

log = logging.getLogger(__name__)

ALIVE_WORKERS = """
SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - %s * interval '1 second'
"""
# Of the last run of each rule, by the run's columns; instants in seconds since 1970.
RETENTION = {
    "ended": "Rows that ended that day.",
    "overdue": "Rows whose time is over and that are still there.",
    "held": "Rows that a legal hold keeps.",
    "failed": "Rows that could not be ended.",
    "oldest_at": "From when the oldest is that is left.",
    "at": "When the run was.",
}
# Whoever adds one of these asks for somebody else.
FORWARDING = {
    *("forwarded", "via", "x-real-ip", "x-client-ip", "x-cluster-client-ip", "true-client-ip"),
    *("x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-forwarded-port"),
    *("x-forwarded-server", "x-forwarded-scheme", "x-original-forwarded-for", "cf-connecting-ip"),
}
OK, MISSING, FULL = "ok", "missing", "full"
WRITABLE = """
SELECT NOT pg_is_in_recovery() AND current_setting('default_transaction_read_only') = 'off'
"""
COMMITS_HANG = 5.0  # seconds; a standby that is there confirms within milliseconds
JOBS = "SELECT queue_name, status, count(*) FROM procrastinate_jobs GROUP BY 1, 2"


def healthz(request: HttpRequest) -> HttpResponse:
    """Say that this process answers."""
    return JsonResponse({"status": "ok"})


def readyz(request: HttpRequest) -> HttpResponse:
    """Say whether bookings can be made now, and if not, what is missing."""
    found = _words()
    ready = set(found.values()) == {OK}
    status = HTTPStatus.OK if ready else HTTPStatus.SERVICE_UNAVAILABLE
    said = {name: MISSING if word in MEANS else word for name, word in found.items()}
    if found["database"] != OK:
        said["why"] = found["database"]
    elif lacking := _unserved():
        said["unserved"] = ", ".join(lacking)
    return JsonResponse({"status": "ok" if ready else "not_ready", **said}, status=status)


def readiness() -> dict[str, bool]:
    """Tell of each part that bookings need whether it is there."""
    return {name: word == OK for name, word in _words().items()}


def _words() -> dict[str, str]:
    """Say of each part that it is there, or what is wrong, in a word."""
    checks: dict[str, Callable[[], bool | str]] = {
        "database": _database,
        "writable": _writable,
        "commits": _commits,
        "queue": _queue,
        "engine": _engine,
        "photos": _photos,
        "released": _is_released,
    }
    return {name: _word(check) for name, check in checks.items()}


def _is_released() -> bool:
    """Look whether this is a restored copy, which takes no bookings yet."""
    return quarantine() is None


def metrics(request: HttpRequest) -> HttpResponse:
    """Return the measures in Prometheus's format, to this machine or to whoever has the token."""
    if not _may_measure(request):
        return HttpResponse(status=HTTPStatus.NOT_FOUND)
    clock.now()  # which measures our own clock, if it was not asked lately
    measures_of_program.tell()
    return HttpResponse(generate_latest(_registry()), content_type=CONTENT_TYPE_LATEST)


def _word(check: Callable[[], bool | str]) -> str:
    try:
        answer = check()
    except DatabaseError as failed:
        why = why_silent(failed)
        log.warning("not ready: %s (%s)", check.__name__, why)
        return why
    return answer if isinstance(answer, str) else OK if answer else MISSING


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def _writable() -> bool:
    """Look whether it takes changes and has room for them, and takes prepared statements.

    An old PgBouncer does not take the latter.
    """
    with connection.cursor() as cursor:
        cursor.execute(WRITABLE)
        (is_writable,) = cursor.fetchone()
    if settings.VOLTBAY_PREPARED_STATEMENTS:
        with connection.wrap_database_errors:
            connection.connection.execute("SELECT 1", prepare=True)
    return bool(is_writable) and takes_files()


def _commits() -> bool:
    """Look whether commits end: they wait without end for a standby that is away."""
    return commit_waits() < COMMITS_HANG


def _queue() -> bool:
    """Look for a worker's sign of life, and that each queue has one."""
    with connection.cursor() as cursor:
        cursor.execute(ALIVE_WORKERS, [DEAD_AFTER_SECONDS])
        (alive,) = cursor.fetchone()
    return bool(alive > 0) and not _unserved()


def _unserved() -> list[str]:
    """Return queues that no worker serves; nothing is known where none has told yet."""
    now = clock.now()
    return unserved(every_queue(), now=now) if living(now=now) else []


def _engine() -> bool:
    """Look whether the chosen engine is there, without loading its networks."""
    return is_installed()


def _photos() -> bool | str:
    found = photos.look()
    return FULL if found.is_full and not found.answers else found.answers


def _may_measure(request: HttpRequest) -> bool:
    token = settings.VOLTBAY_METRICS_TOKEN
    given = request.headers.get("Authorization", "")
    if token and secrets.compare_digest(given.encode(), f"Bearer {token}".encode()):
        return True
    # Behind a proxy on this machine everybody seems to be here; the proxy's headers tell.
    if settings.VOLTBAY_PROXIES or FORWARDING & {name.lower() for name in request.headers}:
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


class _Jobs:
    """The queue's length, counted when asked."""

    def collect(self) -> list[GaugeMetricFamily]:
        gauge = GaugeMetricFamily("voltbay_jobs", "Jobs in the queue.", labels=["queue", "status"])
        with connection.cursor() as cursor:
            cursor.execute(JOBS)
            for queue, status, count in cursor.fetchall():
                gauge.add_metric([queue, status], count)
        return [gauge]


class _CloudReadings:
    """The month's photos in the cloud beside their limit, counted when asked."""

    def collect(self) -> list[GaugeMetricFamily]:
        used = usage(now=clock.now())
        sent = GaugeMetricFamily(
            "voltbay_cloud_readings", "Photos sent to the cloud this month.", labels=["provider"]
        )
        limit = GaugeMetricFamily(
            "voltbay_cloud_readings_limit", "Most of them in a month.", labels=["provider"]
        )
        if used:
            sent.add_metric([used.provider], used.asked)
            limit.add_metric([used.provider], used.most)
        return [sent, limit]


class _SignInCodes:
    """The day's codes beside their budget, and who guesses, counted when asked."""

    def collect(self) -> list[GaugeMetricFamily]:
        now = clock.now()
        used = code_usage(now=now)
        guesses = wrong_codes_of_hour(now=now)
        return [
            GaugeMetricFamily("voltbay_sign_in_codes", "Codes sent today.", value=used.sent),
            GaugeMetricFamily(
                "voltbay_sign_in_codes_limit", "Most of them in a day.", value=used.most
            ),
            GaugeMetricFamily(
                "voltbay_wrong_codes", "Codes typed wrongly in an hour.", value=guesses
            ),
        ]


class _Retention:
    """What the last run of each rule left, read when asked."""

    def collect(self) -> list[GaugeMetricFamily]:
        measures = {
            name: GaugeMetricFamily(f"voltbay_retention_{name}", said, labels=["kind"])
            for name, said in RETENTION.items()
        }
        for line in report():
            for name, measure in measures.items() if line.run else ():
                value = getattr(line.run, name)
                seconds = value.timestamp() if isinstance(value, datetime) else value
                if value is not None:
                    measure.add_metric([line.rule.kind], seconds)
        return list(measures.values())


def _registry() -> CollectorRegistry:
    """Return this process's measures, or those of all web processes where they share a folder."""
    registry = CollectorRegistry()
    registry.register(_Jobs())
    registry.register(_CloudReadings())
    registry.register(_SignInCodes())
    registry.register(_Retention())
    for measure in (*measures_of_work.MEASURES, *measures_of_site.MEASURES):
        registry.register(measure())
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry.register(REGISTRY)
    return registry
