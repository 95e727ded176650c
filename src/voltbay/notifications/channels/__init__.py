"""Where messages go: one module per channel."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module

from django.conf import settings

from voltbay.notifications.models import Notice

CHANNELS = ("screen", "aliyun_sms")
Send = Callable[[Notice], str]
Find = Callable[[Notice, datetime], str | None]


@dataclass(frozen=True)
class Channel:
    """One of them. Both ways raise NotSent.

    `send` returns the channel's number for the message. `find` asks a vendor whether it took a
    notice for which no answer came back, and returns that number; None if it did not. The screen
    has none: it writes in the notice's own transaction, so there is nothing to be unsure of.
    """

    name: str
    send: Send
    find: Find | None = None


def channel() -> Channel:
    """Return the channel that the settings choose."""
    name: str = settings.VOLTBAY_SMS_CHANNEL
    # Imported when first used: a vendor's kit takes a second that web processes never need.
    module = import_module(f"{__name__}.{name}")
    return Channel(name, module.send, getattr(module, "find", None))
