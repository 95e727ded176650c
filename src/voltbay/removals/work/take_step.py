"""Taking the steps of a removal, in their order, each noted once."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import F

from voltbay.accounts.models import StaffUser
from voltbay.removals.errors import (
    NoPacks,
    NoPhotoOfPack,
    NotContained,
    NotWeighed,
    StepDone,
    StepOutOfOrder,
)
from voltbay.removals.models import BatteryPack, Removal, RemovalStep
from voltbay.removals.note import lock, note
from voltbay.removals.rules import Safety, Step, steps_before


@transaction.atomic
def take_step(
    removal: Removal, step: Step, *, staff: StaffUser, now: datetime, remark: str = ""
) -> RemovalStep:
    """Note that a step is done. The same person may send it again, which changes nothing.

    Weighing needs the mass of every battery, packing that unsafe ones are contained. Raises
    RemovalFinished, StepDone, StepOutOfOrder, NoPacks, NotWeighed or NotContained.
    """
    current = lock(removal)
    done = {taken.kind: taken for taken in current.steps.all()}
    if step in done:
        return _again(done[step], staff)
    _check_order(step, done)
    if step in (Step.WEIGH, Step.PACK):
        check_packs(current.packs.all(), contained=step == Step.PACK)
    taken = RemovalStep.objects.create(
        removal=current, kind=step.value, done_at=now, staff=staff, note=remark.strip() or None
    )
    note(current, "step", staff=staff, now=now, step=step.value)
    return taken


def check_photos(removal: Removal) -> None:
    """Check that each battery without a code is seen on a photo of its own. Raises NoPhotoOfPack.

    The database asks the same when the removal is closed.
    """
    unseen = removal.packs.filter(code=F("own_number"), photos__isnull=True).first()
    if unseen is not None:
        raise NoPhotoOfPack(pack=unseen.printed_number)


def check_packs(packs: Iterable[BatteryPack], *, contained: bool) -> None:
    """Check that there are batteries, weighed, and the unsafe ones contained if that is asked.

    Raises NoPacks, NotWeighed or NotContained.
    """
    found = list(packs)
    if not found:
        raise NoPacks
    for pack in found:
        if pack.mass_kg is None:
            raise NotWeighed(pack=pack.code)
        if contained and pack.safety == Safety.UNSAFE and pack.contained_at is None:
            raise NotContained(pack=pack.code)


def _again(taken: RemovalStep, staff: StaffUser) -> RemovalStep:
    if taken.staff_id != staff.pk:
        raise StepDone(step=taken.kind)
    return taken


def _check_order(step: Step, done: Iterable[str]) -> None:
    missing = next((before for before in steps_before(step) if before not in done), None)
    if missing is not None:
        raise StepOutOfOrder(missing=missing.value)
