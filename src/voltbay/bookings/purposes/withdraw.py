"""Taking back a yes to one purpose, with what follows from it at once."""

from datetime import datetime

from django.db import transaction

from voltbay.accounts.agreements.choose import choose
from voltbay.accounts.models import Choice, Owner, StaffUser
from voltbay.accounts.wechat.unlink import unlink_wechat
from voltbay.bookings.lifecycle import State
from voltbay.bookings.messages import BLOCK_TOMORROW, block_key, reminder_key
from voltbay.bookings.models import Booking
from voltbay.bookings.purposes.errors import PurposeUnknown
from voltbay.bookings.purposes.queries import WITH_TEXT
from voltbay.fleets.models import Block
from voltbay.notifications.erase import take_back
from voltbay.recognition.documents.withdraw import withdraw_and_erase


@transaction.atomic
def withdraw(
    purpose: str, *, owner: Owner, client: str, now: datetime, staff: StaffUser | None = None
) -> None:
    """Take back the yes to a purpose. Safe to repeat. Raises PurposeUnknown.

    Photos of documents go; nothing more is sent to the cloud; WeChat users are forgotten; a
    reminder that is queued is not sent. Source: PIPL art. 15 and 47.
    """
    if purpose in WITH_TEXT:
        withdraw_and_erase(purpose, owner=owner, client=client, now=now)
        return
    if purpose not in Choice.Of.values:
        raise PurposeUnknown
    of = Choice.Of(purpose)
    choose(of, Choice.Action.WITHDRAWN, owner=owner, client=client, staff=staff, now=now)
    if of == Choice.Of.WECHAT:
        unlink_wechat(owner)
    else:
        _stop_reminders(owner)


def _stop_reminders(owner: Owner) -> None:
    """Take back what is queued; the owner is locked, so `remind` adds nothing meanwhile."""
    booked = Booking.objects.filter(owner=owner, state=State.CONFIRMED, block=None)
    blocks = Block.objects.filter(owner=owner, bookings__state=State.CONFIRMED).distinct()
    take_back(
        [
            *(reminder_key(booking) for booking in booked),
            *(block_key(BLOCK_TOMORROW, block) for block in blocks),
        ]
    )
