"""Handing batteries over to a named receiver: they leave the stock, all of them or none."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from voltbay.accounts.models import StaffUser
from voltbay.directory.models import Outlet
from voltbay.identifiers.credit_code import (
    CreditCodeCheckWrong,
    normalise_credit_code,
    parse_credit_code,
)
from voltbay.removals.errors import (
    HandoverKeyReused,
    NotContained,
    NothingChosen,
    NotWeighed,
    PackGone,
    ReceiverNeedsReason,
)
from voltbay.removals.models import BatteryPack, Handover, RemovalEvent
from voltbay.removals.rules import Safety


@dataclass(frozen=True)
class Receiver:
    """Who takes the batteries. A code that was really issued and fails its check needs a reason."""

    name: str
    credit_code: str
    override_reason: str = ""
    note: str = ""
    idempotency_key: str | None = None


@transaction.atomic
def hand_over(
    outlet: Outlet,
    pack_ids: Collection[UUID],
    receiver: Receiver,
    *,
    staff: StaffUser,
    now: datetime,
) -> Handover:
    """Hand over batteries of an outlet. Safe to repeat with a key.

    Raises NothingChosen, CreditCodeMalformed, ReceiverNeedsReason, PackGone if any is not in
    stock any more, NotWeighed, NotContained or HandoverKeyReused; then nothing has left.
    """
    wanted = set(pack_ids)
    if not wanted or not receiver.name.strip():
        raise NothingChosen
    code = _credit_code(receiver)
    packs = _lock(_packs(outlet, wanted))
    made = _made_before(outlet, wanted, receiver)
    if made is not None:
        return made
    _check(packs, wanted)
    handover = _write(outlet, receiver, code, staff=staff, now=now)
    _packs(outlet, wanted).update(left_at=now, handover=handover)
    RemovalEvent.objects.bulk_create(_events(handover, packs))
    return handover


def _credit_code(receiver: Receiver) -> str:
    try:
        return parse_credit_code(receiver.credit_code).code
    except CreditCodeCheckWrong as wrong:
        if not receiver.override_reason.strip():
            fields = {"credit_code": CreditCodeCheckWrong.code}
            raise ReceiverNeedsReason(fields=fields) from wrong
        return normalise_credit_code(receiver.credit_code)


def _packs(outlet: Outlet, wanted: Collection[UUID]) -> QuerySet[BatteryPack]:
    return BatteryPack.objects.filter(pk__in=wanted, outlet=outlet)


def _lock(packs: QuerySet[BatteryPack]) -> list[BatteryPack]:
    """Read batteries as they are; whoever else hands one of them over waits meanwhile."""
    return list(packs.select_for_update().order_by("pk"))


def _made_before(outlet: Outlet, wanted: set[UUID], receiver: Receiver) -> Handover | None:
    if receiver.idempotency_key is None:
        return None
    made = Handover.objects.filter(outlet=outlet, idempotency_key=receiver.idempotency_key).first()
    if made and set(made.packs.values_list("pk", flat=True)) != wanted:
        raise HandoverKeyReused
    return made


def _check(packs: list[BatteryPack], wanted: set[UUID]) -> None:
    if len(packs) < len(wanted) or any(pack.left_at for pack in packs):
        raise PackGone
    for pack in packs:
        if pack.mass_kg is None:
            raise NotWeighed(pack=pack.code)
        if pack.safety == Safety.UNSAFE and pack.contained_at is None:
            raise NotContained(pack=pack.code)


def _write(
    outlet: Outlet, receiver: Receiver, code: str, *, staff: StaffUser, now: datetime
) -> Handover:
    return Handover.objects.create(
        outlet=outlet,
        receiver_name=receiver.name.strip(),
        receiver_credit_code=code,
        credit_code_override_reason=receiver.override_reason.strip(),
        note=receiver.note.strip(),
        at=now,
        staff=staff,
        idempotency_key=receiver.idempotency_key,
    )


def _events(handover: Handover, packs: list[BatteryPack]) -> list[RemovalEvent]:
    return [
        RemovalEvent(
            outlet_id=handover.outlet_id,
            removal_id=pack.removal_id,
            pack_code=pack.code,
            kind="handed_over",
            at=handover.at,
            staff=handover.staff,
            details={"handover": str(handover.pk), "receiver": handover.receiver_credit_code},
        )
        for pack in packs
    ]
