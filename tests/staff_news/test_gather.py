"""Each kind arises from its own event, once, and never says more than a plate and a time."""

import json
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction

from tests.company_pages.test_sign_up import asked_by as sign_up_asked
from tests.company_pages.written import sent as page_sent
from tests.documents import photos_setting
from tests.people import ALICE_CARD, ALICE_LICENCE, ALICE_NAME, ALICE_PHONE, recognised
from tests.places import NINE, NOW
from tests.removals.conftest import PACK
from tests.staff import staff_with
from tests.staff_news.conftest import OWNER, book
from tests.traceability.conftest import OTHER_PACK, OTHER_VIN, finished
from voltbay.accounts.models import Role
from voltbay.articles.write import Text
from voltbay.articles.write import begin as begin_article
from voltbay.articles.write import mark as article_mark
from voltbay.articles.write import publish as publish_article
from voltbay.articles.write import send as send_article
from voltbay.bookings.desk.change import Why, cancel_at_desk
from voltbay.bookings.desk.looks import all_agree
from voltbay.bookings.desk.receive import receive
from voltbay.bookings.models import Booking, BookingEvent
from voltbay.bookings.move import by
from voltbay.bookings.owner.cancel import cancel
from voltbay.bookings.owner.confirm import Form, confirm
from voltbay.bookings.owner.hold import Wish, hold
from voltbay.bookings.owner.reschedule import reschedule
from voltbay.callouts.ask import Asked, ask
from voltbay.callouts.rules import Kind as CallOutKind
from voltbay.callouts.triage import Charge, Sign
from voltbay.company_pages.decide import refuse
from voltbay.company_pages.write import mark, take_back
from voltbay.directory.models import Outlet, Technician
from voltbay.identifiers.coordinates import Position
from voltbay.recognition.models import Document
from voltbay.removals.packs.hazards import see_hazards
from voltbay.removals.packs.record import PackEntry, record_pack
from voltbay.removals.rules import Step
from voltbay.removals.work.begin import begin
from voltbay.removals.work.take_step import take_step
from voltbay.staff_news import gather as gathering
from voltbay.staff_news.foresee import foresee
from voltbay.staff_news.gather import COMMITTED, gather
from voltbay.staff_news.kinds import KINDS
from voltbay.staff_news.lines import line, message, short
from voltbay.staff_news.models import News, ReadMark

pytestmark = pytest.mark.usefixtures("listening")
DAY = timedelta(days=1)
TECHNICIAN, CERTIFICATE = "陈大勇", "T310000001"


@pytest.fixture
def carol(outlet, settings, tmp_path):
    settings.STORAGES = photos_setting(tmp_path / "photos")
    return staff_with(Role.COMPANY_MANAGER, outlet=outlet, name="carol")


@pytest.fixture
def eve(db):
    return staff_with(Role.OPERATOR, name="eve")


def kinds():
    return sorted(News.objects.values_list("kind", flat=True))


def says(kind):
    return News.objects.get(kind=kind).params


def reviewed(service, slots, alice, *, slot=0):
    """Have Alice book from her phone with a paper that a person must look at."""
    held = hold(Wish(slots[slot].pk, service.pk), owner=alice, now=NOW)
    form = Form(
        name=ALICE_NAME,
        phone=ALICE_PHONE,
        identity_card=recognised(alice, Document.Kind.IDENTITY_CARD, doubtful=("number",)).pk,
        vehicle_licence=recognised(alice, Document.Kind.VEHICLE_LICENCE).pk,
        relation="self",
    )
    confirm(held, form, now=NOW)
    return Booking.objects.get(pk=held.pk)


def leaking(booking, bob, *, hazards=("leak",)):
    """Take an unsafe battery out of a car."""
    receive(booking, looks=all_agree(booking), by=by(bob), now=NINE)
    removal = begin(booking, staff=bob, now=NINE)
    for step in (Step.INSPECT, Step.ISOLATE, Step.REMOVE):
        take_step(removal, step, staff=bob, now=NINE)
    return record_pack(removal, PackEntry(PACK, Decimal("412.5"), hazards), staff=bob, now=NINE)


