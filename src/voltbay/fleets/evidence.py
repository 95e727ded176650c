"""The paper that shows that somebody acts for a company: sealed, and every look is noted."""

from datetime import datetime

from voltbay.accounts.models import StaffUser
from voltbay.audit.models import Purpose
from voltbay.audit.view import view_document
from voltbay.fleets.models import FleetAccount
from voltbay.recognition import photos


def key_of(fleet: FleetAccount) -> str:
    """Return where the evidence lies: apart from documents, whose leftovers are swept away."""
    return f"fleets/{fleet.asked_at:%Y/%m/%d}/{fleet.pk}"


def look_at(
    fleet: FleetAccount,
    *,
    staff: StaffUser,
    purpose: Purpose = Purpose.OTHER,
    why: str,
    now: datetime,
) -> bytes:
    """Return the evidence as JPEG, after noting who looks at it and why. Raises PhotoGone."""
    view_document(
        fleet.pk,
        fleet.evidence_kind,
        owner_id=fleet.asked_by_id,
        staff=staff,
        purpose=purpose,
        why=why,
        now=now,
    )
    return photos.fetch(fleet.evidence)


def erase_evidence(fleet: FleetAccount) -> None:
    """Erase the evidence. Safe to repeat."""
    if fleet.evidence:
        photos.erase(fleet.evidence)
        FleetAccount.objects.filter(pk=fleet.pk).update(evidence="")
        fleet.evidence = ""
