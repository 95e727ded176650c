"""Noting that a row is erased, in the transaction that erases it."""

from datetime import datetime

from voltbay.erasures.models import Erasure


def note_erasure(subject: Erasure.Subject, subject_id: object, *, now: datetime) -> None:
    """Note it. Safe to repeat: the first time stays."""
    Erasure.objects.bulk_create(
        [Erasure(subject=subject, subject_id=str(subject_id), at=now)], ignore_conflicts=True
    )
