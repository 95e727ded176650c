"""A town with free times, and an owner who has met everything, to look at every page."""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from itertools import groupby
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext

from tests.people import ALICE_NAME, ALICE_PHONE, BOB_PHONE, owner_with, recognised
from tests.places import NINE, NOW, open_outlet, publish_slots
from tests.quoted import agree
from tests.removals.conftest import PACK, staff_named, work_on
from tests.taxis import a_fleet
from voltbay.accounts import demo as agreements
from voltbay.accounts.models import Agreement, Consent, Owner, StaffUser
from voltbay.accounts.owners.sessions import open_session
from voltbay.articles import demo as articles
from voltbay.bookings.desk.book import WALK_IN, DeskForm, book_at_desk
from voltbay.bookings.desk.looks import all_agree
from voltbay.bookings.desk.receive import receive
from voltbay.bookings.fleet.confirm import confirm_block
from voltbay.bookings.fleet.hold import BlockWish, hold_block
from voltbay.bookings.fleet.propose import Request, propose
from voltbay.bookings.models import Booking, BookingEvent
from voltbay.bookings.move import Actor, by
from voltbay.bookings.owner.cancel import cancel
from voltbay.bookings.owner.confirm import Form, confirm
from voltbay.bookings.owner.hold import Wish, hold
from voltbay.bookings.waitlist.join import join, step_out
from voltbay.bookings.waitlist.rules import window_of_days
from voltbay.callouts.answer import accept
from voltbay.callouts.ask import Asked, ask
from voltbay.callouts.rules import Kind, Window
from voltbay.callouts.triage import Charge, Sign
from voltbay.core.local_time import at, local_date
from voltbay.directory import demo as directory
from voltbay.directory.models import Outlet, Service
from voltbay.fleets.members import invite
from voltbay.fleets.models import Block
from voltbay.recognition.models import Document
from voltbay.removals.ending import Ending
from voltbay.removals.work.begin import begin
from voltbay.removals.work.finish import finish
from voltbay.slots.models import Slot
from voltbay.slots.publish import publish_ahead

CITY = "310100"
STORED = "voltbay.draft."
KINDS = ("terms", "privacy", "documents")


@dataclass(frozen=True)
class Life:
    """What the owner's pages show: her session, an outlet, and a booking in each state."""

    token: str
    outlet: Outlet
    fresh: Booking
    reading: Booking
    lapsed: Booking
    confirmed: Booking
    in_review: Booking
    cancelled: Booking
    documents: dict[str, str]
    refused: str
    full: Outlet
    block: Block

    def sign_in(self, context: BrowserContext, url: str) -> None:
        """Give a browser her session, and the drafts of what she has typed so far."""
        csrf = "c" * 32  # as signing in would have set it
        context.add_cookies(
            [
                {"name": "voltbay_session", "value": self.token, "url": url, "httpOnly": True},
                {"name": "csrftoken", "value": csrf, "url": url},
            ]
        )
        context.add_init_script(
            f"if (location.host === '{urlsplit(url).netloc}') {{"
            'localStorage.setItem(\'voltbay.signed-in\', \'{"type":"boolean","data":true}\');'
            f"localStorage.setItem('{STORED}{self.reading.code}', JSON.stringify({{type: 'object',"
            f"data: {{at: Date.now(), draft: {{relation: 'self', {self._photos()}}}}}}}));"
            f"localStorage.setItem('{STORED}{self.lapsed.code}', JSON.stringify({{type: 'object',"
            f"data: {{at: Date.now(), draft: {{identityCard: '{self.refused}'}}}}}}));}}"
        )

    def _photos(self) -> str:
        card, licence = self.documents["identity_card"], self.documents["vehicle_licence"]
        return f"identityCard: '{card}', vehicleLicence: '{licence}'"


