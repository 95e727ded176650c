"""What owners are told about their call-outs, queued in the caller's transaction."""

from datetime import datetime

from django.conf import settings

from voltbay.callouts.models import CallOut
from voltbay.callouts.rules import Kind
from voltbay.core.local_time import local
from voltbay.notifications.tell import tell

CALL_OUTS_PAGE = "/#/pages/call-outs/call-outs"  # of the owners' client; it asks for a sign-in


def tell_accepted(call_out: CallOut, *, bay_at: datetime | None, now: datetime) -> None:
    """Tell that the outlet comes, and when; or that it has seen the danger and calls.

    Where a place is held from `bay_at`, also where its papers are filled in.
    """
    begins, ends = call_out.agreed_from, call_out.agreed_before
    if begins is None or ends is None:
        _tell("danger_answered", call_out, now=now)
        return
    time = f"{local(begins):%m-%d %H:%M}–{local(ends):%H:%M}"
    if bay_at is None:
        _tell("call_out_accepted", call_out, now=now, time=time)
        return
    link = f"{settings.VOLTBAY_PUBLIC_URL}{CALL_OUTS_PAGE}"
    bay = f"{local(bay_at):%m-%d %H:%M}"
    _tell("call_out_promised", call_out, now=now, time=time, bay=bay, link=link)


def tell_declined(call_out: CallOut, *, now: datetime) -> None:
    """Tell that the outlet does not come, and what can be done now."""
    _tell("call_out_declined", call_out, now=now)


def tell_lapsed(call_out: CallOut, *, now: datetime) -> None:
    """Tell that nobody answered, and what to do instead."""
    is_danger = call_out.kind == Kind.DANGER
    _tell("danger_lapsed" if is_danger else "call_out_lapsed", call_out, now=now)


def _tell(template: str, call_out: CallOut, *, now: datetime, **more: str) -> None:
    if call_out.phone is None:
        return
    params = {"outlet": call_out.outlet.name, "phone": call_out.outlet.phone, **more}
    tell(phone=call_out.phone, template=template, params=params, now=now)
