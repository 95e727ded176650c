"""The channel of demo and tests: messages are shown at /demo/inbox instead of being sent.

It writes into the database of the notice, in the same transaction, so each is shown exactly once.
"""

from voltbay.notifications.models import Notice, ScreenMessage
from voltbay.notifications.texts import said

WITH_CODE = "sign_in_code"


def send(notice: Notice) -> str:
    """Show the notice; the code apart from the text, for those who test."""
    message = ScreenMessage.objects.create(
        notice=notice,
        phone=notice.phone,
        phone_fingerprint=notice.phone_fingerprint,
        text=said(notice.template, language=notice.language, params=notice.params),
        code=notice.params["code"] if notice.template == WITH_CODE else None,
        at=notice.created_at,
    )
    return str(message.pk)
