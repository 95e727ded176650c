"""Leaving for good: a member whose account is closed, and a fleet that nobody manages any more."""

from django.db import transaction

from voltbay.accounts.models import Owner
from voltbay.fleets.evidence import erase_evidence
from voltbay.fleets.models import FleetAccount, FleetMember
from voltbay.fleets.rules import Role


def successor_of(fleet: FleetAccount, owner: Owner) -> Owner | None:
    """Return the manager who has been there longest, other than the one who leaves."""
    others = fleet.members.filter(role=Role.MANAGES, owner__isnull=False).exclude(owner=owner)
    member = others.select_related("owner").order_by("joined_at", "id").first()
    return member.owner if member else None


@transaction.atomic
def leave_all(owner: Owner) -> None:
    """End an owner's memberships; a fleet without a manager is closed. Safe to repeat."""
    for member in FleetMember.objects.filter(owner=owner).select_related("fleet"):
        fleet = FleetAccount.objects.select_for_update(no_key=True).get(pk=member.fleet_id)
        alone = successor_of(fleet, owner) is None
        member.delete()
        if alone and fleet.state != FleetAccount.State.CLOSED:
            close(fleet)
    if owner.phone_fingerprint is not None:
        FleetMember.objects.filter(phone_fingerprint=owner.phone_fingerprint).delete()


@transaction.atomic
def close(fleet: FleetAccount) -> None:
    """Empty a fleet of people, cars, contact, evidence, reason. Its blocks are ended before."""
    fleet.members.all().delete()
    fleet.vehicles.all().delete()
    erase_evidence(fleet)
    FleetAccount.objects.filter(pk=fleet.pk).update(
        state=FleetAccount.State.CLOSED, contact_name=None, contact_phone=None, reason=""
    )
