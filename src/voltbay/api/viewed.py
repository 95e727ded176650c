"""Who looked at the owner's data: for the owner to read."""

from datetime import datetime
from typing import Any

from django.utils.translation import override
from ninja import Router, Schema

from voltbay.accounts.models import Role
from voltbay.api.auth import OwnerRequest, owner_auth
from voltbay.api.language import language_of
from voltbay.audit.words import looked_at
from voltbay.bookings.owner.who_looked import Looked, who_looked

router = Router(tags=["me"], auth=owner_auth)


class ViewOut(Schema):
    """One view, in the caller's language.

    `who` is the role of the employee, never the name; `outlet` is null where the platform looked.
    """

    at: datetime
    what: str
    who: str
    outlet: str | None
    why: str
    booking: str | None


class ViewList(Schema):
    items: list[ViewOut]


@router.get("/me/views", response=ViewList, summary="Who looked at my data")
def viewed(request: OwnerRequest) -> dict[str, Any]:
    """List who saw the owner's names, numbers, photos or place in full, newest first.

    The last two hundred; the copy of one's data has all. A masked list is no look.
    """
    with override(language_of(request)):
        return {"items": [_out(each) for each in who_looked(request.owner)]}


def _out(look: Looked) -> dict[str, Any]:
    return {
        "at": look.at,
        "what": str(looked_at(look.of, look.document_kind)),
        "who": str(Role(look.role or Role.OPERATOR).label),
        "outlet": look.outlet or None,
        "why": str(look.purpose.label),
        "booking": look.booking or None,
    }
