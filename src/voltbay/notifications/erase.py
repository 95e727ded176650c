"""Erasing what was told."""

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
