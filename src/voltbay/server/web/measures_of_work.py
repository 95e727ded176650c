"""Measures of what workers do, counted when asked: jobs, timers, messages, clocks."""

from datetime import datetime, timedelta
from itertools import accumulate

from django.db import connection
from django.db.models import Count
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)

from voltbay import __version__
from voltbay.core import clock
from voltbay.heartbeats.queries import gone, living, served_by
from voltbay.notifications.models import Notice
from voltbay.notifications.outages import open_outages
from voltbay.server.jobs_done import UP_TO
from voltbay.server.worker import every_queue

# A job is due since it was queued, or since the time that it was to wait for.
OLDEST = """
SELECT job.queue_name, max(extract(epoch FROM
    clock_timestamp() - greatest(event.at, coalesce(job.scheduled_at, event.at))))
FROM procrastinate_jobs AS job
JOIN procrastinate_events AS event ON event.job_id = job.id AND event.type = 'deferred'
WHERE job.status = 'todo' AND coalesce(job.scheduled_at, now()) <= now() GROUP BY 1
"""
FAILED = "SELECT task_name, count(*) FROM procrastinate_jobs WHERE status = 'failed' GROUP BY 1"
DAY = timedelta(days=1)
TIMERS = "SELECT task_name, max(defer_timestamp) FROM procrastinate_periodic_defers GROUP BY 1"
# A job that ended well is deleted, and its timer forgets it; only the last of each timer is kept.
TIMERS_FAILED = """
SELECT timer.task_name, max(coalesce(job.status = 'failed', false)::int)
FROM procrastinate_periodic_defers AS timer
LEFT JOIN procrastinate_jobs AS job ON job.id = timer.job_id GROUP BY 1
"""


class Jobs:
    """How long what is due has waited, what was given up, what became of each timer's last job."""

    def collect(self) -> list[GaugeMetricFamily]:
        return [
            _by("queue", "voltbay_oldest_job_seconds", "Since the oldest job is due.", OLDEST),
            _by("task", "voltbay_jobs_given_up", "Jobs that failed.", FAILED),
            _by("task", "voltbay_timer_at", "When a timer last went off, since 1970.", TIMERS),
            _by("task", "voltbay_timer_failed", "1 if its last job failed.", TIMERS_FAILED),
        ]


class Workers:
    """Each living worker: its queues, its clock, its version; and who is gone."""

    def collect(self) -> list[Metric]:
        tasks = HistogramMetricFamily(
            "voltbay_task_seconds", "What jobs took.", labels=["host", "pid", "task"]
        )
        failed = CounterMetricFamily(
            "voltbay_task_failures", "Jobs that failed.", labels=["host", "pid", "task"]
        )
        labels = ["host", "pid", "build"]
        skew = GaugeMetricFamily(
            "voltbay_worker_skew_seconds", "Its clock ahead of the database's.", labels=labels
        )
        memory = GaugeMetricFamily(
            "voltbay_worker_bytes", "Memory, with the processes that it started.", labels=labels
        )
        reads = GaugeMetricFamily(
            "voltbay_worker_reads_by",
            "The library that reads photos.",
            labels=["host", "pid", "runtime"],
        )
        now = clock.now()
        for each in living(now=now):
            if each.runtime:
                reads.add_metric([each.host, str(each.pid), each.runtime], 1)
            told = [each.host, str(each.pid), each.build]
            skew.add_metric(told, each.skew_seconds)
            memory.add_metric(told, each.bytes)
            for task, done in each.tasks.items():
                whose = [each.host, str(each.pid), task]
                tasks.add_metric(whose, _buckets(done["within"]), done["seconds"])
                failed.add_metric(whose, done["failed"])
        build = GaugeMetricFamily("voltbay_build", "The version that answers.", labels=["version"])
        build.add_metric([__version__], 1)
        return [*_presence(now), skew, memory, reads, build, tasks, failed]


class Messages:
    """Notices by state and by what the vendor said, and vendors who take nothing now."""

    def collect(self) -> list[GaugeMetricFamily]:
        said = "Messages that wait, that failed, and that were made within a day and sent."
        notices = GaugeMetricFamily("voltbay_notices", said, labels=["state", "code"])
        asked = [Notice.objects.filter(state=state) for state in ("queued", "failed")]
        asked += [Notice.objects.filter(state="sent", created_at__gt=clock.now() - DAY)]
        for found in asked:  # one by one, as each has an index of its own
            counted = found.values_list("state", "error_code").annotate(count=Count("pk"))
            for state, code, count in counted:
                notices.add_metric([state, code], count)
        outages = GaugeMetricFamily(
            "voltbay_outage_since", "Vendors who take nothing, since 1970.", labels=["name", "code"]
        )
        for each in open_outages():
            outages.add_metric([each.name, each.code], each.since.timestamp())
        return [notices, outages]


MEASURES = (Jobs, Workers, Messages)


def _buckets(within: list[int]) -> list[tuple[str, float]]:
    """Return Prometheus's buckets, each of which holds those before it as well."""
    edges = [*map(str, UP_TO), "+Inf"]
    return list(zip(edges, accumulate(within), strict=True))


def _presence(now: datetime) -> list[Metric]:
    """Measure who serves each queue, and when each worker was seen last, also one that is gone."""
    serve = GaugeMetricFamily(
        "voltbay_queue_workers", "Living workers that serve a queue.", labels=["queue"]
    )
    for queue, workers in served_by(every_queue(), now=now).items():
        serve.add_metric([queue], workers)
    seen = GaugeMetricFamily(
        "voltbay_worker_seen_at",
        "A worker's last sign of life, since 1970; kept for a day after it died.",
        labels=["host", "pid", "build", "queues"],
    )
    for each in (*living(now=now), *gone(now=now)):
        told = [each.host, str(each.pid), each.build, ",".join(sorted(each.queues))]
        seen.add_metric(told, each.seen_at.timestamp())
    return [serve, seen]


def _by(label: str, name: str, said: str, statement: str) -> GaugeMetricFamily:
    gauge = GaugeMetricFamily(name, said, labels=[label])
    with connection.cursor() as cursor:
        cursor.execute(statement)
        for what, value in cursor.fetchall():
            gauge.add_metric([what], float(value))
    return gauge
