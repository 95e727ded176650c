"""A worker of the job queue."""

import django
from procrastinate.contrib.django import app

# A worker is taken for dead after four missed signs of life; its jobs are then done again.
HEARTBEAT_SECONDS = 5
DEAD_AFTER_SECONDS = 20
# Longer than any message or reading takes; a job cut off is done again after the next start.
GRACE_SECONDS = 10


def work(*, queues: list[str] | None, but: list[str], jobs: int) -> None:
    """Do jobs until told to stop. Without `queues`, every queue that has tasks, except `but`."""
    django.setup()
    app.perform_import_paths()  # type: ignore[no-untyped-call]
    connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]  # Django's
    with app.replace_connector(connector) as running:
        running.run_worker(
            queues=queues or sorted(_every_queue() - set(but)),
            concurrency=jobs,
            update_heartbeat_interval=HEARTBEAT_SECONDS,
            stalled_worker_timeout=DEAD_AFTER_SECONDS,
            shutdown_graceful_timeout=GRACE_SECONDS,
            delete_jobs="successful",
        )


def _every_queue() -> set[str]:
    return {task.queue for task in app.tasks.values()}
