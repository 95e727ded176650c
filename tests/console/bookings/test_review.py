"""The review queue: photos behind a permission, each look written down, an answer to the owner."""

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from tests.console.bookings.test_booking import AGREE, act, begun
from tests.documents import a_photo, agree, photos_setting
from tests.people import ALICE_CARD, ALICE_NAME, ALICE_PHONE, recognised
from tests.places import open_outlet
from tests.staff import let_in, staff_with
from voltbay.accounts.models import Role
from voltbay.audit.models import AuditEntry, View
from voltbay.bookings.models import Booking
from voltbay.bookings.owner.confirm import Form, confirm
from voltbay.bookings.owner.hold import Wish, hold
from voltbay.notifications.models import Notice
from voltbay.recognition import photos
from voltbay.recognition.documents.submit import submit
from voltbay.recognition.models import Document


@pytest.fixture
def manager(client, outlet):
    return let_in(client, staff_with(Role.OUTLET_MANAGER, outlet=outlet, name="carol"))


@pytest.fixture
def waiting(alice, service, slots, settings, tmp_path):
    """Return a company's car that waits for review."""
    settings.STORAGES = photos_setting(tmp_path)
    now = timezone.now()
    booking = hold(Wish(slots[0].pk, service.pk), owner=alice, now=now)
    card = recognised(alice, Document.Kind.IDENTITY_CARD)
    licence = recognised(alice, Document.Kind.VEHICLE_LICENCE, owner="绿环物流有限公司")
    for document in (card, licence):
        document.photo = f"2026/04/07/{document.pk}"
        document.save()
        photos.put(document.photo, a_photo())
    form = Form(
        name=ALICE_NAME,
        phone=ALICE_PHONE,
        identity_card=card.pk,
        vehicle_licence=licence.pk,
        relation="company",
    )
    confirm(booking, form, now=now)
    return booking