def a_full_life(*, now: datetime, agreed_to: tuple[str, ...] = KINDS) -> Life:
    """Fill the database: eight companies, one city with free times, and Alice's bookings."""
    directory.load(now=now)
    agreements.load(now=now)
    for outlet in Outlet.objects.filter(city_code=CITY)[:2]:
        publish_ahead(outlet, now=now)
    publish_ahead(Outlet.objects.get(name=directory.CLOSED_FOR_UPKEEP), now=now)
    service = _removed_in_april()
    owner = Owner.objects.get()  # the one who had a battery removed
    _waits(owner, service, now=now)
    _calls_out(owner, now=now)
    _consents(owner, agreed_to, now=now)
    slots = iter(_slots_apart(now=now))
    made = {name: _booked(owner, next(slots), name=name, now=now) for name in CONFIRMED}
    cancel(
        made["cancelled"],
        by=Actor(BookingEvent.Actor.OWNER, str(owner.pk)),
        reason="时间不合适",
        now=now,
    )
    held = {name: _held(owner, next(slots), now=now) for name in ("fresh", "reading")}
    lapsed = _held(owner, next(slots), now=now, lasts=timedelta(seconds=1))
    articles.load(author=StaffUser.objects.get(username="bob"), now=now)
    token, _ = open_session(owner, client="tests", now=now)
    return Life(
        token=token,
        outlet=made["confirmed"].outlet,
        **made,
        **held,
        lapsed=lapsed,
        full=service.outlet,
        documents=_doubtful_papers(owner, now=now),
        refused=_refused(owner, now=now),
        block=_block(owner, now=now),
    )


CONFIRMED = {"confirmed": "self", "in_review": "company", "cancelled": "self"}


def _removed_in_april() -> Service:
    service = open_outlet()
    slot = publish_slots(service, count=4)[0]
    bob = staff_named("bob")
    form = DeskForm(
        slot_id=slot.pk,
        service_id=service.pk,
        channel=WALK_IN,
        name=ALICE_NAME,
        phone=ALICE_PHONE,
        plate="沪AD12345",
        vin="LGXCE6DB7J0123456",
        car_after="to_be_scrapped",
        incomplete_told=True,
    )
    booking = book_at_desk(form, by=by(bob), now=NOW)
    receive(booking, looks=all_agree(booking), by=by(bob), now=NINE)
    removal = begin(booking, staff=bob, now=NINE)
    work_on(removal, bob, codes=(PACK,))
    agree(removal, bob, now=NINE)
    finish(removal, Ending("kept"), staff=bob, now=NINE)
    return service


def _waits(owner: Owner, service: Service, *, now: datetime) -> None:
    """Have Bob take all of tomorrow, the owner wait for it and have given up waiting once."""
    tomorrow = local_date(now) + timedelta(days=1)
    slots = publish_slots(service, starts_at=at(tomorrow, time(9)), count=2)
    hold(Wish(slots[0].pk, service.pk), owner=owner_with(BOB_PHONE), now=now)
    for window in (
        window_of_days(tomorrow, tomorrow),
        window_of_days(tomorrow, local_date(now) + timedelta(days=2)),
    ):
        entry = join(service_id=service.pk, window=window, owner=owner, now=now)
    step_out(entry, now=now)


def _calls_out(owner: Owner, *, now: datetime) -> None:
    """Have the owner tell one outlet of a danger, and another promise to tow her car."""
    asked = {"phone": ALICE_PHONE, "place": "5500 Chuansha Road, Pudong", "charge": Charge.ABOVE}
    tows = Outlet.objects.get(name="嘉定安亭回收服务网点")
    danger = Asked(
        outlet_id=Outlet.objects.get(name="松江车墩回收服务网点").pk,
        kind=Kind.DANGER,
        drives=True,
        signs=frozenset({Sign.SMELL}),
        **asked,
    )
    tow = Asked(outlet_id=tows.pk, kind=Kind.TOW, drives=False, signs=frozenset(), **asked)
    tomorrow = local_date(now) + timedelta(days=1)
    ask(danger, owner=owner, now=now)
    accept(
        ask(replace(tow, wanted_date=tomorrow), owner=owner, now=now),
        window=Window(at(tomorrow, time(9)), at(tomorrow, time(11))),
        message="B2, 17",
        staff=StaffUser.objects.get(),
        now=now,
    )


