"""Entering what a report asks for and the record lacks: car maker, receiver, codes from before."""

from datetime import datetime

from django.db import IntegrityError, transaction

from voltbay.accounts.models import StaffUser
from voltbay.identifiers.battery_code import BatteryCodeLength, parse_battery_code
from voltbay.identifiers.credit_code import (
    CreditCodeCheckWrong,
    normalise_credit_code,
    parse_credit_code,
)
from voltbay.removals.errors import ReceiverNeedsReason
from voltbay.removals.models import BatteryPack, Removal
from voltbay.removals.rules import check_made
from voltbay.removals.stock.hand_over import Receiver
from voltbay.traceability.errors import (
    CarMakerWrong,
    FormerCodeKnown,
    NoSecondLife,
    NotHandedOver,
    ReceiverUnnamed,
    TraceReasonMissing,
)
from voltbay.traceability.models import LONGEST_WHY, CarMaker, CorrectedReceiver, FormerCode

LONGEST_MAKER = 60


def name_car_maker(removal: Removal, name: str, *, staff: StaffUser, now: datetime) -> CarMaker:
    """Say whose make the car is; the last word counts. Raises CarMakerWrong."""
    said = " ".join(name.split())[:LONGEST_MAKER]
    if not said:
        raise CarMakerWrong(fields={"car_maker": CarMakerWrong.code})
    return CarMaker.objects.create(removal=removal, name=said, at=now, staff=staff)


def correct_receiver(
    pack: BatteryPack, receiver: Receiver, why: str, *, staff: StaffUser, now: datetime
) -> CorrectedReceiver:
    """Say who really took the handover that a battery left with, all its batteries.

    Raises NotHandedOver, ReceiverUnnamed, TraceReasonMissing, CreditCodeMalformed or
    ReceiverNeedsReason.
    """
    if pack.handover is None:
        raise NotHandedOver
    if not receiver.name.strip():
        raise ReceiverUnnamed(fields={"name": ReceiverUnnamed.code})
    if not why.strip():
        raise TraceReasonMissing(fields={"why": TraceReasonMissing.code})
    return CorrectedReceiver.objects.create(
        handover=pack.handover,
        receiver_name=receiver.name.strip(),
        receiver_credit_code=_credit_code(receiver),
        credit_code_override_reason=receiver.override_reason.strip(),
        why=why.strip()[:LONGEST_WHY],
        at=now,
        staff=staff,
    )


def add_former_code(pack: BatteryPack, text: str, *, staff: StaffUser, now: datetime) -> FormerCode:
    """Keep a code that a battery bore before its second life.

    Raises NoSecondLife, FormerCodeKnown or what a battery's code may be refused for.
    """
    if not pack.is_reused:
        raise NoSecondLife
    code = parse_battery_code(text)
    if code.is_reused:
        raise BatteryCodeLength(length=len(code.code))
    check_made(code, now=now)
    try:
        with transaction.atomic():
            return FormerCode.objects.create(pack=pack, code=code.code, at=now, staff=staff)
    except IntegrityError as refused:
        if "former_code_once" not in str(refused):
            raise
        raise FormerCodeKnown from refused


def _credit_code(receiver: Receiver) -> str:
    try:
        return parse_credit_code(receiver.credit_code).code
    except CreditCodeCheckWrong as wrong:
        if not receiver.override_reason.strip():
            fields = {"credit_code": CreditCodeCheckWrong.code}
            raise ReceiverNeedsReason(fields=fields) from wrong
        return normalise_credit_code(receiver.credit_code)