@contextmanager
def not_checked() -> Iterator[None]:
    """Let a booking stand at a time without places, which such a test is not about."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield
        cursor.execute("SET LOCAL session_replication_role = origin")


def path(name, booking, **more):
    return reverse(f"console:{name}", kwargs={"code": booking.code, **more})


def decide(manager, booking, action, **entries):
    seen = booking.events.order_by("id").last().pk
    sent = {"action": action, "seen": seen, "key": str(uuid4()), **entries}
    return manager.post(path("decide", booking), sent)


def test_what_waits_is_listed(manager, waiting):
    assert waiting.code in manager.get("/console/review/").content.decode()


def test_every_page_counts_what_waits_and_says_when_it_is_near(manager, waiting, outlet):
    page = manager.get(reverse("console:week", kwargs={"outlet_id": outlet.pk})).content.decode()

    assert 'class="count near">1<' in page
    assert "1 个预约待审核，最近一个还有 0 小时" in page


def test_what_is_days_away_is_counted_without_alarm(manager, waiting):
    with not_checked():
        begins = timezone.now() + timedelta(days=3, minutes=5)
        Booking.objects.update(starts_at=begins, ends_at=begins + timedelta(hours=1))

    page = manager.get("/console/review/").content.decode()

    assert 'class="count">1<' in page
    assert "还有 3 天 0 小时" in page
    assert 'class="near note"' not in page


def test_another_outlets_review_is_not_counted(client, waiting):
    elsewhere = open_outlet("闵行回收服务网点").outlet
    dave = let_in(client, staff_with(Role.OUTLET_STAFF, outlet=elsewhere, name="dave"))

    assert 'class="count' not in dave.get("/console/review/").content.decode()


def test_the_desk_sees_the_queue_but_no_photo(desk, waiting):
    queue = desk.get("/console/review/").content.decode()

    assert reverse("console:booking", kwargs={"code": waiting.code}) in queue
    assert desk.get(path("review", waiting)).status_code == 403
    assert decide(desk, waiting, "accept").status_code == 403


def test_the_desk_decides_with_the_papers_in_hand(desk, waiting, slots):
    begun(waiting, slots)
    page = desk.get(path("booking", waiting)).content.decode()
    few = act(desk, waiting, "check-in", paper_authorisation="")
    all_seen = act(desk, waiting, "check-in")

    waiting.refresh_from_db()
    assert page.count('value="missing" required') == 3
    assert (few.status_code, all_seen.status_code) == (422, 302)
    assert waiting.state == "checked_in"
    shown = desk.get(path("booking", waiting)).content.decode()
    assert "当场核对证件" in shown
    assert "和车主身份证复印件） · <strong" in shown
    assert AuditEntry.objects.filter(what="act check-in 302", staff__username="bob").exists()


def test_an_undecided_booking_is_noted_as_not_come_at_the_desk(desk, waiting, slots):
    begun(waiting, slots)

    assert act(desk, waiting, "no-show").status_code == 302

    late = desk.get(path("booking", waiting)).content.decode()
    assert 'name="paper_identity_card" value="agrees" required' in late, "the papers come first"


def test_an_undecided_booking_is_not_simply_checked_in(desk, waiting, slots):
    begun(waiting, slots)

    unseen = dict.fromkeys(AGREE, "")
    refused = act(desk, waiting, "check-in", **unseen)

    assert refused.status_code == 422
    assert "请逐一核对" in refused.content.decode()


def test_the_day_page_has_reviews_at_its_top_until_they_are_decided(manager, waiting, outlet):
    board = reverse("console:board", kwargs={"outlet_id": outlet.pk}) + "?date=2026-01-01"
    first = manager.get(board)
    decide(manager, waiting, "accept")
    after = manager.get(board, headers={"If-None-Match": first.headers["ETag"]})

    assert waiting.code in first.content.decode()
    assert (after.status_code, waiting.code in after.content.decode()) == (200, False)


@pytest.mark.parametrize("state", ["checked_in", "removing", "left_open"])
def test_cars_of_earlier_days_that_lie_open_are_listed(desk, waiting, outlet, state):
    with not_checked():
        Booking.objects.update(state=state, starts_at=timezone.now() - timedelta(days=2))

    day = desk.get(reverse("console:day", kwargs={"outlet_id": outlet.pk})).content.decode()

    assert "之前到店的 1 辆车没有办结" in day
    assert waiting.code in desk.get("/console/review/").content.decode()


def test_full_fields_and_photos_come_with_a_reason_that_is_kept(manager, waiting):
    masked = manager.get(path("review", waiting)).content.decode()
    silent = manager.post(path("review", waiting), {"why": ""})
    opened = manager.post(path("review", waiting), {"why": "公司车辆审核"}).content.decode()

    assert ALICE_NAME not in masked
    assert "<img" not in masked
    assert silent.status_code == 422
    assert ALICE_NAME in opened
    assert opened.count("<img") == 2
    assert View.objects.get().why == "公司车辆审核"


def test_each_look_at_a_photo_is_written_down(manager, waiting):
    photo = path("review-photo", waiting, kind="licence")

    refused = manager.get(photo)
    shown = manager.get(f"{photo}?why=公司车辆审核")

    assert refused.status_code == 422
    assert shown.content.startswith(b"\xff\xd8")
    view = View.objects.get()
    assert (view.staff.username, view.why) == ("carol", "公司车辆审核")
    assert (view.booking_code, view.outlet_id) == (waiting.code, waiting.outlet_id)


def test_the_purpose_of_opening_the_review_goes_on_to_its_photos(manager, waiting):
    opened = manager.post(path("review", waiting), {"purpose": "review"}).content.decode()
    photo = re.search(r'<img[^>]+src="([^"]+)"', opened)

    assert photo
    assert manager.get(html.unescape(photo[1])).status_code == 200
    assert [view.purpose for view in View.objects.order_by("id")] == ["review", "review"]


def test_accepting_lets_the_booking_stand_and_closes_the_photos(manager, waiting):
    photo = path("review-photo", waiting, kind="licence")

    assert decide(manager, waiting, "accept").status_code == 302

    waiting.refresh_from_db()
    assert waiting.state == "confirmed"
    assert Notice.objects.filter(template="booking_confirmed").count() == 1
    assert manager.get(f"{photo}?why=x").status_code == 404


def test_refusing_needs_words_that_the_owner_reads(manager, waiting):
    silent = decide(manager, waiting, "refuse", reason=" ")
    said = decide(manager, waiting, "refuse", reason="请上传加盖公章的营业执照")

    waiting.refresh_from_db()
    assert (silent.status_code, said.status_code) == (422, 302)
    assert (waiting.state, waiting.cancel_reason) == ("cancelled", "请上传加盖公章的营业执照")


def test_two_who_decide_at_once_decide_once(manager, waiting):
    seen = waiting.events.order_by("id").last().pk
    decide(manager, waiting, "accept")

    assert decide(manager, waiting, "refuse", seen=seen, reason="不").status_code == 409


@pytest.fixture
def typed(alice, service, slots, settings, tmp_path):
    """Return a booking whose card nobody could read: its owner typed name and number."""
    settings.STORAGES = photos_setting(tmp_path)
    now = timezone.now()
    booking = hold(Wish(slots[0].pk, service.pk), owner=alice, now=now)
    card = recognised(alice, Document.Kind.IDENTITY_CARD)
    Document.objects.filter(pk=card.pk).update(state="by_hand")
    licence = recognised(alice, Document.Kind.VEHICLE_LICENCE)
    form = Form(
        name=ALICE_NAME,
        phone=ALICE_PHONE,
        identity_card=card.pk,
        vehicle_licence=licence.pk,
        relation="self",
    )
    confirm(booking, form, now=now)
    return booking


def test_what_the_owner_typed_stands_beside_its_photo(manager, typed):
    closed = manager.get(path("review", typed)).content.decode()
    opened = manager.post(path("review", typed), {"why": "核对"}).content.decode()

    assert "车主自行填写，未经识别" in closed
    assert 'value="accept"' not in closed
    assert ALICE_CARD["number"] not in closed
    assert opened.count('name="compared"') == 2
    assert ALICE_CARD["number"] in opened


@pytest.mark.parametrize(
    ("kind", "words"),
    [("residence_permit", "公民身份号码"), ("passport", "证件号码"), ("travel_permit", "证件号码")],
)
def test_the_number_that_was_typed_is_called_as_its_paper_calls_it(manager, typed, kind, words):
    Booking.objects.update(identity_kind=kind)

    opened = manager.post(path("review", typed), {"why": "核对"}).content.decode()

    assert ("公民身份号码" in opened, words in opened) == (kind == "residence_permit", True)
    assert ('alt="护照"' in opened) == (kind == "passport")


def test_each_typed_field_must_be_compared(manager, typed):
    refused = decide(manager, typed, "accept", compared=["name"])

    typed.refresh_from_db()
    assert refused.status_code == 422
    assert typed.state == "in_review"


def test_a_compared_booking_stands_and_says_so(manager, typed):
    decide(manager, typed, "accept", compared=["name", "number"])

    typed.refresh_from_db()
    assert typed.state == "confirmed"
    assert typed.events.last().details == {"compared": ["name", "number"]}


@pytest.mark.parametrize(
    ("kind", "name", "number", "licence_owner"),
    [
        ("passport", "Müller, Hans", "C01X00T47", "MUELLERHANS"),
        ("travel_permit", "黃志強", "H01234567", "黄志强"),
    ],
)
def test_whoever_holds_a_passport_or_a_permit_is_accepted_once_all_that_the_page_shows_is_compared(
    manager, alice, service, slots, settings, tmp_path, kind, name, number, licence_owner
):
    settings.STORAGES = photos_setting(tmp_path)
    now = timezone.now()
    agree(alice)
    entries = {"name": name, "number": number, "birth_date": "1985-06-15"}
    card = submit(alice, kind, a_photo(), now=now, typed=entries)
    licence = recognised(alice, Document.Kind.VEHICLE_LICENCE, owner=licence_owner)
    booking = hold(Wish(slots[0].pk, service.pk), owner=alice, now=now)
    confirm(booking, Form(name, ALICE_PHONE, card.pk, licence.pk, relation="self"), now=now)

    opened = manager.post(path("review", booking), {"purpose": "review"}).content.decode()
    asked = re.findall(r'name="compared" value="(\w+)"', opened)
    decide(manager, booking, "accept", compared=asked)

    booking.refresh_from_db()
    assert set(asked) == {"name", "number", "birth_date"}
    assert (booking.state, booking.name, booking.identity_kind) == ("confirmed", name, kind)


def test_photos_that_were_taken_back_do_not_spare_the_comparison(manager, typed):
    Document.objects.all().delete()

    assert decide(manager, typed, "accept").status_code == 422
