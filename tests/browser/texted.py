"""The code that a person reads on the phone: what a worker delivered to the screen."""

import time

from voltbay.notifications.models import ScreenMessage

DELIVERY_TRIES = 50  # of 0.2 s


def texted_code() -> str:
    """Wait for the message with a code that a worker delivers, and return the code."""
    for _ in range(DELIVERY_TRIES):
        if message := ScreenMessage.objects.exclude(code="").order_by("-id").first():
            return str(message.code)
        time.sleep(0.2)
    raise AssertionError("no message came")
