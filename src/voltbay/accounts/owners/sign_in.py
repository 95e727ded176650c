"""Signing in with a phone and the code that was sent to it.

1. What needs no code is checked first: the entries' form, and that the agreements in force are
   agreed to. So a form that was out of date does not cost the code.
2. The code is compared, and the try counted.
3. A phone that may be another person's by now opens nothing yet, unless its owner has signed in on
   this device before: whose it is is asked.
4. The code is spent, the owner found or made, the consents written, a session opened and the device
   noted, in one transaction: whoever is told to come again then has the code still.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from voltbay.accounts.agreements.give_consent import record_consents
from voltbay.accounts.agreements.queries import accepted
from voltbay.accounts.models import Agreement, Owner, Session, WechatAccount
from voltbay.accounts.owners.asker import NOBODY, Asker
from voltbay.accounts.owners.devices import known_device, remember_device
from voltbay.accounts.owners.sessions import open_session
from voltbay.accounts.owners.spend_code import parse_code, prove_code
from voltbay.accounts.phones.dormant import may_be_anothers
from voltbay.accounts.phones.question import Waiting, ask
from voltbay.accounts.phones.remembered import Remember, anything
from voltbay.identifiers.phone import parse_phone
from voltbay.notifications.tell import phone_fingerprint


@dataclass(frozen=True)
class SignedIn:
    """An open session and a known device: the only time that their tokens are seen."""

    token: str
    session: Session
    owner: Owner
    device: str


def sign_in(  # noqa: PLR0913  # each is one thing that somebody brings along
    *,
    phone: str,
    code: str,
    agreements: Mapping[str, str],
    client: str,
    now: datetime,
    asker: Asker = NOBODY,
    remember: Remember = anything,
) -> SignedIn:
    """Open a session for the phone's owner, who is made at the first sign-in.

    `agreements` maps kinds to the versions agreed to; `remember` tells what an account holds of its
    person. The device is known from now on. Raises PhoneMalformed, CodeMalformed, AgreementUnknown,
    AgreementOutdated, AgreementMissing, PhoneInQuestion, or what prove_code raises.
    """
    phone, code = parse_phone(phone), parse_code(code)
    agreed = accepted(agreements, now=now)
    proven = prove_code(phone=phone, code=code, now=now, asker=asker)
    other = whose_is_asked(phone, device=asker.device, remember=remember, now=now)
    if other is not None:
        proven.spend(now=now)  # first: the second of two must not take the question's place
        raise ask(other, Waiting(agreed), now=now)
    with transaction.atomic():
        proven.spend(now=now)
        owner = proven_owner(phone, now=now)
        return open_for(owner, agreed, client=client, device=asker.device, now=now)


def whose_is_asked(phone: str, *, device: str, remember: Remember, now: datetime) -> Owner | None:
    """Return the account that a phone opens after so long that it may be another's by now.

    Where nothing is held of a person there is nothing to keep from another.
    """
    owner = Owner.objects.filter(phone_fingerprint=phone_fingerprint(phone)).first()
    if owner is None or not may_be_anothers(owner, now=now):
        return None
    is_known = known_device(phone=phone, token=device, now=now)
    return None if is_known or not remember(owner) else owner


@transaction.atomic
def open_for(
    owner: Owner,
    agreed: Iterable[Agreement],
    *,
    client: str,
    device: str,
    now: datetime,
    wechat_account: WechatAccount | None = None,
) -> SignedIn:
    """Write consents, session and device of an owner who has just proved to be that owner."""
    record_consents(agreed, owner=owner, client=client, now=now)
    token, session = open_session(owner, client=client, now=now, wechat_account=wechat_account)
    device = remember_device(owner, token=device, client=client, now=now)
    return SignedIn(token=token, session=session, owner=owner, device=device)


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
