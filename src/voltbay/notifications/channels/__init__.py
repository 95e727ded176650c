"""Where messages go: one module per channel, each with a `send`."""

from collections.abc import Callable
from importlib import import_module

from django.conf import settings

from voltbay.notifications.models import Notice

Send = Callable[[Notice], str]  # returns the channel's number for the message, or raises NotSent
CHANNELS = ("screen", "aliyun_sms")


def channel() -> tuple[str, Send]:
    """Return the name and the way of the channel that the settings choose."""
    name: str = settings.VOLTBAY_SMS_CHANNEL
    # Imported when first used: a vendor's kit takes a second that web processes never need.
    send: Send = import_module(f"{__name__}.{name}").send
    return name, send
