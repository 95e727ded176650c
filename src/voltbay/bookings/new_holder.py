"""A phone that belongs to another person by now: what the old account loses, what the new one gets.

1. The question that was answered is taken away, so that it answers once.
2. The old account gives the phone up. Its appointments stand, as whoever made them may still come;
   staff see that nobody can be reached, and nothing more is told to the phone.
3. The phone begins anew: with an account that is empty, or with that of who is signed in.

Nothing of the old account is handed out, and its sessions are left alone: they are its owner's,
who may prove another phone there.
"""

from datetime import datetime

from django.db import transaction

from voltbay.accounts.models import Owner
from voltbay.accounts.owners.change_phone import Here, move_phone
from voltbay.accounts.owners.prove_account import Caller, come_in
from voltbay.accounts.owners.sign_in import SignedIn, proven_owner
from voltbay.accounts.phones.give_up import give_up_phone
from voltbay.accounts.phones.question import take
from voltbay.bookings.models import Booking
from voltbay.bookings.waitlist.join import step_out_everywhere
from voltbay.notifications.tell import phone_fingerprint


@transaction.atomic
def begin_anew(*, question: str, caller: Caller, now: datetime) -> SignedIn:
    """Open an empty account for the phone's new holder. Raises QuestionExpired."""
    answered = take(question, now=now)
    phone = _release(answered.owner, now=now)
    return come_in(proven_owner(phone, now=now), answered, caller=caller, now=now)


@transaction.atomic
def take_over(*, question: str, owner: Owner, here: Here, now: datetime) -> Owner:
    """Give the phone to who is signed in and proved it. Raises QuestionExpired or PhoneTaken."""
    answered = take(question, mover=owner, now=now)
    phone = _release(answered.owner, now=now)
    return move_phone(owner, phone, here=here, now=now)


def _release(old: Owner, *, now: datetime) -> str:
    """Part an account and its bookings from its phone, and return that."""
    phone = give_up_phone(old, now=now)
    theirs = Booking.objects.filter(owner=old, phone_fingerprint=phone_fingerprint(phone))
    theirs.update(phone=None, phone_fingerprint=None, phone_end_fingerprint=None)
    step_out_everywhere(old)
    return phone
