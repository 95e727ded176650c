"""Erasing an owner: what identifies the person goes, what the law wants kept stays without it."""

from datetime import datetime

from django.db import transaction

from voltbay.accounts.models import Device, Owner, Session, SignInCode, Vehicle, WechatAccount
from voltbay.accounts.phones.question import forget_questions
from voltbay.core.personal import emptied
from voltbay.notifications.erase import erase_notices_of
from voltbay.notifications.tell import phone_fingerprint


@transaction.atomic
def erase_owner(*, owner: Owner, now: datetime) -> None:
    """Empty the owner of personal data and sign out everywhere. Safe to repeat.

    Consents stay as evidence of what was agreed, tied to a row that no longer names anybody. The
    phone is free for a new account at once. Bookings are closed by those above before this.
    """
    current = Owner.objects.select_for_update().get(pk=owner.pk)
    if current.closed_at is not None:
        return
    Session.objects.filter(owner=current).delete()
    Device.objects.filter(owner=current).delete()
    WechatAccount.objects.filter(owner=current).delete()
    Vehicle.objects.filter(owner=current).delete()
    forget_questions(current)
    _erase_notices(current.phone)
    for name, nothing in emptied(Owner).items():
        setattr(current, name, nothing)
    current.closed_at = now
    current.save()


def _erase_notices(phone: str | None) -> None:
    if phone is None:
        return
    SignInCode.objects.filter(phone_fingerprint=phone_fingerprint(phone)).delete()
    erase_notices_of(phone)
