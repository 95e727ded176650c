"""A year of Alice: everything that an owner can do here, and what is done to her car."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from django.db import connection

from tests.accounts.inbox import last_code
from tests.api.signing_in import seed
from tests.documents import Told, a_photo, agree, recognised
from tests.fleets.papers import letter
from tests.people import ALICE_CARD, ALICE_LICENCE, ALICE_NAME, ALICE_PHONE
from tests.places import HALF_HOUR, NINE, NOW, open_outlet, publish_slots
from tests.quoted import STROKES
from tests.removals.conftest import PACK, staff_named, work_on
from tests.traceability.conftest import report
from voltbay.accounts.agreements.seed import VERSION
from voltbay.accounts.models import Agreement, Owner, PhoneQuestion, StaffUser
from voltbay.accounts.owners.asker import Asker
from voltbay.accounts.owners.change_details import change_name
from voltbay.accounts.owners.export_data import export_account
from voltbay.accounts.owners.issue_code import issue_code
from voltbay.accounts.owners.link_wechat import link_wechat
from voltbay.accounts.owners.sign_in import sign_in
from voltbay.accounts.owners.vehicles import Car, note_vehicle
from voltbay.accounts.phones.question import Waiting
from voltbay.accounts.phones.question import ask as ask_whose_phone
from voltbay.audit.record import record, recorded
from voltbay.audit.view import view_booking, view_owner
from voltbay.bookings.desk.looks import Finding, all_agree
from voltbay.bookings.desk.no_show import mark_no_show
from voltbay.bookings.desk.receive import receive, receive_all_the_same
from voltbay.bookings.expire import expire_lapsed
from voltbay.bookings.legal_hold import lift, place
from voltbay.bookings.models import Booking, BookingEvent
from voltbay.bookings.move import Actor, by
from voltbay.bookings.originals import Original, Verdict
from voltbay.bookings.owner.cancel import cancel
from voltbay.bookings.owner.confirm import Form, confirm
from voltbay.bookings.owner.export_data import export_bookings
from voltbay.bookings.owner.hold import Wish, hold
from voltbay.bookings.owner.reschedule import reschedule
from voltbay.callouts.ask import Asked, ask
from voltbay.callouts.end import withdraw
from voltbay.callouts.photos import attach
from voltbay.callouts.rules import Kind
from voltbay.callouts.triage import Charge
from voltbay.core.keys import fingerprint
from voltbay.directory.models import Outlet
from voltbay.fleets.ask import Application
from voltbay.fleets.ask import ask as ask_for_fleet
from voltbay.fleets.decide import decide
from voltbay.fleets.members import invite
from voltbay.fleets.models import FleetVehicle
from voltbay.identifiers.coordinates import Position
from voltbay.notifications.deliver import deliver
from voltbay.notifications.models import Notice
from voltbay.notifications.wechat.accepts import add_accept
from voltbay.recognition.documents.read import read
from voltbay.recognition.documents.submit import submit
from voltbay.recognition.reading.kinds.identity_card import IDENTITY_CARD
from voltbay.recognition.reading.kinds.vehicle_licence import VEHICLE_LICENCE
from voltbay.removals.ending import Ending
from voltbay.removals.models import BatteryPack
from voltbay.removals.payouts.settle import Settled, settle
from voltbay.removals.quotes.answer import Destination, Signed, accept
from voltbay.removals.quotes.propose import Offered, propose
from voltbay.removals.receipts.reissue import Correction, reissue
from voltbay.removals.rules import Step
from voltbay.removals.stock.hand_over import Receiver, hand_over
from voltbay.removals.work.begin import begin
from voltbay.removals.work.finish import finish
from voltbay.removals.work.photos import take_photo
from voltbay.rights.answer_request import answer_request
from voltbay.rights.correct import Right, correct
from voltbay.rights.models import Field, Paper, RightsRequest
from voltbay.rights.take_request import Told as HeirTold
from voltbay.rights.take_request import see_paper, take_request
from voltbay.traceability.complete import correct_receiver
from voltbay.traceability.withdraw_report import withdraw_report

ADDRESS = "203.0.113.7"
DESK = "198.51.100.9"  # Bob’s
OTHER_PHONE = "13700137000"  # of a relative, whom the outlet calls about one car
OPENID = "oAlice-of-WeChat-0001"
ACCOUNT = "6222021234567890123"
STANDS = "上海市浦东新区川沙路 5500 弄"
CLIENT = "Alice’s phone"
# What of Alice nobody may find when its time is over, by what it is.
WORDS = {
    "name": ALICE_NAME,
    "phone": ALICE_PHONE,
    "other phone": OTHER_PHONE,
    "identity number": ALICE_CARD["number"],
    "plate": ALICE_LICENCE["plate"],
    "VIN": ALICE_LICENCE["vin"],
    "engine number": ALICE_LICENCE["engine_number"],
    "address": "张江路 1 号 502",
    "place": STANDS,
    "openid": OPENID,
    "account": ACCOUNT,
    "network address": ADDRESS,
}


@dataclass
class Year:
    """Who lived it, who worked on the car, and the booking that was completed."""

    alice: Owner
    bob: StaffUser
    done: Booking


def live_a_year() -> Year:
    """Do everything once; most of it in two days of April, which are long over a year later."""
    service = open_outlet()
    Outlet.objects.update(tow_km=30, on_site_km=10)
    slots = publish_slots(service, count=12, capacity=3)
    bob = staff_named("bob")
    alice = _sign_in()
    _call_out(alice, service.outlet)
    _book_in_vain(alice, service, slots, bob)
    done = _book_and_come(alice, service, slots, bob)
    _take_out(done, bob)
    _company(alice, bob)
    _look(done, alice, bob)
    _rights(done, bob)
    _told()
    submit(alice, IDENTITY_CARD.name, a_photo("blue"), now=NOW)  # and thinks better of it
    export_account(alice)
    export_bookings(alice)
    return Year(alice, bob, done)


def _sign_in() -> Owner:
    seed()
    issue_code(phone=ALICE_PHONE, address=ADDRESS, now=NOW)
    agreed = dict.fromkeys(("terms", "privacy", "documents"), VERSION)
    alice = sign_in(
        phone=ALICE_PHONE,
        code=last_code(ALICE_PHONE),
        agreements=agreed,
        client=CLIENT,
        now=NOW,
        asker=Asker(address=ADDRESS),
    ).owner
    change_name(owner=alice, name=ALICE_NAME)
    note_vehicle(Car(ALICE_LICENCE["plate"], "self", "比亚迪"), owner=alice, now=NOW)
    agree(alice, Agreement.Kind.ALIYUN)
    link_wechat(OPENID, owner=alice, now=NOW)
    add_accept("booking_confirmed", phone=ALICE_PHONE, openid=OPENID)
    ask_whose_phone(alice, Waiting(openid=OPENID), now=NOW)
    PhoneQuestion.objects.update(tries=2)
    return alice


def _papers(alice: Owner, *, now=NOW) -> tuple:
    """Photograph both documents and have them read."""
    address = f"上海市浦东新区{WORDS['address']}"
    papers = []
    for kind, truth in ((IDENTITY_CARD, ALICE_CARD), (VEHICLE_LICENCE, ALICE_LICENCE)):
        document = submit(alice, kind.name, a_photo(), now=now)
        reading = recognised(kind, **{**truth, "address": address})
        assert read(document.pk, engine=Told(reading), now=now)
        papers.append(document.pk)
    return tuple(papers)


def _confirmed(alice: Owner, service, slot, **changes: str) -> Booking:
    booking = hold(Wish(slot.pk, service.pk), owner=alice, now=NOW)
    card, licence = _papers(alice)
    form = Form(
        name=ALICE_NAME,
        phone=ALICE_PHONE,
        identity_card=card,
        vehicle_licence=licence,
        relation="self",
        note=f"请打 {ALICE_PHONE} 找{ALICE_NAME}",
    )
    confirm(booking, replace(form, **changes), now=NOW)
    booking.refresh_from_db()
    return booking


def _book_in_vain(alice: Owner, service, slots, bob) -> None:
    """Let a hold lapse, cancel a booking, and miss one."""
    hold(Wish(slots[0].pk, service.pk), owner=alice, now=NOW - timedelta(hours=1))
    expire_lapsed(now=NOW)
    by_alice = Actor(BookingEvent.Actor.OWNER, str(alice.pk))
    moved = _confirmed(alice, service, slots[2], phone=OTHER_PHONE)
    reschedule(moved, slot_id=slots[4].pk, by=by_alice, now=NOW)
    moved.refresh_from_db()
    cancel(moved, by=by_alice, reason=f"车卖给了{ALICE_NAME}的弟弟", now=NOW)
    missed = _confirmed(alice, service, slots[0])
    mark_no_show(missed, by=by(bob), now=missed.ends_at + HALF_HOUR)


def _book_and_come(alice: Owner, service, slots, bob) -> Booking:
    booking = _confirmed(alice, service, slots[6])
    looks = all_agree(booking)
    differs = Finding(Verdict.DIFFERS, f"{ALICE_NAME}的证件地址不同")
    receive(booking, looks={**looks, Original.IDENTITY_CARD: differs}, by=by(bob), now=NINE)
    receive_all_the_same(booking, reason=f"认识{ALICE_NAME}", by=by(bob), now=NINE)
    return booking


def _take_out(booking: Booking, bob: StaffUser) -> None:
    removal = begin(booking, staff=bob, now=NINE)
    take_photo(removal, Step.INSPECT, letter(), staff=bob, now=NINE)
    take_step(removal, Step.INSPECT, bob)
    work_on(removal, bob, codes=(PACK,))
    pack = removal.packs.get()
    pack.condition = f"{ALICE_NAME}说去年进过水"
    pack.save()
    take_photo(removal, Step.PACK, letter(), staff=bob, now=NINE, of=pack)
    less = Offered("pack", Decimal(1200), Decimal(100), f"{ALICE_NAME}说进过水")
    note = f"{ALICE_NAME}说车没出过事故"
    quote = propose(removal, {pack.pk: less}, note=note, staff=bob, now=NINE)
    signed = Signed(ALICE_NAME, STROKES, bob)
    to = Destination("bank", ALICE_NAME, ACCOUNT)
    accepted = accept(quote, by=signed, total_yuan=quote.total_yuan, to=to, now=NINE)
    receipt = finish(removal, Ending("kept"), staff=bob, now=NINE).receipt
    why = f"{ALICE_NAME}说质量录错"
    reissue(receipt.serial, Correction(why, Ending("kept")), staff=bob, now=NINE)
    paid = Settled("paid", f"网银已转给{ALICE_NAME}", "bank", NINE, f"给{ALICE_NAME}的款")
    settle(accepted.payout, paid, seen=0, staff=bob, now=NINE)
    receiver = Receiver("华东电池再生有限公司", "91310115MA1TEKT19B", note=f"{ALICE_NAME}的电池")
    hand_over(booking.outlet, [pack.pk], receiver, staff=bob, now=NINE)
    _report(pack, receiver, bob)


def _report(pack: BatteryPack, receiver: Receiver, bob: StaffUser) -> None:
    """Report the battery, take that back, and say who really took it: in words that name Alice."""
    pack.refresh_from_db()
    made = report(pack.outlet, bob, now=NINE)
    withdraw_report(made.pk, f"{ALICE_NAME}的车录错", staff=bob, now=NINE)
    correct_receiver(pack, receiver, f"{ALICE_NAME}来电", staff=bob, now=NINE)


def take_step(removal, step: Step, bob: StaffUser) -> None:
    """Take a step, and say something of its owner that nobody should have said."""
    from voltbay.removals.work import take_step as steps

    steps.take_step(removal, step, staff=bob, now=NINE, remark=f"{ALICE_NAME}在旁边")


def _call_out(alice: Owner, outlet: Outlet) -> None:
    asked = Asked(
        outlet_id=outlet.pk,
        kind=Kind.TOW,
        drives=False,
        signs=frozenset(),
        charge=Charge.UNKNOWN,
        phone=ALICE_PHONE,
        place=STANDS,
        position=Position(121.6, 31.31),
        wanted_date=date(2026, 4, 8),
        name=ALICE_NAME,
        plate=ALICE_LICENCE["plate"],
        note=f"{ALICE_NAME}在车旁",
    )
    call_out = ask(asked, owner=alice, now=NOW)
    attach(call_out, letter(), now=NOW)
    withdraw(call_out, now=NOW)


def _company(alice: Owner, bob: StaffUser) -> None:
    """Ask for a company's account, with a car on its list; and for another one that is refused."""
    first = Application(
        "申通出租汽车有限公司", "91310115MA1TEKT19B", ALICE_NAME, ALICE_PHONE, "business_licence"
    )
    fleet = ask_for_fleet(first, letter(), owner=alice, now=NOW)
    decide(fleet, "approved", reason=f"{ALICE_NAME}的执照清楚", staff=bob, now=NOW)
    plate, vin = ALICE_LICENCE["plate"], ALICE_LICENCE["vin"]
    FleetVehicle.objects.create(
        fleet=fleet,
        plate=plate,
        vin=vin,
        licence_owner=ALICE_NAME,
        plate_fingerprint=fingerprint(plate, purpose="plate"),
        vin_fingerprint=fingerprint(vin, purpose="vin"),
        added_at=NOW,
        ordinal=1,
    )
    invite(fleet, phone=OTHER_PHONE, role="books", now=NOW)
    second = replace(first, name="绿行租车有限公司", credit_code="91440304MA5DEM004C")
    refused = ask_for_fleet(second, letter(), owner=alice, now=NOW)
    decide(refused, "refused", reason=f"{ALICE_NAME}的照片不清", staff=bob, now=NOW)


