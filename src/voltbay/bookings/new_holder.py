"""A phone that belongs to another person by now: what the old account loses, what the new one gets.

1. The question that was answered is taken away, so that it answers once.
2. The old account gives the phone up. Its appointments stand, as whoever made them may still come;
   staff see that nobody can be reached, and nothing more is told to the phone.
3. The phone begins anew: with an account that is empty, or with that of who is signed in.
4. What a desk entered for the new holder before that, who telephoned, goes along.

Nothing else of the old account is handed out, and its sessions are left alone: they are its
owner's, who may prove another phone there.
"""

from datetime import datetime

from django.db import transaction

from voltbay.accounts.models import Owner
from voltbay.accounts.owners.change_phone import Here, move_phone
from voltbay.accounts.owners.prove_account import Caller, come_in
from voltbay.accounts.owners.sign_in import SignedIn, proven_owner
from voltbay.accounts.phones.dormant import anothers_from
from voltbay.accounts.phones.give_up import give_up_phone
from voltbay.accounts.phones.question import take
from voltbay.bookings.lifecycle import MOVABLE
from voltbay.bookings.models import Booking
from voltbay.bookings.queries import phone_end_fingerprint
from voltbay.bookings.remembered import remembered
from voltbay.bookings.waitlist.join import step_out_everywhere
from voltbay.callouts.end import forget_all_of
from voltbay.notifications.tell import phone_fingerprint


@transaction.atomic
def begin_anew(*, question: str, caller: Caller, now: datetime) -> SignedIn:
    """Open an empty account for the phone's new holder. Raises QuestionExpired."""
    answered = take(question, now=now)
    told = _told_to_a_desk(answered.owner)
    phone = release(answered.owner, now=now)
    new = proven_owner(phone, now=now)
    _hand_over(told, phone, new)
    return come_in(new, answered, caller=caller, now=now)


@transaction.atomic
def take_over(*, question: str, owner: Owner, here: Here, now: datetime) -> Owner:
    """Give the phone to who is signed in and proved it. Raises QuestionExpired or PhoneTaken."""
    answered = take(question, mover=owner, now=now)
    told = _told_to_a_desk(answered.owner)
    phone = release(answered.owner, now=now)
    _hand_over(told, phone, owner)
    return move_phone(owner, phone, here=here, now=now)


def release(old: Owner, *, now: datetime) -> str:
    """Part an account and its bookings from its phone, and return that."""
    phone = give_up_phone(old, now=now)
    theirs = Booking.objects.filter(owner=old, phone_fingerprint=phone_fingerprint(phone))
    theirs.update(phone=None, phone_fingerprint=None, phone_end_fingerprint=None)
    step_out_everywhere(old)
    forget_all_of(old, now=now)
    return phone


def _told_to_a_desk(old: Owner) -> list[Booking]:
    """Return what a desk entered for the phone once it may have had another holder.

    What bears a name or a plate that the account knew before is its owner's, who still said the
    number of old.
    """
    since = anothers_from(old)
    entered = Booking.objects.filter(
        owner=old,
        identity_number=None,  # a desk enters none
        phone_fingerprint=old.phone_fingerprint,
        created_at__gte=since,
        state__in=MOVABLE,
    )
    known = remembered(old)
    return [
        each
        for each in entered.exclude(name=None)
        if each.name not in known.names and (each.plate or each.vin) not in known.numbers
    ]


def _hand_over(bookings: list[Booking], phone: str, new: Owner) -> None:
    Booking.objects.filter(pk__in=[each.pk for each in bookings]).update(
        owner=new,
        idempotency_key=None,  # of the desk's entry, which is over; the new owner has keys as well
        phone=phone,
        phone_fingerprint=phone_fingerprint(phone),
        phone_end_fingerprint=phone_end_fingerprint(phone),
    )
