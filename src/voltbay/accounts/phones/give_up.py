"""Taking a phone from an account whose number was given to somebody else."""

from datetime import datetime

from django.db import transaction

from voltbay.accounts.models import Owner
from voltbay.accounts.phones.errors import QuestionExpired
from voltbay.accounts.phones.question import forget_questions
from voltbay.notifications.erase import silence


@transaction.atomic
def give_up_phone(owner: Owner, *, now: datetime) -> str:
    """Part an account from its phone, which is free at once, and return that phone.

    The account goes on for who is signed in there or comes by WeChat: those proved that they are
    its owner, and are asked for another phone. What was told to the phone, or is about to be, goes:
    it must reach neither the new holder nor, by an accept in WeChat, the old one. Raises
    QuestionExpired if the phone is gone already.
    """
    current = Owner.objects.select_for_update().get(pk=owner.pk)
    phone: str | None = current.phone
    if phone is None:
        raise QuestionExpired
    current.phone, current.phone_fingerprint, current.phone_lost_at = None, None, now
    current.save(update_fields=["phone", "phone_fingerprint", "phone_lost_at"])
    forget_questions(current)
    silence(phone)
    return phone
