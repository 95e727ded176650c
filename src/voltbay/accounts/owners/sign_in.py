"""Signing in with a phone and the code that was sent to it.

1. What needs no code is checked first: the entries' form, and that the agreements in force are
   agreed to. So a form that was out of date does not cost the code.
2. The code is spent.
3. A phone that may be another person's by now opens nothing yet, unless its owner has signed in on
   this device before: whose it is is asked.
4. The owner is found or made, the consents written, and a session opened, in one transaction.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from voltbay.accounts.agreements.give_consent import record_consents
from voltbay.accounts.agreements.queries import accepted
from voltbay.accounts.models import Agreement, Owner, Session, WechatAccount
from voltbay.accounts.owners.devices import known_device
from voltbay.accounts.owners.sessions import open_session
from voltbay.accounts.owners.spend_code import parse_code, spend_code
from voltbay.accounts.phones.dormant import may_be_anothers
from voltbay.accounts.phones.question import Waiting, ask
from voltbay.accounts.phones.remembered import Remember, anything
from voltbay.identifiers.phone import parse_phone
from voltbay.notifications.tell import phone_fingerprint


@dataclass(frozen=True)
class SignedIn:
    """An open session: the only time that its token is seen."""

    token: str
    session: Session
    owner: Owner


@dataclass(frozen=True)
class Recall:
    """By what somebody is known again: a device's token, and what an account holds of its person.

    Bookings and documents lie above accounts, so the door hands in what asks them.
    """

    device: str = ""
    remember: Remember = anything


STRANGER = Recall()


def sign_in(
    *,
    phone: str,
    code: str,
    agreements: Mapping[str, str],
    client: str,
    now: datetime,
    recall: Recall = STRANGER,
) -> SignedIn:
    """Open a session for the phone's owner, who is made at the first sign-in.

    `agreements` maps kinds to the versions agreed to. Raises PhoneMalformed, CodeMalformed,
    AgreementUnknown, AgreementOutdated, AgreementMissing, PhoneInQuestion, or what spend_code
    raises.
    """
    phone, code = parse_phone(phone), parse_code(code)
    agreed = accepted(agreements, now=now)
    spend_code(phone=phone, code=code, now=now)
    ask_if_anothers(phone, Waiting(agreed), recall=recall, now=now)
    return _open(phone, agreed, client=client, now=now)


def ask_if_anothers(phone: str, waiting: Waiting, *, recall: Recall, now: datetime) -> None:
    """Ask whose a phone is that opens somebody's account after so long. Raises PhoneInQuestion.

    Where nothing is held of a person there is nothing to keep from another.
    """
    owner = Owner.objects.filter(phone_fingerprint=phone_fingerprint(phone)).first()
    if owner is None or not may_be_anothers(owner, now=now):
        return
    if not known_device(phone=phone, token=recall.device, now=now) and recall.remember(owner):
        raise ask(owner, waiting, now=now)


@transaction.atomic
def _open(phone: str, agreed: list[Agreement], *, client: str, now: datetime) -> SignedIn:
    return enter(proven_owner(phone, now=now), agreed, client=client, now=now)


def enter(
    owner: Owner,
    agreed: Iterable[Agreement],
    *,
    client: str,
    now: datetime,
    wechat_account: WechatAccount | None = None,
) -> SignedIn:
    """Write down what is agreed to and open a session. Needs a transaction."""
    record_consents(agreed, owner=owner, client=client, now=now)
    token, session = open_session(owner, client=client, now=now, wechat_account=wechat_account)
    return SignedIn(token=token, session=session, owner=owner)


def proven_owner(phone: str, *, now: datetime) -> Owner:
    """Find or make the owner of a phone that was proven to be in hand just now.

    Needs a transaction: the row stays locked, as an account that moves to another phone this moment
    is not this phone's any more.
    """
    owner, _ = Owner.objects.update_or_create(
        phone_fingerprint=phone_fingerprint(phone),
        defaults={"phone_proven_at": now},
        create_defaults={"phone": phone, "created_at": now, "phone_proven_at": now},
    )
    return owner