def _look(done: Booking, alice: Owner, bob: StaffUser) -> None:
    """Look at everything, place a legal hold and lift it, and write why in plain words."""
    view_booking(done.code, outlet_id=done.outlet_id, staff=bob, why=f"{ALICE_NAME}来电", now=NINE)
    view_owner(alice, staff=bob, why=f"{ALICE_PHONE} 来电", now=NINE)
    with recorded(by=bob, address=DESK):
        held = place(
            done, reason=f"{ALICE_NAME}投诉", until=NINE + timedelta(days=9), staff=bob, now=NINE
        )
        lift(held.pk, staff=bob, now=NINE)
        record("searched", by=bob, address=DESK, now=NINE, target=ALICE_NAME)
    with connection.cursor() as cursor:  # the clock of the triggers is the database's own
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE audit_auditentry SET at = %s", [NINE])
        cursor.execute("SET LOCAL session_replication_role = origin")


def _rights(done: Booking, bob: StaffUser) -> None:
    """Correct a plate to a wrong one and back, and take down what an heir asks."""
    for value in ("沪AD54321", ALICE_LICENCE["plate"]):
        right = Right(Field.PLATE, value, f"{ALICE_NAME}说看错", Paper.VEHICLE_LICENCE)
        correct(done, right, staff=bob, now=NINE)
    told = HeirTold(
        relation=RightsRequest.Relation.HEIR,
        asks=RightsRequest.Asks.TAKE_PART,
        asker=ALICE_NAME,
        phone=OTHER_PHONE,
        subject=ALICE_NAME,
        words=f"{ALICE_NAME}的车",
        booking=done,
    )
    request = take_request(told, outlet=done.outlet, staff=bob, now=NINE)
    see_paper(request, Paper.DEATH_CERTIFICATE, "0024", staff=bob, now=NINE)
    answer = f"已告知{ALICE_NAME}"
    answer_request(request, is_granted=True, answer=answer, staff=bob, now=NINE)


def _told() -> None:
    """Deliver what was told, and let a job fail."""
    for pk, due_at in list(Notice.objects.filter(state="queued").values_list("pk", "due_at")):
        deliver(notice_id=pk, now=due_at)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing'")
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed'")
        cursor.execute("UPDATE procrastinate_events SET at = %s", [NINE])
