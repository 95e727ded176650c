"""Booking at the desk: for who walks in, and for who calls.

1. The same key gives the same booking again, so that an entry typed while the network was gone
   is booked once.
2. The owner is whoever signs in with the phone, made if need be, without any consent: nothing is
   agreed to by telephone, and the first sign-in asks for it.
3. Slot and outlet are checked as for owners, except that a slot that has begun may still be used,
   no notice is needed, and the bays that are kept for the desk are there for it; a car that the
   service does not take is booked only with why it stands all the same.
4. Places, booking and event are written in one transaction; the owner is told.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import IntegrityError, transaction

from voltbay.accounts.models import Owner
from voltbay.bookings.bookable import check_bookable, check_room
from voltbay.bookings.desk.fit import let_stand
from voltbay.bookings.errors import DeskKeyReused, IncompleteNotTold, VehicleAlreadyBooked
from voltbay.bookings.expire import expire_lapsed, expire_promised
from voltbay.bookings.fit import misfits_of
from voltbay.bookings.lifecycle import State
from voltbay.bookings.messages import tell_confirmed
from voltbay.bookings.models import Booking
from voltbay.bookings.move import Actor, Move, record
from voltbay.bookings.originals import will_be_incomplete
from voltbay.bookings.plan import Plan, find_plan
from voltbay.bookings.queries import phone_end_fingerprint, vin_end_fingerprint
from voltbay.bookings.rules import bookable_at_desk, new_code
from voltbay.callouts.answer import finish
from voltbay.callouts.models import CallOut
from voltbay.core.errors import Refusal
from voltbay.core.keys import fingerprint
from voltbay.identifiers.fuel import fuel_of
from voltbay.notifications.tell import phone_fingerprint
from voltbay.slots.errors import SlotFull
from voltbay.slots.take import take

WALK_IN, TELEPHONE = "walk_in", "telephone"
INCOMPLETE = "incomplete_without_battery"  # what a desk told an owner, as the history says it


@dataclass(frozen=True)
class DeskForm:
    """What staff enter, normalised and of the right form; `channel` is walk_in or telephone."""

    slot_id: int
    service_id: int
    channel: str
    name: str
    phone: str
    plate: str  # empty where `no_plate` says why there is none
    vin: str
    relation: str = Booking.Relation.SELF
    car_after: str = ""
    vehicle_model: str = ""
    note: str = ""
    call_out: CallOut | None = None  # that this booking comes from
    vehicle_class: str = ""  # empty: nobody said, so nothing is judged
    fuel: str = ""  # empty: as plate and model prove
    mass_kg: int | None = None
    fit_why: str = ""
    idempotency_key: str | None = None
    no_plate: str = ""
    certificate_number: str = ""
    identity_kind: str = ""  # the paper that is brought; empty: nobody said
    incomplete_told: bool = False  # that a car without its battery counts as incomplete


def book_at_desk(form: DeskForm, *, by: Actor, now: datetime) -> Booking:
    """Book for somebody who stands at the desk or calls. Safe to repeat with a key.

    Raises IncompleteNotTold, ServiceUnknown, SlotUnknown, OutletFull, NotBookable, FitWhyMissing,
    SlotFull, VehicleAlreadyBooked, CallOutOver or DeskKeyReused.
    """
    _check_told(form)
    plan = find_plan(slot_id=form.slot_id, service_id=form.service_id)
    owner = find_or_make_owner(form.phone, now=now)
    try:
        return _made_before(form, plan, owner) or _book(form, plan, owner, by=by, now=now)
    except (IntegrityError, Refusal) as refused:
        made = _made_before(form, plan, owner)  # the same entry, sent twice at once
        if made is not None:
            return made
        if "booking_one_live_per_vehicle" in str(refused):
            raise VehicleAlreadyBooked from refused
        raise


def _check_told(form: DeskForm) -> None:
    """Check that the owner knows what becomes of the car; nothing is asked that nobody said."""
    if will_be_incomplete(form.car_after, form.no_plate) and not form.incomplete_told:
        raise IncompleteNotTold(fields={"incomplete_told": IncompleteNotTold.code})


def find_or_make_owner(phone: str, *, now: datetime) -> Owner:
    """Return the phone's owner; one made here has agreed to nothing yet."""
    return Owner.objects.get_or_create(
        phone_fingerprint=phone_fingerprint(phone), defaults={"phone": phone, "created_at": now}
    )[0]


def _made_before(form: DeskForm, plan: Plan, owner: Owner) -> Booking | None:
    if form.idempotency_key is None:
        return None
    known = Booking.objects.filter(owner=owner, idempotency_key=form.idempotency_key)
    booking = known.select_related("outlet", "service").first()
    if booking and (booking.service_id, booking.vin) != (plan.service.pk, form.vin):
        raise DeskKeyReused
    return booking


def _book(form: DeskForm, plan: Plan, owner: Owner, *, by: Actor, now: datetime) -> Booking:
    check_room(plan.outlet)
    if not bookable_at_desk(plan.slot.starts_at, plan.slot.ends_at, now=now):
        check_bookable(plan.slot, plan.outlet, now=now)
    booking = _booking(form, plan, owner, now=now)
    columns, told = let_stand(misfits_of(booking), form.fit_why)
    booking.fit_why = columns.get("fit_why", "")
    if form.incomplete_told:
        told |= {"told": [INCOMPLETE]}
    step = Move(State.CONFIRMED, by=by, now=now, why=form.channel, details=told)
    try:
        _write(booking, plan, step)
    except SlotFull:
        if expire_lapsed(now=now, outlet_id=plan.outlet.pk) == 0:
            raise
        _write(booking, plan, step)
    return booking


@transaction.atomic
def _write(booking: Booking, plan: Plan, step: Move) -> None:
    if booking.call_out is not None:
        finish(booking.call_out, now=step.now)
        expire_promised(booking.call_out, by=step.by, now=step.now)
    take(replace(plan.stretch, by_desk=True), claimant=booking.pk)
    booking.save(force_insert=True)
    record(booking, step, came_from="")
    tell_confirmed(booking, now=step.now)


def _booking(form: DeskForm, plan: Plan, owner: Owner, *, now: datetime) -> Booking:
    stretch = plan.stretch
    return Booking(
        code=new_code(),
        owner=owner,
        outlet=plan.outlet,
        service=plan.service,
        starts_at=stretch.starts_at,
        ends_at=stretch.ends_at,
        buffer_minutes=stretch.buffer_minutes,
        state=State.CONFIRMED,
        created_at=now,
        idempotency_key=form.idempotency_key,
        relation=form.relation,
        car_after=form.car_after,
        vehicle_model=form.vehicle_model,
        vehicle_class=form.vehicle_class,
        fuel=form.fuel or fuel_of(form.plate, form.vehicle_model),
        mass_kg=form.mass_kg,
        note=form.note or None,
        call_out=form.call_out,
        name=form.name,
        phone=form.phone,
        plate=form.plate or None,
        vin=form.vin,
        identity_kind=form.identity_kind,
        no_plate=form.no_plate,
        certificate_number=form.certificate_number or None,
        phone_fingerprint=phone_fingerprint(form.phone),
        phone_end_fingerprint=phone_end_fingerprint(form.phone),
        plate_fingerprint=fingerprint(form.plate, purpose="plate") if form.plate else None,
        vin_fingerprint=fingerprint(form.vin, purpose="vin"),
        vin_end_fingerprint=vin_end_fingerprint(form.vin),
    )
