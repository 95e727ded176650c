"""Beginning anew in the middle of a booking, as the number is new to who confirms.

1. The hold must still run, and the question must have been asked of it and of this card.
2. A code proves that the phone is in hand: a session alone takes no number. It is spent outside the
   transaction, so that a wrong try stays counted.
3. The old account loses its phone, as to any new holder, and every session, device and WeChat user:
   those may be the new holder's, who came in by a code. Its owner comes back by customer service.
4. A new account gets a session of its own, the hold and the two documents: nothing is to be typed
   or photographed again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from voltbay.accounts.agreements.queries import accepted
from voltbay.accounts.models import Agreement, Owner, WechatAccount
from voltbay.accounts.owners.asker import NOBODY, Asker
from voltbay.accounts.owners.devices import forget_other_devices
from voltbay.accounts.owners.sessions import close_other_sessions, close_session
from voltbay.accounts.owners.sign_in import SignedIn, open_for, proven_owner
from voltbay.accounts.owners.spend_code import parse_code, prove_code
from voltbay.bookings.errors import AnotherPersonUnasked, HoldLapsed
from voltbay.bookings.lifecycle import State
from voltbay.bookings.models import Booking, WaitlistEntry
from voltbay.bookings.new_holder import release
from voltbay.bookings.owner.another_person import answers
from voltbay.bookings.owner.confirm import check_running
from voltbay.bookings.owner.documents import find_recognised
from voltbay.recognition.models import Document


@dataclass(frozen=True)
class Answer:
    """What AnotherPerson asked, the documents it was asked about, and the code that was sent."""

    question: str
    identity_card: UUID
    vehicle_licence: UUID
    code: str
    agreements: Mapping[str, str]


@dataclass(frozen=True)
class Caller:
    """Who answers: the session that ends, the nonce and device, and what the client is called."""

    session: str
    client: str
    asker: Asker = NOBODY


def begin_anew_with_hold(
    booking: Booking, answer: Answer, *, owner: Owner, caller: Caller, now: datetime
) -> SignedIn:
    """Open a new account for the phone of `owner`, and take the hold there.

    Raises HoldLapsed, AnotherPersonUnasked, CodeMalformed, AgreementUnknown, AgreementOutdated,
    AgreementMissing, what prove_code raises, or what find_recognised raises.
    """
    check_running(booking, now=now)
    asked = answers(answer.question, booking, identity_card=answer.identity_card)
    if not asked or booking.state != State.HELD or owner.phone is None:
        raise AnotherPersonUnasked
    agreed, code = accepted(answer.agreements, now=now), parse_code(answer.code)
    proven = prove_code(phone=owner.phone, code=code, now=now, asker=caller.asker)
    with transaction.atomic():
        proven.spend(now=now)
        return _begin(booking, answer, agreed, old=owner, caller=caller, now=now)


def _begin(
    booking: Booking,
    answer: Answer,
    agreed: list[Agreement],
    *,
    old: Owner,
    caller: Caller,
    now: datetime,
) -> SignedIn:
    find_recognised(booking, answer.identity_card, answer.vehicle_licence)  # theirs, and locked
    phone = release(old, now=now)
    wechat = _leave(old, session=caller.session)
    new = proven_owner(phone, now=now)
    if wechat is not None:
        WechatAccount.objects.filter(pk=wechat.pk).update(owner=new)
    opened = open_for(new, agreed, client=caller.client, device="", now=now, wechat_account=wechat)
    _carry(booking, answer, new)
    return opened


def _leave(old: Owner, *, session: str) -> WechatAccount | None:
    """End every way into the old account; return the WeChat user who is here, if there is one.

    The session here ends as well, and another is opened: a copy of its token must not come along.
    """
    wechat = close_other_sessions(old, token=session)
    close_session(token=session)
    forget_other_devices(old, token="")
    return wechat


def _carry(booking: Booking, answer: Answer, new: Owner) -> None:
    held = Booking.objects.filter(pk=booking.pk, state=State.HELD)
    if not held.update(owner=new, idempotency_key=None):
        raise HoldLapsed
    WaitlistEntry.objects.filter(offer=booking).update(owner=new)
    carried = (answer.identity_card, answer.vehicle_licence)
    Document.objects.filter(pk__in=carried).update(owner=new)
    booking.owner = new