def _block(owner: Owner, *, now: datetime) -> Block:
    """Have the owner's taxi firm book three of its cars, and invite somebody."""
    mine = a_fleet(owner, cars=4)
    service = Service.objects.filter(outlet__name=directory.CLOSED_FOR_UPKEEP).order_by("pk")[0]
    wanted = Request(service.pk, local_date(now) + timedelta(days=1), days=14, count=3)
    seats = propose(wanted, fleet=mine.fleet, now=now).cars
    cars = [(vehicle.pk, seat.slot_id) for vehicle, seat in seats]
    block = hold_block(BlockWish(service.pk, cars), mine=mine, now=now)
    confirm_block(block, by=Actor(BookingEvent.Actor.OWNER, str(owner.pk)), now=now)
    invite(mine.fleet, phone=BOB_PHONE, role="books", now=now)
    return block


def _consents(owner: Owner, kinds: tuple[str, ...], *, now: datetime) -> None:
    for agreement in Agreement.objects.filter(kind__in=kinds):
        Consent.objects.create(
            owner=owner,
            agreement=agreement,
            kind=agreement.kind,
            version=agreement.version,
            sha256=agreement.sha256,
            at=now,
        )


def _slots_apart(*, now: datetime) -> list[Slot]:
    """Return the first start of each day, from the day after tomorrow on: a job fits into each."""
    outlet = Outlet.objects.get(name=directory.CLOSED_FOR_UPKEEP)
    later = at(local_date(now) + timedelta(days=2), time(0))
    slots = Slot.objects.filter(outlet=outlet, starts_at__gt=later).order_by("starts_at")
    return [next(day) for _, day in groupby(slots, key=lambda slot: local_date(slot.starts_at))]


def _held(
    owner: Owner, slot: Slot, *, now: datetime, lasts: timedelta = timedelta(hours=2)
) -> Booking:
    service = slot.outlet.services.order_by("pk")[0]
    return hold(Wish(slot.pk, service.pk, lasts=lasts), owner=owner, now=now)


def _booked(owner: Owner, slot: Slot, *, name: str, now: datetime) -> Booking:
    booking = _held(owner, slot, now=now)
    relation = CONFIRMED[name]
    whose = "沪新循环动力电池回收有限公司" if relation == "company" else ALICE_NAME
    number = list(CONFIRMED).index(name)
    licence = recognised(
        owner,
        "vehicle_licence",
        owner=whose,
        vin=f"LGXCE6DB7J01234{number:02d}",
        plate=f"沪AD1234{number}",
    )
    card = recognised(owner, "identity_card")
    form = Form(ALICE_NAME, ALICE_PHONE, card.pk, licence.pk, relation, "kept")
    confirm(booking, form, now=now)
    booking.refresh_from_db()
    return booking


def _doubtful_papers(owner: Owner, *, now: datetime) -> dict[str, str]:
    papers = {
        "identity_card": recognised(owner, "identity_card"),
        "vehicle_licence": recognised(
            owner, "vehicle_licence", doubtful=("vin", "plate"), vin="LGXCE6DB7J0123477"
        ),
    }
    Document.objects.filter(state="recognised").update(erase_at=now + timedelta(days=1))
    return {kind: str(paper.pk) for kind, paper in papers.items()}


def _refused(owner: Owner, *, now: datetime) -> str:
    problems = [{"code": "glare", "where": None, "field": None}]
    refused = Document.objects.create(
        owner=owner,
        kind="identity_card",
        state=Document.State.REFUSED,
        problems=problems,
        created_at=now,
        read_at=now,
        erase_at=now + timedelta(days=1),
    )
    return str(refused.pk)
