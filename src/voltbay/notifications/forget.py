"""Forgetting what was told."""

from datetime import datetime, timedelta

from voltbay.notifications.models import Notice
from voltbay.notifications.tell import phone_fingerprint
from voltbay.notifications.wechat_accepts import forget_accepts

KEPT = timedelta(days=90)  # as long as somebody may ask whether a message went out


def forget_old(*, now: datetime) -> int:
    """Delete notices that nobody asks about any more; return how many rows went."""
    return Notice.objects.filter(created_at__lt=now - KEPT).delete()[0]


def forget_phone(phone: str) -> int:
    """Delete what was told to a phone, except what is still on its way."""
    forget_accepts(phone)
    mine = Notice.objects.filter(phone_fingerprint=phone_fingerprint(phone))
    return mine.exclude(state=Notice.State.QUEUED).delete()[0]
