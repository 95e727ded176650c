"""Reading the code in a notice that was not yet delivered."""

from voltbay.notifications.models import Notice
from voltbay.notifications.tell import phone_fingerprint


def last_code(phone: str) -> str:
    """Return the code that was sent last to a phone."""
    notices = Notice.objects.filter(
        phone_fingerprint=phone_fingerprint(phone), template="sign_in_code"
    )
    return notices.latest("id").params["code"]


def another(code: str) -> str:
    """Return six digits that are not this code."""
    return f"{(int(code) + 1) % 10**6:06}"
