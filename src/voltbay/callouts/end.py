"""Ending call-outs without the outlet: by their owner, with an account or a phone, by time."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from voltbay.accounts.models import Owner
from voltbay.callouts.errors import CallOutOver
from voltbay.callouts.lifecycle import BY_TIME, LIVE, State
from voltbay.callouts.messages import tell_lapsed
from voltbay.callouts.models import CallOut
from voltbay.core.personal import emptied
from voltbay.recognition.documents.drop_photo import drop_photo

AT_A_TIME = 200  # bounds the rows one transaction locks


@transaction.atomic
def withdraw(call_out: CallOut, *, now: datetime) -> None:
    """Take back what was asked for. Safe to repeat. Raises CallOutOver if it ended otherwise."""
    if _live(call_out).update(state=State.WITHDRAWN, ended_at=now):
        return
    call_out.refresh_from_db()
    if call_out.state != State.WITHDRAWN:
        raise CallOutOver


def forget_all_of(owner: Owner, *, now: datetime) -> int:
    """End what an owner asks for who leaves or loses the phone; empty all. Returns how many."""
    mine = CallOut.objects.filter(owner=owner)
    mine.filter(state__in=LIVE).update(state=State.WITHDRAWN, ended_at=now)
    return empty(mine)


def run_out(*, now: datetime) -> int:
    """End what nobody answered, telling its owner, and what is long done. Returns how many."""
    due = CallOut.objects.filter(state__in=LIVE, until__lte=now).order_by("until")
    return sum(_run_out(pk, now=now) for pk in list(due.values_list("pk", flat=True)[:AT_A_TIME]))


def empty(call_outs: QuerySet[CallOut]) -> int:
    """Empty call-outs of person, place and photo; return how many. Needs a transaction."""
    for key in call_outs.exclude(photo="").values_list("photo", flat=True):
        drop_photo(key)
    return call_outs.update(photo="", **emptied(CallOut))


@transaction.atomic
def _run_out(pk: UUID, *, now: datetime) -> bool:
    due = CallOut.objects.select_for_update(of=("self",), skip_locked=True)
    call_out = due.filter(pk=pk, state__in=LIVE, until__lte=now).select_related("outlet").first()
    if call_out is None:
        return False
    was = State(call_out.state)
    _live(call_out).update(state=BY_TIME[was], ended_at=now)
    if was == State.ASKED:
        tell_lapsed(call_out, now=now)
    return True


def _live(call_out: CallOut) -> QuerySet[CallOut]:
    return CallOut.objects.filter(pk=call_out.pk, state__in=LIVE)
