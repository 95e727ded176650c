"""What people are told about fleets, queued in the caller's transaction."""

from datetime import datetime

from django.conf import settings

from voltbay.fleets.models import FleetAccount
from voltbay.notifications.tell import tell

INVITED = "?invited=1"
FLEETS_PAGE = "/#/pages/fleets/fleets"  # of the owners' client; it asks for a sign-in itself


def tell_invited(fleet: FleetAccount, *, phone: str, now: datetime) -> None:
    """Tell that a company invites this phone to act for it."""
    params = _params(fleet)
    params["link"] += INVITED  # the page then says so where no invitation waits
    tell(phone=phone, template="fleet_invited", params=params, now=now)


def tell_decided(fleet: FleetAccount, *, now: datetime) -> None:
    """Tell who asked whether the company may book now; why not stands on its page."""
    approved = fleet.state == FleetAccount.State.APPROVED
    if fleet.asked_by.phone:
        tell(
            phone=fleet.asked_by.phone,
            template="fleet_approved" if approved else "fleet_refused",
            params=_params(fleet),
            now=now,
        )


def _params(fleet: FleetAccount) -> dict[str, str]:
    return {"company": fleet.name, "link": f"{settings.VOLTBAY_PUBLIC_URL}{FLEETS_PAGE}"}
