"""Doing something as a member of staff, so that whatever changes knows who changed it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connection, transaction

from voltbay.accounts.models import StaffUser
from voltbay.audit.models import AuditEntry

# Of this transaction alone: a pooled connection must not carry one person's name to another.
SAY = "SELECT set_config('voltbay.staff', %s, true), set_config('voltbay.address', %s, true)"


@contextmanager
def recorded(*, by: StaffUser, address: str) -> Iterator[None]:
    """Run a block in one transaction whose changes are put down to somebody."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(SAY, [str(by.pk), address])
        yield


def record(
    what: str, *, by: StaffUser | None, address: str, now: datetime, target: str = ""
) -> None:
    """Write down an action."""
    AuditEntry.objects.create(
        at=now, staff=by, address=address[:45], what=what[:80], target=target[:120]
    )
