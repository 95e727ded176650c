"""Reading fleets, always for one of their members."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, QuerySet

from voltbay.accounts.models import Owner
from voltbay.fleets.errors import (
    FleetNotApproved,
    FleetUnknown,
    MemberUnknown,
    RoleTooSmall,
    VehicleUnknown,
)
from voltbay.fleets.models import FleetAccount, FleetMember, FleetVehicle
from voltbay.fleets.rules import INVITED_FOR, Power, may, same_company


@dataclass(frozen=True)
class Membership:
    """A fleet, and what its member may do there."""

    fleet: FleetAccount
    member: FleetMember
    owner: Owner

    def may(self, power: Power) -> bool:
        """Tell whether the member's role has a power."""
        return may(self.member.role, power)


def memberships_of(owner: Owner) -> list[Membership]:
    """Return the fleets that an owner acts for, the first joined first. One statement."""
    joined = FleetMember.objects.filter(owner=owner).exclude(fleet__state="closed")
    found = joined.select_related("fleet").order_by("joined_at", "id")
    return [Membership(member.fleet, member, owner) for member in found]


def invitations_of(owner: Owner, *, now: datetime) -> list[FleetMember]:
    """Return what an owner's phone is invited to and has not answered. One statement."""
    if owner.phone_fingerprint is None:
        return []
    found = live_invitations(now=now).filter(phone_fingerprint=owner.phone_fingerprint)
    return list(found.select_related("fleet").order_by("invited_at"))


def live_invitations(*, now: datetime) -> QuerySet[FleetMember]:
    """Return invitations that may still be answered."""
    live = FleetMember.objects.filter(owner=None, invited_at__gt=now - INVITED_FOR)
    return live.exclude(fleet__state="closed")


def find_membership(fleet_id: UUID, *, owner: Owner, power: Power | None = None) -> Membership:
    """Return an owner's fleet. Raises FleetUnknown for others', or RoleTooSmall."""
    mine = FleetMember.objects.filter(fleet=fleet_id, owner=owner)
    member = mine.exclude(fleet__state="closed").select_related("fleet").first()
    if member is None:
        raise FleetUnknown
    if power is not None and not may(member.role, power):
        raise RoleTooSmall
    return Membership(member.fleet, member, owner)


def find_approved(fleet_id: UUID, *, owner: Owner, power: Power) -> Membership:
    """Return an owner's fleet that may book now.

    Raises FleetUnknown, RoleTooSmall or FleetNotApproved.
    """
    mine = find_membership(fleet_id, owner=owner, power=power)
    if mine.fleet.state != FleetAccount.State.APPROVED:
        raise FleetNotApproved(state=mine.fleet.state)
    return mine


def members_of(fleet: FleetAccount, *, now: datetime) -> list[FleetMember]:
    """Return a fleet's members, and whom it invited and may still join. One statement."""
    all_of_it = fleet.members.select_related("owner").order_by("id")
    return [each for each in all_of_it if each.owner_id or each.invited_at > now - INVITED_FOR]


def find_member(fleet: FleetAccount, member_id: int) -> FleetMember:
    """Return a member or an invitation of a fleet. Raises MemberUnknown."""
    found = fleet.members.select_related("owner").filter(pk=member_id).first()
    if found is None:
        raise MemberUnknown
    return found


def vehicles_of(fleet: FleetAccount) -> QuerySet[FleetVehicle]:
    """Return a fleet's cars in the order of its lists."""
    return fleet.vehicles.order_by("ordinal", "added_at")


def find_vehicles(fleet: FleetAccount, ids: Iterable[UUID]) -> dict[UUID, FleetVehicle]:
    """Return cars of a fleet by their ids. Raises VehicleUnknown unless all are there."""
    wanted = set(ids)
    found = {each.pk: each for each in fleet.vehicles.filter(pk__in=wanted)}
    if missing := wanted - found.keys():
        raise VehicleUnknown(vehicles=sorted(map(str, missing)))
    return found


def fleet_of_driver(owner: Owner, *, licence_owner: str) -> FleetAccount | None:
    """Return the approved fleet that a licence names and an owner is a member of, if any."""
    acts_for = FleetMember.objects.filter(owner=owner, fleet__state="approved")
    for member in acts_for.select_related("fleet"):
        if same_company(member.fleet.name, licence_owner):
            return member.fleet
    return None


def waiting_fleets() -> QuerySet[FleetAccount]:
    """Return the fleets that the platform has to decide about, the longest waiting first."""
    return FleetAccount.objects.filter(state=FleetAccount.State.ASKED).order_by("asked_at")


def known_fleets() -> QuerySet[FleetAccount]:
    """Return every fleet, the newest first, with whoever decided."""
    return FleetAccount.objects.select_related("decided_by").order_by(F("asked_at").desc())


def find_fleet(fleet_id: UUID) -> FleetAccount:
    """Return a fleet, for the platform's staff. Raises FleetUnknown."""
    fleet = FleetAccount.objects.select_related("decided_by", "asked_by").filter(pk=fleet_id)
    found = fleet.first()
    if found is None:
        raise FleetUnknown
    return found


def authorised_at(fleet: FleetAccount, owner: Owner) -> datetime | None:
    """Return when a desk saw the company's authorisation for a member; None if none has yet."""
    seen = FleetMember.objects.filter(fleet=fleet, owner=owner)
    return seen.values_list("authorised_at", flat=True).first()
