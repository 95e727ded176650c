"""Doing what a form asks once, however often it is sent."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID, uuid5

from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.http import HttpRequest

from voltbay.accounts.models import StaffUser
from voltbay.console.models import IdempotencyKey
from voltbay.core.errors import Invalid

NOT_ENTERED = ("key", "csrfmiddlewaretoken")


class FormKeyMissing(Invalid):
    """A form came without its key: the page is older than the program."""

    code = "form_key_missing"


def form_key(request: HttpRequest) -> str:
    """Return the key of exactly this entry: the form's own, and what was entered.

    A page may have several forms, and somebody may go back to it and enter something else: that is
    another entry, though the page gives it the same key. A file is what is in it: cameras name two
    photos alike. Raises FormKeyMissing.
    """
    typed = ((name, value) for name, values in request.POST.lists() for value in values)
    sent = ((name, file) for name, files in request.FILES.lists() for file in files)
    files = [(name, _content(file)) for name, file in sent]
    entered = sorted((name, value) for name, value in typed if name not in NOT_ENTERED)
    said = urlencode([("", request.path_info), *entered, *files])
    return str(uuid5(_read(request.POST.get("key", "")), said))


def idempotent(key: str, do: Callable[[], str], *, staff: StaffUser, now: datetime) -> str:
    """Do it and return where to go next; for a key that was done before, return that again.

    The key is written in the transaction of what it stands for. Somebody who sends the same key at
    the same moment waits for the first. Raises FormKeyMissing and whatever `do` refuses.
    """
    number = _read(key)
    if before := _before(number, staff):
        return before
    try:
        with transaction.atomic():
            kept = IdempotencyKey.objects.create(key=number, staff=staff, at=now, answer="")
            answer = do()
            IdempotencyKey.objects.filter(pk=kept.pk).update(answer=answer)
            return answer
    except IntegrityError as beaten:
        if "console_idempotencykey" not in str(beaten):
            raise
        return _before(number, staff) or ""


def _content(file: "File[bytes]") -> str:
    """Return a hash of a file, which is then read from its beginning again."""
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def _read(key: str) -> UUID:
    try:
        return UUID(key)
    except ValueError as malformed:
        raise FormKeyMissing from malformed


def _before(key: UUID, staff: StaffUser) -> str:
    found = IdempotencyKey.objects.filter(pk=key, staff=staff).values_list("answer", flat=True)
    return found.first() or ""
