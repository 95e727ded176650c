"""Handing an owner a copy of what fleets hold about them. Source: PIPL art. 45."""

from typing import Any

from voltbay.accounts.models import Owner
from voltbay.core.personal import disclosed
from voltbay.fleets.models import Block, FleetAccount, FleetImport, FleetMember


def export_fleets(owner: Owner) -> dict[str, Any]:
    """Return the fleets that an owner acts for, asked for, or is invited to, ready for JSON.

    The cars are the company's: whoever manages it has them as a list.
    """
    mine = FleetMember.objects.filter(owner=owner).select_related("fleet").order_by("id")
    invited = FleetMember.objects.filter(
        owner=None, phone_fingerprint__isnull=False, phone_fingerprint=owner.phone_fingerprint
    )
    asked = FleetAccount.objects.filter(asked_by=owner).order_by("asked_at")
    return {
        "fleets": [
            {
                "company": each.fleet.name,
                "role": each.role,
                "joined_at": each.joined_at,
                "authorised_at": each.authorised_at,
            }
            for each in mine
        ],
        "fleet_invitations": [
            {"company": each.fleet.name, "role": each.role, "invited_at": each.invited_at}
            | disclosed(each)
            for each in invited.select_related("fleet").order_by("id")
        ],
        "fleet_accounts": [
            {
                "company": each.name,
                "credit_code": each.credit_code,
                "state": each.state,
                "asked_at": each.asked_at,
            }
            | disclosed(each)
            for each in asked
        ],
        "blocks": list(
            Block.objects.filter(owner=owner)
            .order_by("created_at")
            .values("code", "fleet__name", "outlet__name", "cars", "state", "created_at")
        ),
        "vehicle_lists": list(
            FleetImport.objects.filter(owner=owner)
            .order_by("id")
            .values("fleet__name", "at", "created", "changed", "unchanged")
        ),
    }