def call_for_help(outlet, alice):
    return ask(
        Asked(
            outlet_id=outlet.pk,
            kind=CallOutKind.DANGER,
            drives=True,
            signs=frozenset({Sign.SMELL}),
            charge=Charge.UNKNOWN,
            phone=ALICE_PHONE,
            place="上海市浦东新区川沙路 5500 弄",
            position=Position(121.6, 31.31),
        ),
        owner=alice,
        now=NOW,
    )


def test_a_booking_is_told_once_however_often_events_are_read(service, slots):
    book(service, slots[0])

    gather(now=NOW)
    gather(now=NOW)
    gather(now=NOW + 2 * COMMITTED)

    assert kinds() == ["new"]
    assert says("new") == {"plate": "沪AD12345", "at": NINE.isoformat()}


def test_a_booking_that_must_be_reviewed_is_new_and_to_review(service, slots, alice):
    reviewed(service, slots, alice)

    gather(now=NOW)

    assert kinds() == ["new", "to_review"]


def test_a_hold_is_nobodys_news(service, slots, alice):
    held = hold(Wish(slots[0].pk, service.pk), owner=alice, now=NOW)
    cancel(held, by=OWNER, reason="", now=NOW)

    gather(now=NOW)

    assert BookingEvent.objects.filter(booking=held).exists()
    assert kinds() == []


def test_an_owner_who_moves_says_from_when_to_when(service, slots):
    booking = book(service, slots[0])
    reschedule(booking, slot_id=slots[4].pk, by=OWNER, now=NOW)

    gather(now=NOW)

    assert says("moved") == {
        "plate": "沪AD12345",
        "was": NINE.isoformat(),
        "at": slots[4].starts_at.isoformat(),
    }


def test_each_move_is_told(service, slots):
    booking = book(service, slots[0])
    for slot in (4, 2):
        reschedule(booking, slot_id=slots[slot].pk, by=OWNER, now=NOW)

    gather(now=NOW)

    assert kinds() == ["moved", "moved", "new"]


def test_what_staff_cancel_names_who_did_it(service, slots, bob):
    booking = book(service, slots[0])
    cancel_at_desk(booking, by=by(bob), why=Why.OWNER_ASKED, reason="车主来电", now=NOW)

    gather(now=NOW)

    assert News.objects.get(kind="cancelled").actor == bob
    assert News.objects.get(kind="new").actor is None


def test_an_unsafe_battery_is_told_when_it_is_recorded_and_when_it_gets_worse(service, slots, bob):
    pack = leaking(book(service, slots[0]), bob, hazards=())
    gather(now=NINE)
    assert "dangerous" not in kinds()

    see_hazards(pack, ["smoke"], staff=bob, now=NINE)
    gather(now=NINE)

    assert kinds().count("dangerous") == 1
    assert says("dangerous")["plate"] == "沪AD12345"


def test_an_owner_who_calls_for_help_is_told(outlet, alice):
    call_for_help(outlet, alice)

    gather(now=NOW)
    gather(now=NOW + DAY)

    assert kinds() == ["dangerous"]
    assert says("dangerous")["call_out"] is True


def test_what_is_rolled_back_is_never_told(service, slots):
    with transaction.atomic():
        book(service, slots[0])
        transaction.set_rollback(True)

    gather(now=NOW)

    assert kinds() == []


def test_what_happened_before_anybody_listened_is_nobodys_news(service, slots):
    book(service, slots[0], now=NOW - DAY)
    ReadMark.objects.all().delete()

    gather(now=NOW)

    assert kinds() == []


def test_the_mark_stays_behind_what_may_not_be_committed_yet(service, slots):
    book(service, slots[0])

    gather(now=NOW + COMMITTED)
    before = ReadMark.objects.get(pk="bookings").event_id
    gather(now=NOW + COMMITTED + timedelta(seconds=1))

    assert before < ReadMark.objects.get(pk="bookings").event_id


