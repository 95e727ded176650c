"""Deferring this package's work by name, in the caller's transaction."""

from uuid import UUID

from procrastinate.contrib.django import app

QUEUE = "recognition"  # its workers hold the engine's models in memory
READ = "recognition.read"
ERASE_PHOTO = "recognition.erase_photo"


def defer_reading(document_id: UUID) -> None:
    """Have a worker read a document."""
    app.configure_task(READ, queue=QUEUE).defer(document_id=str(document_id))


def defer_erasure(key: str) -> None:
    """Have a worker erase a photo, however often it takes."""
    app.configure_task(ERASE_PHOTO).defer(key=key)
