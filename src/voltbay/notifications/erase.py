"""Erasing what was told."""

from collections.abc import Iterable

from django.db.models import Q

from voltbay.notifications.models import Notice
from voltbay.notifications.tell import phone_fingerprint
from voltbay.notifications.wechat.accepts import erase_accepts


def erase_notices_of(phone: str) -> int:
    """Delete what was told to a phone, except what is still on its way."""
    erase_accepts(phone)
    mine = Notice.objects.filter(phone_fingerprint=phone_fingerprint(phone))
    return mine.exclude(state=Notice.State.QUEUED).delete()[0]


def silence(phone: str) -> int:
    """Delete what was told to a phone that has another holder now, and what is about to be."""
    erase_accepts(phone)
    return Notice.objects.filter(phone_fingerprint=phone_fingerprint(phone)).delete()[0]


def take_back(prefixes: Iterable[str]) -> int:
    """Delete what is queued under keys that begin so; what is being sent is waited for.

    Its job then finds nothing to deliver.
    """
    begins = Q(*(Q(dedupe_key__startswith=each) for each in prefixes), _connector=Q.OR)
    if not begins:
        return 0
    return Notice.objects.filter(begins, state=Notice.State.QUEUED).delete()[0]