def test_many_events_are_read_in_parts_and_none_is_left_out(service, slots, monkeypatch):
    monkeypatch.setattr(gathering, "AT_ONCE", 2)
    for slot, vin in zip(
        slots, ("LGXCE6DB7J0123456", "LGXCE6DB0J0123458", OTHER_VIN), strict=False
    ):
        book(service, slot, plate=f"沪AD{vin[-5:]}", vin=vin)

    assert gather(now=NOW) == 3
    assert gather(now=NOW + 2 * COMMITTED) == 0

    assert kinds() == ["new"] * 3
    newest = BookingEvent.objects.latest("pk").pk
    assert ReadMark.objects.get(pk="bookings").event_id == newest


@pytest.fixture
def everything(service, slots, alice, bob, carol, eve):
    """Bring about one of each kind."""
    version = page_sent(service.outlet.company, by=carol)
    gather(now=NOW)
    refuse(version, reason="照片里有王小燕", seen=version.edits, staff=eve, now=NOW + DAY / 2)
    first = book(service, slots[0])
    reschedule(first, slot_id=slots[4].pk, by=OWNER, now=NOW)
    cancel(first, by=OWNER, reason="王小燕不来了", now=NOW)
    reviewed(service, slots, alice, slot=2)
    leaking(book(service, slots[0], plate="沪AD54321", vin="LGXCE6DB0J0123458"), bob)
    call_for_help(service.outlet, alice)
    finished(service, slots, bob, codes=(OTHER_PACK,), vin=OTHER_VIN, plate="沪AD99999")
    Technician.objects.create(
        outlet=service.outlet,
        name=TECHNICIAN,
        certificate=CERTIFICATE,
        certified_until=date(2026, 5, 20),
    )
    Outlet.objects.filter(pk=service.outlet_id).update(
        counts_technicians=True, storage_limit_kg=500
    )
    gather(now=NINE)
    foresee(now=NINE)
    foresee(now=NINE + 40 * DAY)
    return list(News.objects.select_related("outlet", "company"))


def told_of(kind):
    return [(each.company.name, each.params) for each in News.objects.filter(kind=kind)]


def test_what_companies_send_is_told_once_and_again_when_it_is_sent_anew(outlet, carol):
    version = page_sent(outlet.company, by=carol)
    gather(now=NOW)
    gather(now=NOW)
    take_back(outlet.company, seen=mark(version))
    page_sent(outlet.company, by=carol, since_year=1998)
    sign_up_asked()
    gather(now=NOW)

    assert News.objects.filter(kind="to_check").count() == 3


def test_a_company_hears_what_the_platform_decided(outlet, carol, eve):
    version = page_sent(outlet.company, by=carol)
    refuse(version, reason="照片不清", seen=version.edits, staff=eve, now=NOW)
    text = Text("notice", "照常", "<p>照常。</p>")
    article = begin_article(outlet.company, text, staff=carol, now=NOW)
    send_article(outlet.company, article.pk, seen=article_mark(article), now=NOW)
    article.refresh_from_db()
    publish_article(article, seen=article_mark(article), now=NOW)

    gather(now=NOW + DAY / 2)
    gather(now=NOW + DAY / 2)

    name = outlet.company.name
    assert told_of("decided") == [(name, {"is_shown": False}), (name, {"is_shown": True})]
    said = line(News.objects.filter(kind="decided").first(), "zh-Hans")
    assert said == f"企业主页、文章审核结果，未通过，原因见员工页面，{name}"


def test_no_kind_says_more_of_anybody_than_a_plate_and_a_time(everything):
    assert {each.kind for each in everything} == {kind.value for kind in KINDS}
    secret = [ALICE_NAME, ALICE_PHONE, "138****", ALICE_CARD["number"], TECHNICIAN, CERTIFICATE]
    secret += [
        ALICE_LICENCE["vin"],
        "LGXCE6DB0J0123458",
        "川沙路",
        "张江路",
        PACK,
        OTHER_PACK,
        OTHER_VIN,
    ]
    secret += list(Booking.objects.values_list("code", flat=True))

    for language in ("zh-Hans", "en"):
        said = [each(news, language) for news in everything for each in (line, short)]
        said += [message(everything, language, is_digest=True, link="", now=NOW)]
        said += [json.dumps(news.params, ensure_ascii=False) for news in everything]
        assert not [(word, text) for word in secret for text in said if word in text]


def test_what_fills_an_sms_fits_its_gap(everything):
    assert max(len(short(each, "zh-Hans")) for each in everything) <= 35
