"""Telling an owner who looked at what is kept about the owner. Source: PIPL art. 44."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from voltbay.accounts.models import Owner, Role
from voltbay.audit.models import Purpose, View
from voltbay.audit.queries import views_of
from voltbay.bookings.models import Booking
from voltbay.callouts.models import CallOut
from voltbay.directory.models import Outlet

MOST = 200  # looks that a screen goes back; the copy of one's data has all that are kept
PLATFORM = (Role.OPERATOR, Role.AUDITOR)


@dataclass(frozen=True)
class Looked:
    """One look: by which role, never by whom; `outlet` is empty where the platform looked.

    The role is empty for a script's user, who has none and gets past no door.
    """

    at: datetime
    of: View.Of
    document_kind: str
    role: str
    outlet: str
    purpose: Purpose
    booking: str


def who_looked(owner: Owner, *, most: int | None = MOST) -> list[Looked]:
    """Return who looked at an owner's data in full, newest first. Four statements.

    What staff wrote beside the purpose is not told: it may name somebody else.
    """
    codes = Booking.objects.filter(owner=owner).values_list("code", flat=True)
    call_outs = CallOut.objects.filter(owner=owner).values_list("pk", flat=True)
    views = list(views_of(owner.pk, bookings=codes, call_outs=call_outs)[:most])
    places = {view.outlet_id for view in views if view.outlet_id}
    names = dict(Outlet.objects.filter(pk__in=places).values_list("pk", "name"))
    return [
        Looked(
            at=view.at,
            of=View.Of(view.of),
            document_kind=view.document_kind,
            role=view.role,
            outlet=_place(view, names),
            purpose=Purpose(view.purpose),
            booking=view.booking_code,
        )
        for view in views
    ]


def _place(view: View, names: dict[UUID, str]) -> str:
    if view.role in PLATFORM or view.outlet_id is None:
        return ""
    return names.get(view.outlet_id, "")


def export_views(owner: Owner) -> dict[str, list[dict[str, object]]]:
    """Return every look that is still in the log, ready to be written as JSON."""
    looks = who_looked(owner, most=None)
    return {"views": [asdict(look) for look in looks]}
