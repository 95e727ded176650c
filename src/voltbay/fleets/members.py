"""The people who act for a fleet: invited by phone, joined by their own hand, and let go."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from voltbay.accounts.models import Owner
from voltbay.fleets.errors import (
    FleetNotApproved,
    InvitedTooOften,
    LastManager,
    MemberKnown,
    MembersTooMany,
    MemberUnknown,
)
from voltbay.fleets.messages import tell_invited
from voltbay.fleets.models import FleetAccount, FleetMember
from voltbay.fleets.queries import find_member, live_invitations
from voltbay.fleets.rules import INVITED_FOR, MOST_MEMBERS, Role
from voltbay.limits.spend import Limit, spend
from voltbay.notifications.tell import phone_fingerprint

INVITED = Limit("fleet invitation", 30, timedelta(days=1), InvitedTooOften)


@transaction.atomic
def invite(fleet: FleetAccount, *, phone: str, role: str, now: datetime) -> FleetMember:
    """Invite a phone's owner, whoever that is, and send a message with the way there.

    Raises FleetNotApproved, MemberKnown, MembersTooMany or InvitedTooOften.
    """
    _lock(fleet)
    if fleet.state != FleetAccount.State.APPROVED:
        raise FleetNotApproved(state=fleet.state)
    fleet.members.filter(owner=None, invited_at__lte=now - INVITED_FOR).delete()
    mark = phone_fingerprint(phone)
    if fleet.members.filter(owner__phone_fingerprint=mark).exists():
        raise MemberKnown
    if fleet.members.count() >= MOST_MEMBERS:
        raise MembersTooMany(limit=MOST_MEMBERS)
    spend(INVITED, str(fleet.pk), now=now)
    try:
        with transaction.atomic():
            member = fleet.members.create(
                phone=phone, phone_fingerprint=mark, role=role, invited_at=now
            )
    except IntegrityError as known:
        raise MemberKnown from known
    tell_invited(fleet, phone=phone, now=now)
    return member


@transaction.atomic
def join(invitation_id: int, *, owner: Owner, now: datetime) -> FleetMember:
    """Accept an invitation to one's own phone. Raises MemberUnknown or MemberKnown.

    Nobody becomes a member by merely signing in: what they did for a company is seen by it.
    """
    invited = live_invitations(now=now).select_for_update(of=("self",))
    mine = invited.filter(pk=invitation_id, phone_fingerprint=owner.phone_fingerprint)
    member = mine.select_related("fleet").first() if owner.phone_fingerprint else None
    if member is None:
        raise MemberUnknown
    member.owner, member.joined_at = owner, now
    member.phone = member.phone_fingerprint = None
    try:
        with transaction.atomic():
            member.save()
    except IntegrityError as known:
        raise MemberKnown from known
    return member


@transaction.atomic
def decline(invitation_id: int, *, owner: Owner) -> None:
    """Turn an invitation to one's own phone down. Safe to repeat."""
    if owner.phone_fingerprint is not None:
        FleetMember.objects.filter(
            pk=invitation_id, owner=None, phone_fingerprint=owner.phone_fingerprint
        ).delete()


@transaction.atomic
def change_role(fleet: FleetAccount, member_id: int, *, role: str) -> FleetMember:
    """Give a member another role. Raises MemberUnknown or LastManager."""
    _lock(fleet)
    member = find_member(fleet, member_id)
    if role != Role.MANAGES:
        _check_not_last(fleet, member)
    member.role = role
    member.save(update_fields=["role"])
    return member


@transaction.atomic
def remove(fleet: FleetAccount, member_id: int) -> None:
    """Let a member go, or take an invitation back. What they booked stays the fleet's.

    Raises MemberUnknown or LastManager.
    """
    _lock(fleet)
    member = find_member(fleet, member_id)
    _check_not_last(fleet, member)
    member.delete()


def note_authorisation(fleet: FleetAccount, owner: Owner, *, staff_id: int, now: datetime) -> bool:
    """Write that a desk saw the company's authorisation in a member's hands; once is enough."""
    unseen = FleetMember.objects.filter(fleet=fleet, owner=owner, authorised_at=None)
    return bool(unseen.update(authorised_at=now, authorised_by=staff_id))


def _check_not_last(fleet: FleetAccount, member: FleetMember) -> None:
    if member.role != Role.MANAGES or member.owner_id is None:
        return
    others = fleet.members.filter(role=Role.MANAGES, owner__isnull=False).exclude(pk=member.pk)
    if not others.exists():
        raise LastManager


def _lock(fleet: FleetAccount) -> None:
    """Let changes of one fleet's people come one after the other."""
    FleetAccount.objects.select_for_update(no_key=True).get(pk=fleet.pk)
