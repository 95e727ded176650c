"""A member who goes: what they booked for the fleet stays, in the hands of who manages it."""

from datetime import datetime

from django.db import transaction

from voltbay.accounts.models import Owner
from voltbay.bookings.fleet.cancel import cancel_block
from voltbay.bookings.lifecycle import CHANGEABLE
from voltbay.bookings.models import Booking, BookingEvent
from voltbay.bookings.move import Actor
from voltbay.bookings.queries import phone_end_fingerprint
from voltbay.fleets.close import leave_all, successor_of
from voltbay.fleets.members import remove
from voltbay.fleets.models import Block, FleetAccount
from voltbay.fleets.queries import Membership, find_member, memberships_of
from voltbay.notifications.tell import phone_fingerprint

LIVE = (Block.State.HELD, Block.State.CONFIRMED)


@transaction.atomic
def remove_member(mine: Membership, member_id: int) -> None:
    """Let a member go, or leave oneself; a manager goes on with their blocks.

    Raises MemberUnknown or LastManager.
    """
    member = find_member(mine.fleet, member_id)
    gone = member.owner
    remove(mine.fleet, member_id)
    if gone is None:
        return
    successor = successor_of(mine.fleet, gone)
    if successor is not None:
        hand_over(mine.fleet, gone, to=successor)


@transaction.atomic
def leave_fleets(owner: Owner, *, now: datetime) -> None:
    """End all of an owner's memberships, as the account is closed. Safe to repeat.

    Blocks go to the fleet's other managers; where there is none the fleet is closed, and what was
    booked ahead for it is cancelled with it, whatever the outlet's limit.
    """
    for mine in memberships_of(owner):
        successor = successor_of(mine.fleet, owner)
        if successor is not None:
            hand_over(mine.fleet, owner, to=successor)
        else:
            _cancel_all(mine.fleet, owner, now=now)
    leave_all(owner)


def hand_over(fleet: FleetAccount, owner: Owner, *, to: Owner) -> None:
    """Put live blocks, and what is to come of them, into another member's hands."""
    blocks = Block.objects.filter(fleet=fleet, owner=owner, state__in=LIVE)
    ahead = Booking.objects.filter(block__in=blocks, state__in=CHANGEABLE)
    if to.phone is not None:
        ahead.filter(phone__isnull=False).update(
            phone=to.phone,
            phone_fingerprint=phone_fingerprint(to.phone),
            phone_end_fingerprint=phone_end_fingerprint(to.phone),
        )
    ahead.update(owner=to)
    blocks.update(owner=to, idempotency_key=None)


def _cancel_all(fleet: FleetAccount, owner: Owner, *, now: datetime) -> None:
    by = Actor(BookingEvent.Actor.OWNER, str(owner.pk))
    for block in Block.objects.filter(fleet=fleet, state__in=LIVE).order_by("created_at"):
        cancel_block(block, by=by, reason="", now=now, is_closing=True)
