"""A small town to be attacked: somebody in every role, and one of everything that has a number."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from attack.allowed import STAFF, Who
from attack.routes import Route
from attack.taxis import BLOCK, taxis
from tests.documents import a_photo
from tests.people import ALICE_PHONE, BOB_PHONE, owner_with, recognised
from tests.places import open_every_day, open_outlet, publish_slots
from tests.quoted import agree
from tests.staff import staff_with
from voltbay.accounts.agreements.give_consent import give_consent
from voltbay.accounts.agreements.queries import current_agreement
from voltbay.accounts.models import Owner, Role, StaffUser
from voltbay.accounts.owners.sessions import open_session
from voltbay.accounts.owners.vehicles import Car, note_vehicle
from voltbay.accounts.staff.demo import OUTLET
from voltbay.bookings.desk.book import WALK_IN, DeskForm, book_at_desk
from voltbay.bookings.desk.looks import all_agree
from voltbay.bookings.desk.receive import receive
from voltbay.bookings.models import Booking
from voltbay.bookings.move import by
from voltbay.bookings.owner.confirm import Form, confirm
from voltbay.bookings.owner.hold import Wish, hold
from voltbay.bookings.waitlist.join import join
from voltbay.callouts.ask import Asked, ask
from voltbay.callouts.models import CallOut
from voltbay.callouts.rules import Kind
from voltbay.callouts.triage import Charge
from voltbay.core.local_time import local_date
from voltbay.directory.models import Outlet, Service
from voltbay.recognition.models import Document
from voltbay.removals.ending import Ending
from voltbay.removals.models import Removal, RemovalPhoto
from voltbay.removals.packs.record import PackEntry, record_pack
from voltbay.removals.rules import Step
from voltbay.removals.work.begin import begin
from voltbay.removals.work.finish import finish
from voltbay.removals.work.take_step import take_step
from voltbay.rights.ask_correction import ask_correction
from voltbay.rights.models import Field, Paper, RightsRequest
from voltbay.rights.take_request import Told, see_paper, take_request
from voltbay.slots.models import Slot

NAME = "王小燕"
DAY = timedelta(days=1)
PACK = "001PE0100000A18120000123"


@dataclass
class Town:
    """Who is there, and what a path or an entry may be filled with, by its name."""

    owners: dict[Who, Owner]
    staff: dict[Who, StaffUser]
    given: dict[str, Any]
    codes: list[str]
    rows: dict[str, Any] = field(default_factory=dict)

    def fill(self, route: Route, *, turn: int) -> dict[str, Any]:
        """Return what fills a route's path; bookings take turns, as each is in another state."""
        given = {**self.given, "code": self.codes[turn % len(self.codes)]}
        parts = route.template.split("/")
        if "blocks" in parts:
            given["code"] = self.given[BLOCK]
        if route.door == "admin" and "object_id" in route.parameters and len(parts) > 3:
            given["object_id"] = self.rows.get(".".join(parts[1:3]), "1")
        return given


