"""Writing down who looks at personal data in full, and why, before it is shown."""

from datetime import datetime
from uuid import UUID

from voltbay.accounts.models import Owner, StaffUser
from voltbay.audit.models import Purpose, View

LONGEST_REASON = 200


def view_booking(
    code: str,
    *,
    outlet_id: UUID,
    staff: StaffUser,
    purpose: Purpose = Purpose.OTHER,
    why: str,
    now: datetime,
) -> None:
    """Write that somebody is about to see a booking's name and numbers."""
    _write(
        View.Of.BOOKING,
        staff=staff,
        purpose=purpose,
        why=why,
        now=now,
        booking_code=code,
        outlet_id=outlet_id,
    )


def view_owner(
    owner: Owner,
    *,
    staff: StaffUser,
    purpose: Purpose = Purpose.OTHER,
    why: str,
    now: datetime,
) -> None:
    """Write that somebody is about to see an owner's name and phone."""
    _write(View.Of.OWNER, staff=staff, purpose=purpose, why=why, now=now, owner_id=owner.pk)


def view_document(
    document_id: UUID,
    kind: str,
    *,
    staff: StaffUser,
    purpose: Purpose = Purpose.OTHER,
    why: str,
    now: datetime,
    **whose: UUID | str,
) -> None:
    """Write that somebody is about to see the photo of a document.

    `whose` is the `owner_id`; for a booking's photo also its `booking_code` and `outlet_id`.
    """
    _write(
        View.Of.PHOTO,
        staff=staff,
        purpose=purpose,
        why=why,
        now=now,
        document_id=document_id,
        document_kind=kind,
        **whose,
    )


def view_call_out(
    call_out_id: UUID,
    *,
    outlet_id: UUID,
    staff: StaffUser,
    purpose: Purpose = Purpose.OTHER,
    why: str,
    now: datetime,
) -> None:
    """Write that somebody is about to see who asked an outlet to come, and where the car stands."""
    _write(
        View.Of.CALL_OUT,
        staff=staff,
        purpose=purpose,
        why=why,
        now=now,
        call_out_id=call_out_id,
        outlet_id=outlet_id,
    )


def view_search(
    searched_by: str, *, found: int, outlet_id: UUID, staff: StaffUser, now: datetime
) -> None:
    """Write that somebody searched by a person's number: by which kind, never by which number."""
    what: dict[str, UUID | str | int] = {
        "searched_by": searched_by,
        "found": found,
        "outlet_id": outlet_id,
    }
    _write(View.Of.SEARCH, staff=staff, purpose=Purpose.SEARCH, why="", now=now, **what)


def _write(
    of: View.Of,
    *,
    staff: StaffUser,
    purpose: Purpose,
    why: str,
    now: datetime,
    **columns: UUID | str | int,
) -> None:
    View.objects.create(
        of=of,
        at=now,
        staff=staff,
        role=staff.role,
        purpose=purpose,
        why=why[:LONGEST_REASON],
        **columns,
    )
