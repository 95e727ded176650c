"""Deferring this package's work by name, in the caller's transaction."""

from uuid import UUID

from procrastinate.contrib.django import app
from procrastinate.jobs import DEFAULT_QUEUE

QUEUE = "recognition"  # its workers hold the engine's models in memory
READ = "recognition.read"
ERASE_PHOTO = "recognition.erase_photo"

# The same as `defer_erasure`, in a statement over rows that have a `photo`.
ERASURE = """
procrastinate_defer_jobs_v1(ARRAY[ROW(
    %(queue)s::text, %(task)s::text, 0, NULL, NULL, jsonb_build_object('key', photo), NULL
)::procrastinate_job_to_defer_v1])
"""


def defer_reading(document_id: UUID) -> None:
    """Have a worker read a document."""
    app.configure_task(READ, queue=QUEUE).defer(document_id=str(document_id))


def defer_erasure(key: str) -> None:
    """Have a worker erase a photo, however often it takes."""
    app.configure_task(ERASE_PHOTO).defer(key=key)


def erasure() -> dict[str, str]:
    """Return the parameters of ERASURE."""
    return {"queue": DEFAULT_QUEUE, "task": ERASE_PHOTO}