def build(now: datetime) -> Town:
    """Build it, all in the present: what comes from a door looks at the real clock."""
    service = open_outlet("被攻击的网点")
    outlet = open_every_day(service)
    slots = publish_slots(service, starts_at=_next_hour(now + DAY), count=12, capacity=3)
    today = publish_slots(service, starts_at=_next_hour(now), count=4, capacity=3)
    alice, bob = owner_with(ALICE_PHONE), owner_with(BOB_PHONE)
    staff = _staff(outlet)
    codes = [
        hold(Wish(slots[0].pk, service.pk), owner=alice, now=now).code,
        _confirmed(alice, service, slots[2], relation="self", now=now).code,
        _confirmed(alice, service, slots[4], relation="company", now=now).code,
        *_removals(service, today, staff[Who.OUTLET_MANAGER], now=now),
    ]
    car = Car(plate="沪AD54321", relation="self", model="")
    removal = Removal.objects.get(finished_at__isnull=False)
    photo = RemovalPhoto.objects.create(
        removal=removal, step=Step.INSPECT, key="none", taken_at=now, staff=by_whom(staff)
    )
    _fill(service, slots[8], now=now)
    waits = join(service_id=service.pk, window=_window(slots[8]), owner=alice, now=now)
    given = {
        "outlet_id": outlet.pk,
        "company_id": outlet.company_id,
        "document_id": _document(alice).pk,
        "vehicle_id": note_vehicle(car, owner=alice, now=now).pk,
        "entry_id": waits.pk,
        "callout_id": _call_out(outlet, alice, now=now).pk,
        "serial": removal.receipts.get().serial,
        "photo_id": photo.pk,
        "request_id": _rights_request(outlet, codes[1], by_whom(staff), now=now).pk,
        "owner_id": alice.pk,
        "staff_id": staff[Who.OUTLET_STAFF].pk,
        "kind": "identity",
        "chart": "bookings",
        "form": "csv",
        "app_label": "directory",
        "url": "nowhere",
        "content_type_id": ContentType.objects.get_for_model(Outlet).pk,
        "object_id": outlet.pk,
        "id": staff[Who.OUTLET_STAFF].pk,
        "slot_id": slots[0].pk,
        "service_id": service.pk,
        "service": service.pk,
        "phone": ALICE_PHONE,
        "name": NAME,
        **taxis(alice, service, slots[6], now=now),
    }
    return Town({Who.OWNER: alice, Who.OTHER_OWNER: bob}, staff, given, codes, _rows())


def _call_out(outlet: Outlet, owner: Owner, *, now: datetime) -> CallOut:
    """Have somebody ask the outlet to tow."""
    Outlet.objects.filter(pk=outlet.pk).update(tow_km=50)
    asked = Asked(
        outlet_id=outlet.pk,
        kind=Kind.TOW,
        drives=False,
        signs=frozenset(),
        charge=Charge.UNKNOWN,
        phone=ALICE_PHONE,
        place="金桥路 1 号",
        wanted_date=local_date(now) + timedelta(days=1),
    )
    return ask(asked, owner=owner, now=now)


def _rights_request(outlet: Outlet, code: str, staff: StaffUser, *, now: datetime) -> RightsRequest:
    """Have an heir ask for a copy, and the owner say that a plate is wrong."""
    booking = Booking.objects.get(code=code)
    why = "看错数字"
    ask_correction(Field.PLATE, "沪AD77777", why=why, code=code, owner=booking.owner, now=now)
    told = Told(
        relation=RightsRequest.Relation.HEIR,
        asks=RightsRequest.Asks.COPY,
        asker="王大明",
        phone=BOB_PHONE,
        subject=NAME,
        words="父亲去世，需要他的数据",
        booking=booking,
    )
    request = take_request(told, outlet=outlet, staff=staff, now=now)
    see_paper(request, Paper.DEATH_CERTIFICATE, "", staff=staff, now=now)
    return request


def by_whom(staff: dict[Who, StaffUser]) -> StaffUser:
    """Return who took the photo."""
    return staff[Who.OUTLET_MANAGER]


def _staff(outlet: Outlet) -> dict[Who, StaffUser]:
    elsewhere = open_outlet("别处网点").outlet
    company = elsewhere.company
    company.pk, company.name, company.credit_code = uuid4(), "别家企业", "91440304MA5DEM004C"
    company.save(force_insert=True)
    elsewhere.company = company
    elsewhere.save()
    staff = {
        who: staff_with(who.role, outlet=outlet, name=f"attacked-{who.value}")
        for who in STAFF
        if who.role and who != Who.OTHER_STAFF
    }
    other = staff_with(Role.OUTLET_MANAGER, outlet=elsewhere, name="attacked-other")
    return {**staff, Who.OTHER_STAFF: other}


def _document(owner: Owner, kind: str = Document.Kind.IDENTITY_CARD, **changes: Any) -> Document:
    """Make a document that was read, and that no timer erases today."""
    made = recognised(owner, kind, **changes)
    Document.objects.filter(pk=made.pk).update(erase_at=timezone.now() + DAY)
    return made


