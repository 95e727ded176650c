"""Doing what a form asks once, however often it is sent."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from voltbay.accounts.models import StaffUser
from voltbay.console.models import Sent
from voltbay.core.errors import Invalid


class FormKeyMissing(Invalid):
    """A form came without its key: the page is older than the program."""

    code = "form_key_missing"


def once(key: str, do: Callable[[], str], *, staff: StaffUser, now: datetime) -> str:
    """Do it and return where to go next; for a key that was done before, return that again.

    The key is written in the transaction of what it stands for. Somebody who sends the same key at
    the same moment waits for the first. Raises FormKeyMissing and whatever `do` refuses.
    """
    number = _read(key)
    if before := _before(number, staff):
        return before
    try:
        with transaction.atomic():
            sent = Sent.objects.create(key=number, staff=staff, at=now, answer="")
            answer = do()
            Sent.objects.filter(pk=sent.pk).update(answer=answer)
            return answer
    except IntegrityError as beaten:
        if "console_sent" not in str(beaten):
            raise
        return _before(number, staff) or ""


def _read(key: str) -> UUID:
    try:
        return UUID(key)
    except ValueError as malformed:
        raise FormKeyMissing from malformed


def _before(key: UUID, staff: StaffUser) -> str:
    found = Sent.objects.filter(pk=key, staff=staff).values_list("answer", flat=True)
    return found.first() or ""
