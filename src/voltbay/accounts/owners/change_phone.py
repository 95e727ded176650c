"""Moving an account to another phone, proved by a code that was sent there.

1. The code is compared, and the try counted.
2. A phone that another account has is refused; unless that account was last proven so long ago
   that its phone may be another person's by now: then it is asked whose it is.
3. The code is spent, the account moves, every other device is signed out, and the old phone is
   told, in one transaction.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from voltbay.accounts.models import Owner
from voltbay.accounts.owners.asker import NOBODY, Asker
from voltbay.accounts.owners.devices import forget_other_devices
from voltbay.accounts.owners.errors import PhoneTaken, PhoneUnchanged
from voltbay.accounts.owners.sessions import close_other_sessions
from voltbay.accounts.owners.spend_code import parse_code, prove_code
from voltbay.accounts.phones.dormant import may_be_anothers
from voltbay.accounts.phones.question import Waiting, ask, forget_questions
from voltbay.accounts.support import said_number
from voltbay.core.errors import Unauthenticated
from voltbay.core.languages import ZH
from voltbay.core.masking import mask_phone
from voltbay.identifiers.phone import parse_phone
from voltbay.notifications.tell import phone_fingerprint, tell
from voltbay.notifications.wechat.accepts import move_accepts


@dataclass(frozen=True)
class Here:
    """Where the owner is who changes the phone: the session's token, the device, the language."""

    session: str = ""
    asker: Asker = NOBODY
    language: str = ZH


NOWHERE = Here()


def change_phone(
    *, owner: Owner, phone: str, code: str, now: datetime, here: Here = NOWHERE
) -> Owner:
    """Let the owner sign in with another phone from now on, and tell the old one.

    Only what is `here` goes on; every other session and device ends. Whether the new phone has an
    account is told only to who has that phone in hand. Raises PhoneMalformed, PhoneUnchanged,
    PhoneTaken, PhoneInQuestion, or what prove_code raises.
    """
    phone, code = parse_phone(phone), parse_code(code)
    if phone == owner.phone:
        raise PhoneUnchanged(fields={"phone": PhoneUnchanged.code})
    proven = prove_code(phone=phone, code=code, now=now, asker=here.asker)
    other = Owner.objects.filter(phone_fingerprint=phone_fingerprint(phone)).first()
    if other is not None and may_be_anothers(other, now=now):
        proven.spend(now=now)
        raise ask(other, Waiting(mover=owner), now=now)
    with transaction.atomic():
        proven.spend(now=now)
        return move_phone(owner, phone, here=here, now=now)


def move_phone(owner: Owner, phone: str, *, here: Here, now: datetime) -> Owner:
    """Give an owner a phone that was proven just now. Raises PhoneTaken or Unauthenticated."""
    try:
        return _move(owner, phone, here=here, now=now)
    except IntegrityError as taken:
        if "phone_fingerprint" not in str(taken):
            raise
        raise PhoneTaken(fields={"phone": PhoneTaken.code}) from taken


@transaction.atomic
def _move(owner: Owner, phone: str, *, here: Here, now: datetime) -> Owner:
    # Signing in locks the row as well: a session that is opened with the old phone this moment is
    # there to be closed, or finds that the phone is gone.
    current = Owner.objects.select_for_update().filter(pk=owner.pk, closed_at=None).first()
    if current is None:
        raise Unauthenticated
    old_phone, owner.phone_lost_at = current.phone, None
    owner.phone, owner.phone_fingerprint = phone, phone_fingerprint(phone)
    owner.phone_proven_at = now
    owner.save(
        update_fields=["phone", "phone_fingerprint", "phone_proven_at", "phone_lost_at"],
    )
    forget_questions(owner)
    wechat = close_other_sessions(owner, token=here.session)
    forget_other_devices(owner, token=here.asker.device)
    if old_phone:
        move_accepts(old_phone, to=phone, openid=wechat.openid if wechat else None)
        _tell_old(old_phone, phone, language=here.language, now=now)
    return owner


def _tell_old(old_phone: str, phone: str, *, language: str, now: datetime) -> None:
    params = {"phone": mask_phone(phone), "service": said_number(language)}
    tell(phone=old_phone, template="phone_changed", params=params, now=now, language=language)
