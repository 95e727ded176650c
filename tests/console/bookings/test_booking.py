"""What staff do with one booking."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import InternalError, connection, transaction
from django.db.utils import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.console.conftest import ENTRY
from tests.staff import let_in, staff_with
from voltbay.accounts.models import Role
from voltbay.accounts.owners.change_phone import Here, move_phone
from voltbay.accounts.owners.prove_account import Caller
from voltbay.accounts.phones.question import Waiting, ask
from voltbay.audit.models import AuditEntry, View
from voltbay.bookings.models import Booking
from voltbay.bookings.new_holder import begin_anew
from voltbay.bookings.originals import Original
from voltbay.notifications.models import Notice


@pytest.fixture
def path(booking):
    return reverse("console:booking", kwargs={"code": booking.code})


AGREE = {f"paper_{paper}": "agrees" for paper in Original}


def act(desk, booking, action, **entries):
    seen = booking.events.order_by("id").last().pk
    if action == "check-in":
        entries = AGREE | entries
    sent = {"action": action, "seen": seen, "key": str(uuid4()), **entries}
    return desk.post(reverse("console:act", kwargs={"code": booking.code}), sent)


@pytest.fixture
def today(booking, slots):
    """Let the appointment have begun."""
    return begun(booking, slots)


def begun(booking, slots):
    """Shift the slots and the booking so that it began five minutes ago."""
    back = booking.starts_at - timezone.now() + timedelta(minutes=5)
    with transaction.atomic():
        for slot in slots:
            slot.starts_at, slot.ends_at = slot.starts_at - back, slot.ends_at - back
            slot.save(update_fields=["starts_at", "ends_at"])
        Booking.objects.update(starts_at=booking.starts_at - back, ends_at=booking.ends_at - back)
    booking.refresh_from_db()
    return booking


def test_a_booking_is_shown_masked_with_its_history(desk, path):
    page = desk.get(path).content.decode()

    assert "王**" in page
    assert "电话预约" in page
    assert not [secret for secret in ("王小燕", ENTRY["phone"], ENTRY["vin"]) if secret in page]


def test_staff_see_that_a_number_has_another_holder_and_nobody_can_be_told(desk, path, booking):
    owner = booking.owner
    asked = ask(owner, Waiting(), now=timezone.now())
    begin_anew(question=asked.question, caller=Caller(""), now=timezone.now())

    page = desk.get(path).content.decode()

    assert "原号码已换机主" in page
    assert "138****8000" not in page


def test_staff_see_the_number_that_its_owner_has_proved_since(desk, path, booking):
    owner = booking.owner
    asked = ask(owner, Waiting(), now=timezone.now())
    begin_anew(question=asked.question, caller=Caller(""), now=timezone.now())
    move_phone(owner, "13700137000", here=Here(), now=timezone.now())

    assert "137****7000" in desk.get(path).content.decode()


def test_a_full_look_needs_a_reason_and_is_written_down(desk, bob, path, booking):
    refused = desk.post(f"{path}reveal/", {"why": " "})
    shown = desk.post(f"{path}reveal/", {"why": "车主来电核对"})

    assert refused.status_code == 422
    assert ENTRY["vin"] in shown.content.decode()
    view = View.objects.get()
    assert (view.staff, view.booking_code, view.why) == (bob, booking.code, "车主来电核对")
    assert (view.purpose, view.role) == ("other", bob.role)


def test_why_somebody_looks_is_one_of_a_closed_list(desk, path):
    unknown = desk.post(f"{path}reveal/", {"purpose": "curious", "why": "看看"})
    chosen = desk.post(f"{path}reveal/", {"purpose": "visit"})

    assert unknown.status_code == 422
    assert ENTRY["vin"] in chosen.content.decode()
    assert [(view.purpose, view.why) for view in View.objects.all()] == [("visit", "")]


def test_the_page_asks_what_for(desk, path):
    page = desk.get(path).content.decode()

    assert 'name="purpose"' in page
    assert "准备或接待到店" in page
    assert "查看目的（车主可以看到）" in page


def test_a_car_is_checked_in(desk, today):
    assert act(desk, today, "check-in").status_code == 302

    today.refresh_from_db()
    assert today.state == "checked_in"
    assert [event.actor for event in today.events.all()] == ["staff"] * 2


def test_who_acted_is_noted_with_where_from(desk, bob, today):
    act(desk, today, "check-in")

    entry = AuditEntry.objects.get(what__startswith="act")
    assert (entry.staff, entry.target, entry.address) == (bob, today.code, "127.0.0.1")


def test_a_step_sent_twice_is_taken_once(desk, today):
    key = str(uuid4())

    seen = today.events.last().pk
    answers = [act(desk, today, "check-in", key=key, seen=seen).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert today.events.filter(to_state="checked_in").count() == 1


def test_whoever_comes_second_is_told_and_overwrites_nothing(desk, today, path):
    seen = today.events.last().pk
    act(desk, today, "check-in")

    second = act(desk, today, "cancel", seen=seen, why="other", reason="取消")

    assert second.status_code == 409
    assert "刚被其他人修改" in second.content.decode()
    today.refresh_from_db()
    assert today.state == "checked_in"


def test_a_cancellation_needs_words_and_tells_the_owner(desk, booking):
    silent = act(desk, booking, "cancel", why="staff_short", reason="")
    said = act(desk, booking, "cancel", why="staff_short", reason="今天人手不足，请改约")

    assert (silent.status_code, said.status_code) == (422, 302)
    booking.refresh_from_db()
    assert (booking.state, booking.cancel_reason) == ("cancelled", "今天人手不足，请改约")
    assert Notice.objects.filter(template__startswith="booking_cancelled").count() == 1


def test_a_no_show_before_the_time_is_refused(desk, booking):
    assert act(desk, booking, "no-show").status_code == 409


@pytest.mark.parametrize("action", ["", "explode"])
def test_an_unknown_action_is_refused(desk, booking, action):
    assert act(desk, booking, action).status_code == 422


def test_a_form_without_its_key_is_refused(desk, booking):
    assert act(desk, booking, "check-in", key="").status_code == 422


class TestMoving:
    def move(self, desk, booking, slot, **entries):
        seen = booking.events.order_by("id").last().pk
        sent = {"slot": slot, "why": "owner_asked", "seen": seen, "key": str(uuid4()), **entries}
        return desk.post(reverse("console:move", kwargs={"code": booking.code}), sent)

    def test_free_times_are_offered(self, desk, booking, slots):
        page = desk.get(reverse("console:move", kwargs={"code": booking.code})).content.decode()

        assert f'value="{slots[4].pk}"' in page

    def test_a_booking_is_moved(self, desk, booking, slots):
        assert self.move(desk, booking, slots[4].pk).status_code == 302

        booking.refresh_from_db()
        assert booking.starts_at == slots[4].starts_at

    @pytest.mark.parametrize("slot", ["", "0", "x"])
    def test_a_time_that_does_not_exist_is_refused(self, desk, booking, slot):
        assert self.move(desk, booking, slot).status_code == 404


class TestLogs:
    @pytest.fixture
    def auditor(self, client, desk, booking):
        reveal = reverse("console:reveal", kwargs={"code": booking.code})
        desk.post(reveal, {"why": "核对证件"})
        return let_in(client, staff_with(Role.AUDITOR))

    def test_looks_are_listed_with_person_and_reason(self, auditor):
        page = auditor.get("/console/views/").content.decode()

        assert "bob" in page
        assert "核对证件" in page

    def test_actions_are_listed_and_can_be_narrowed(self, auditor, booking):
        page = auditor.get("/console/audit/?staff=bob").content.decode()
        other = auditor.get("/console/audit/?staff=nobody").content.decode()

        assert booking.code in page
        assert booking.code not in other

    @pytest.mark.parametrize("table", ["audit_auditentry", "audit_view"])
    @pytest.mark.parametrize("what", ["DELETE FROM {}", "UPDATE {} SET at = now()"])
    def test_nobody_rewrites_a_log(self, auditor, table, what):
        with (
            pytest.raises((IntegrityError, InternalError), match="written once"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(what.format(table))

    def test_a_change_in_the_admin_is_kept_with_before_and_after(self, client, outlet):
        operator = let_in(client, staff_with(Role.OPERATOR))
        company = outlet.company
        path = reverse("admin:directory_company_change", args=[company.pk])
        from tests.admin_forms import filled

        operator.post(path, filled(operator.get(path), phone="021-50009999"))

        entry = AuditEntry.objects.get(what="directory_company.update")
        assert entry.staff.username == "operator"
        assert entry.before["phone"] == "021-50001234"
        assert entry.after["phone"] == "021-50009999"

    def test_a_change_past_the_application_is_kept_too(self, outlet):
        with connection.cursor() as cursor:
            cursor.execute("UPDATE directory_outlet SET phone = '021-1'")

        entry = AuditEntry.objects.get(what="directory_outlet.update")
        assert (entry.staff, entry.after) == (None, {"phone": "021-1"})

    def test_a_password_is_never_in_it(self, bob):
        bob.set_password("correct horse battery")
        bob.save()

        entry = AuditEntry.objects.filter(what="accounts_staffuser.update").latest("id")
        assert entry.after["password"] == "***"


def let_pass(who, booking, reason):
    seen = booking.events.order_by("id").last().pk
    sent = {"reason": reason, "seen": seen, "key": str(uuid4())}
    return who.post(reverse("console:let-pass", kwargs={"code": booking.code}), sent)


def test_a_paper_that_differs_stops_the_car_until_a_manager_lets_it_in(desk, outlet, today, path):
    found = {"paper_vehicle_licence": "differs", "note_vehicle_licence": "所有人是其配偶"}
    unsaid = act(desk, today, "check-in", paper_vehicle_licence="differs")
    stopped = act(desk, today, "check-in", **found)
    page = desk.get(path).content.decode()
    forbidden = let_pass(desk, today, "熟人")
    manager = let_in(Client(), staff_with(Role.OUTLET_MANAGER, outlet=outlet, name="carol"))
    nameless = let_pass(manager, today, " ")
    passed = let_pass(manager, today, "已核对结婚证")

    today.refresh_from_db()
    assert (unsaid.status_code, stopped.status_code) == (422, 302)
    assert "未登记到店：有证件不一致或缺少。" in page
    assert "所有人是其配偶" in page
    assert "放行并到场签到" not in page, "the desk may not decide it"
    assert (forbidden.status_code, nameless.status_code, passed.status_code) == (403, 422, 302)
    assert today.state == "checked_in"
    assert "经理放行</strong> · carol · 已核对结婚证" in desk.get(path).content.decode()
