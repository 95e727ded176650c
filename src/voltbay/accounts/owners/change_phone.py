"""Moving an account to another phone, proved by a code that was sent there."""

from datetime import datetime

from django.db import IntegrityError, transaction

from voltbay.accounts.models import Owner
from voltbay.accounts.owners.asker import NOBODY, Asker
from voltbay.accounts.owners.errors import PhoneTaken, PhoneUnchanged
from voltbay.accounts.owners.spend_code import parse_code, spend_code
from voltbay.core.masking import mask_phone
from voltbay.identifiers.phone import parse_phone
from voltbay.notifications.tell import phone_fingerprint, tell
from voltbay.notifications.wechat.accepts import move_accepts


def change_phone(
    *, owner: Owner, phone: str, code: str, now: datetime, asker: Asker = NOBODY
) -> Owner:
    """Let the owner sign in with another phone from now on, and tell the old one.

    Whether the new phone has an account is told only to who has that phone in hand. Raises
    PhoneMalformed, PhoneUnchanged, PhoneTaken, or what spend_code raises.
    """
    phone, code = parse_phone(phone), parse_code(code)
    if phone == owner.phone:
        raise PhoneUnchanged(fields={"phone": PhoneUnchanged.code})
    spend_code(phone=phone, code=code, now=now, asker=asker)
    try:
        return _move(owner, phone, now=now)
    except IntegrityError as taken:
        raise PhoneTaken(fields={"phone": PhoneTaken.code}) from taken


@transaction.atomic
def _move(owner: Owner, phone: str, *, now: datetime) -> Owner:
    old_phone = owner.phone
    owner.phone, owner.phone_fingerprint = phone, phone_fingerprint(phone)
    owner.phone_proven_at = now
    owner.save(update_fields=["phone", "phone_fingerprint", "phone_proven_at"])
    if old_phone:
        move_accepts(old_phone, to=phone)
        params = {"phone": mask_phone(phone)}
        tell(phone=old_phone, template="phone_changed", params=params, now=now)
    return owner
