"""What an outlet answers: that it comes, that it does not, that it is done, that it called late."""

from datetime import datetime

from django.db import transaction

from voltbay.accounts.models import StaffUser
from voltbay.callouts.errors import CallOutOver, MessageMissing, WindowWrong
from voltbay.callouts.lifecycle import State
from voltbay.callouts.messages import tell_accepted, tell_declined
from voltbay.callouts.models import CallOut
from voltbay.callouts.rules import OVER_AFTER, Kind, Window, check_agreed


@transaction.atomic
def accept(
    call_out: CallOut,
    *,
    window: Window | None,
    message: str,
    staff: StaffUser,
    now: datetime,
    bay_at: datetime | None = None,
) -> None:
    """Promise to come in a window; without one, to call about a danger. The owner is told.

    `bay_at` is when a place begins that is held for the owner: see `bookings/desk/promise.py`.

    Raises WindowWrong, also without one where somebody is to come, or CallOutOver.
    """
    if window is None and call_out.kind != Kind.DANGER:
        raise WindowWrong(fields={"starts_at": WindowWrong.code}, days=0)
    if window is not None:
        check_agreed(window, now=now)
    call_out.state, call_out.message = State.ACCEPTED, message or None
    call_out.agreed_from = window.starts_at if window else None
    call_out.agreed_before = window.ends_at if window else None
    call_out.until = (window.ends_at if window else now) + OVER_AFTER
    _answer(call_out, "agreed_from", "agreed_before", "until", staff=staff, now=now)
    tell_accepted(call_out, bay_at=bay_at, now=now)


@transaction.atomic
def decline(call_out: CallOut, *, message: str, staff: StaffUser, now: datetime) -> None:
    """Say no, and why. The owner is told. Raises MessageMissing or CallOutOver."""
    if not message:
        raise MessageMissing(fields={"message": MessageMissing.code})
    call_out.state, call_out.message, call_out.ended_at = State.DECLINED, message, now
    _answer(call_out, "ended_at", staff=staff, now=now)
    tell_declined(call_out, now=now)


def finish(call_out: CallOut, *, now: datetime) -> None:
    """Note that what was promised is done. Safe to repeat. Raises CallOutOver."""
    accepted = CallOut.objects.filter(pk=call_out.pk, state=State.ACCEPTED)
    if accepted.update(state=State.DONE, ended_at=now):
        return
    call_out.refresh_from_db()
    if call_out.state != State.DONE:
        raise CallOutOver


def note_called(call_out: CallOut, *, staff: StaffUser, now: datetime) -> None:
    """Note that the owner of a danger that nobody answered in time was called. Safe to repeat.

    Raises CallOutOver for any other call-out.
    """
    lapsed = CallOut.objects.filter(pk=call_out.pk, kind=Kind.DANGER, state=State.LAPSED)
    if not lapsed.exists():
        raise CallOutOver
    lapsed.filter(answered_at__isnull=True).update(answered_at=now, answered_by=staff)


def _answer(call_out: CallOut, *columns: str, staff: StaffUser, now: datetime) -> None:
    """Write an answer, unless somebody was faster."""
    call_out.answered_by, call_out.answered_at = staff, now
    written = {
        name: getattr(call_out, name)
        for name in ("state", "message", "answered_by", "answered_at", *columns)
    }
    asked = CallOut.objects.filter(pk=call_out.pk, state=State.ASKED)
    if not asked.update(**written):
        raise CallOutOver