def _confirmed(
    owner: Owner, service: Service, slot: Slot, *, relation: str, now: datetime
) -> Booking:
    """Confirm a booking, which a company's car sends to review; its VIN is its own."""
    booking = hold(Wish(slot.pk, service.pk), owner=owner, now=now)
    vin = "LGXCE6DB7J0123456" if relation == "self" else "LSVAM4187C2184847"
    licence = _document(owner, Document.Kind.VEHICLE_LICENCE, vin=vin)
    form = Form(
        name=NAME,
        phone=ALICE_PHONE,
        identity_card=_document(owner).pk,
        vehicle_licence=licence.pk,
        relation=relation,
    )
    confirm(booking, form, now=now)
    return booking


def _removals(service: Service, slots: list[Slot], bob: StaffUser, *, now: datetime) -> list[str]:
    """Have one car in the bay, and one whose battery is out, with its receipt."""
    codes, later = [], slots[0].starts_at  # it may be tomorrow, and nobody checks in today for that
    for vin, plate in (("LFV3A23C0J3123456", "沪AD11111"), ("LFV3A23C0J3123457", "沪AD22222")):
        form = DeskForm(
            slot_id=slots[0].pk,
            service_id=service.pk,
            channel=WALK_IN,
            name=NAME,
            phone=ALICE_PHONE,
            plate=plate,
            vin=vin,
        )
        booking = book_at_desk(form, by=by(bob), now=now)
        receive(booking, looks=all_agree(booking), by=by(bob), now=later)
        codes.append(booking.code)
        removal = begin(booking, staff=bob, now=later)
    for step in (Step.INSPECT, Step.ISOLATE, Step.REMOVE):
        take_step(removal, step, staff=bob, now=later)
    record_pack(removal, PackEntry(PACK, Decimal("412.5"), ()), staff=bob, now=later)
    for step in (Step.WEIGH, Step.PACK):
        take_step(removal, step, staff=bob, now=later)
    agree(removal, bob, now=later)
    finish(removal, Ending("kept"), staff=bob, now=later)
    return codes


def _fill(service: Service, slot: Slot, *, now: datetime) -> None:
    """Take the last places, so that there is something to wait for."""
    Slot.objects.filter(outlet=slot.outlet_id, starts_at__gte=slot.starts_at).update(capacity=1)
    carol = owner_with("13700137000")
    for each in (
        slot,
        Slot.objects.get(outlet=slot.outlet_id, starts_at=slot.starts_at + timedelta(hours=1)),
    ):
        hold(Wish(each.pk, service.pk), owner=carol, now=now)


def _window(slot: Slot) -> Any:
    from voltbay.bookings.waitlist.queries import window_of_slot

    return window_of_slot(slot.pk, service_id=Service.objects.get(outlet=slot.outlet_id).pk)


def _next_hour(now: datetime) -> datetime:
    return now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)


def _rows() -> dict[str, Any]:
    """Return one row's key of every table that the back office shows, by app and model."""
    return {
        model._meta.label_lower: row.pk
        for model in admin.site._registry
        if (row := model._default_manager.order_by("-pk").first())
    }


@dataclass(frozen=True)
class Ready:
    """An owner who is signed in and whose documents are read."""

    headers: dict[str, str]
    outlet: Any
    service: int
    form: dict[str, Any]


def ready_owner(phone: str, *, now: datetime) -> Ready:
    """Make an owner who can book at a demo's outlet at once; photos are still to be sent."""
    owner = owner_with(phone)
    current = current_agreement("documents", now=now)
    give_consent(
        owner=owner, kind=current.kind, version=current.version, client="undisturbed", now=now
    )
    token, _ = open_session(owner=owner, now=now, client="undisturbed")
    service = Service.objects.filter(outlet__name=OUTLET).order_by("pk")[0]
    licence = _document(owner, Document.Kind.VEHICLE_LICENCE, vin="LGBH52E05JY123457")
    form = {
        "name": NAME,
        "phone": phone,
        "identity_card": str(_document(owner).pk),
        "vehicle_licence": str(licence.pk),
        "relation": "self",
    }
    headers = {"Authorization": f"Bearer {token}"}
    return Ready(headers, service.outlet_id, service.pk, form)


def last_free_start(days: Any) -> int:
    """Return the last free start that an outlet offers, where nobody else is in the way."""
    starts = [start for day in days["days"] for start in day["starts"] if start["places_left"]]
    return int(starts[-1]["slot_id"])


def photo() -> bytes:
    """Return a photo of nothing."""
    return a_photo()
