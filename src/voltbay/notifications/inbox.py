"""What the screen channel has shown. Reached in demo and tests only."""

from django.db.models import QuerySet

from voltbay.identifiers.phone import normalise_phone
from voltbay.notifications.models import ScreenMessage
from voltbay.notifications.tell import phone_fingerprint

MOST = 50


def shown(phone: str = "") -> QuerySet[ScreenMessage]:
    """Return the newest messages, newest first: of one phone, or of all if none is given."""
    messages = ScreenMessage.objects.order_by("-id")
    if phone:
        messages = messages.filter(phone_fingerprint=phone_fingerprint(normalise_phone(phone)))
    return messages[:MOST]
