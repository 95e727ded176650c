"""Vendors in trouble, on their wire format. A whole day of it is in `tests/journeys`."""

import json
import logging
from datetime import timedelta

import pytest
from django.db.models import QuerySet

from tests.notifications.conftest import BOOKED, CODE
from tests.people import ALICE_PHONE
from tests.places import NOW
from voltbay.notifications.deliver import IN_HAND, STILL_ASKED, deliver
from voltbay.notifications.errors import Advice, NotSent
from voltbay.notifications.models import Notice, Outage
from voltbay.notifications.outages import (
    PATIENCE,
    hold,
    note_refusal,
    note_taken,
    open_outages,
)
from voltbay.notifications.resend import resend_all
from voltbay.notifications.resume import forget_useless, resume_unsent
from voltbay.notifications.tell import tell

TICK = timedelta(seconds=5)
MANY = 4


class Day:
    """A worker whose clock the test moves: every notice that is due is delivered, as jobs are."""

    def __init__(self, vendor):
        self.vendor, self.now = vendor, NOW

    def tell(self, *, template="booking_confirmed", params=BOOKED, phone=ALICE_PHONE, **rest):
        if template == "booking_confirmed":
            rest["appointment"] = NOW + timedelta(days=1)
        return tell(phone=phone, template=template, params=params, now=self.now, **rest)

    def go_on(self, length):
        ends = self.now + length
        while self.now < ends:
            for notice in self.due():
                deliver(notice_id=notice.pk, now=self.now)
            self.now += TICK

    def due(self):
        return Notice.objects.filter(state="queued", due_at__lte=self.now).order_by("due_at", "pk")

    def sent_once(self, notices):
        """Return whether each reached its phone exactly once."""
        reached = sorted(int(each["OutId"].split("-")[0]) for each in self.vendor.taken)
        states = set(Notice.objects.values_list("state", flat=True))
        return states == {"sent"} and reached == sorted(each.pk for each in notices)


@pytest.fixture
def day(db, vendor):
    return Day(vendor)


def test_a_booking_s_message_outlives_a_night_without_balance(day, vendor, caplog):
    told = [day.tell() for _ in range(MANY)]
    late = day.tell(template="sign_in_code", params=CODE)
    vendor.trouble = "isv.OUT_OF_SERVICE"

    for _ in range(20):
        day.go_on(TICK)
        day.now += timedelta(minutes=27)
    asked = len(vendor.messages)
    vendor.trouble = ""
    day.go_on(timedelta(minutes=3))

    assert asked == 20  # one asks, the rest wait
    late.refresh_from_db()
    assert (late.state, late.error_code, late.params) == ("failed", "isv.OUT_OF_SERVICE", None)
    late.delete()
    assert day.sent_once(told)
    loud = [each for each in caplog.records if each.levelno == logging.ERROR]
    assert len(loud) == 2  # when it began, and after ten more tries


def test_while_the_vendor_is_down_one_asks_and_the_others_do_not_wait_for_it(day, vendor):
    vendor.trouble = "isv.AMOUNT_NOT_ENOUGH"
    first, *others = [day.tell() for _ in range(MANY)]

    for notice in (first, *others):
        deliver(notice_id=notice.pk, now=NOW)

    assert len(vendor.messages) == 1
    waits = set(Notice.objects.values_list("due_at", flat=True))
    assert waits == {Outage.objects.get().again_at}


def test_a_template_that_is_refused_holds_up_its_own_kind_alone(day, vendor):
    vendor.refuse("isv.SMS_TEMPLATE_ILLEGAL")
    bad, same, code = (
        day.tell(),
        day.tell(),
        day.tell(template="sign_in_code", params=CODE),
    )

    for notice in (bad, same, code):
        deliver(notice_id=notice.pk, now=NOW)

    assert [each["OutId"].split("-")[0] for each in vendor.messages] == [str(bad.pk), str(code.pk)]
    assert hold("aliyun_sms", "booking_confirmed", now=NOW)
    assert hold("aliyun_sms", "sign_in_code", now=NOW) is None


def test_a_number_that_cannot_be_reached_is_final_until_staff_send_again(day, vendor):
    vendor.refuse("isv.MOBILE_NUMBER_ILLEGAL")
    notice = day.tell()

    deliver(notice_id=notice.pk, now=NOW)
    notice.refresh_from_db()
    assert (notice.state, notice.error_code) == ("failed", "isv.MOBILE_NUMBER_ILLEGAL")
    assert not open_outages()

    assert resend_all(now=NOW) == 1
    deliver(notice_id=notice.pk, now=NOW)
    assert day.sent_once([notice])
    assert json.loads(vendor.taken[0]["TemplateParam"]) == BOOKED
    assert resend_all(now=NOW) == 0


def test_a_worker_that_died_after_the_vendor_took_it_asks_before_it_sends_again(day, vendor):
    notice = day.tell()
    vendor.trouble = vendor.ANSWER_LOST
    deliver(notice_id=notice.pk, now=NOW)
    # All that a worker leaves that dies in the call: when it asked.
    Notice.objects.filter(pk=notice.pk).update(attempts=0, error_code="", due_at=NOW)
    Outage.objects.all().delete()
    vendor.trouble = ""

    deliver(notice_id=notice.pk, now=NOW + IN_HAND)

    assert vendor.queries == 1
    assert day.sent_once([notice])


def test_a_vendor_who_may_not_be_asked_what_it_took_gets_it_once_more(day, vendor, caplog):
    notice = day.tell()
    vendor.trouble = vendor.SILENT
    deliver(notice_id=notice.pk, now=NOW)
    vendor.trouble, vendor.listed = "", lambda _: (200, {"Code": "isp.RAM_PERMISSION_DENY"})

    day.go_on(timedelta(minutes=2))

    assert day.sent_once([notice])
    assert "does not say what it took: isp.RAM_PERMISSION_DENY" in caplog.text


def test_a_key_that_is_disabled_while_it_asks_doubles_nothing(day, vendor):
    notice = day.tell()
    vendor.trouble = vendor.ANSWER_LOST
    deliver(notice_id=notice.pk, now=NOW)

    vendor.trouble = vendor.NO_KEY
    day.go_on(timedelta(minutes=3))
    assert [each.code for each in open_outages()] == [vendor.NO_KEY]
    vendor.trouble = ""
    day.go_on(timedelta(minutes=2))

    assert day.sent_once([notice])


def test_a_code_of_theirs_that_we_do_not_know_is_asked_about_before_it_goes_again(day, vendor):
    vendor.refuse("isv.SOMETHING_NEW")
    notice = day.tell()
    deliver(notice_id=notice.pk, now=NOW)
    vendor.taken.append(vendor.messages[0])  # it did take it

    day.go_on(timedelta(minutes=1))

    assert len(vendor.messages) == 1
    assert day.sent_once([notice])


@pytest.mark.parametrize("taken", [True, False])
def test_what_is_of_no_use_while_nobody_knows_is_forgotten_and_found_out(day, vendor, taken):
    notice = day.tell(template="sign_in_code", params=CODE)
    day.now = notice.expires_at - TICK
    vendor.trouble = vendor.ANSWER_LOST if taken else vendor.SILENT
    day.go_on(TICK)
    vendor.trouble = vendor.SILENT
    day.go_on(timedelta(minutes=1))

    forget_useless(now=day.now)
    notice.refresh_from_db()
    assert (notice.state, notice.params) == ("queued", None)
    vendor.trouble = ""
    day.go_on(timedelta(minutes=2))

    notice.refresh_from_db()
    assert notice.state == ("sent" if taken else "failed")
    assert len(vendor.taken) == taken


def test_what_is_of_no_use_is_not_asked_about_for_ever(day, vendor):
    notice = day.tell(template="sign_in_code", params=CODE)
    vendor.trouble = vendor.SILENT

    again = NOW
    while again := deliver(notice_id=notice.pk, now=again):
        last = again

    notice.refresh_from_db()
    assert last >= notice.expires_at + STILL_ASKED
    assert (notice.state, notice.params, notice.error_code) == ("failed", None, "no_answer")


def test_a_phone_that_has_had_too_many_is_tried_in_a_minute(day, vendor):
    vendor.refuse("isv.BUSINESS_LIMIT_CONTROL")
    notice = day.tell(template="sign_in_code", params=CODE)

    assert deliver(notice_id=notice.pk, now=NOW) == NOW + timedelta(minutes=1)
    day.go_on(timedelta(seconds=70))

    assert day.sent_once([notice])


def test_three_failures_in_a_row_are_an_outage_and_two_are_not(day, vendor):
    vendor.refuse("isp.SYSTEM_ERROR", times=PATIENCE)
    told = [day.tell() for _ in range(PATIENCE)]

    for notice in told[:-1]:
        deliver(notice_id=notice.pk, now=NOW)
    assert not open_outages()
    deliver(notice_id=told[-1].pk, now=NOW)

    assert [each.code for each in open_outages()] == ["isp.SYSTEM_ERROR"]


def test_what_is_of_no_use_any_more_is_forgotten_though_nobody_delivers_it(day, vendor):
    vendor.refuse("isv.MOBILE_NUMBER_ILLEGAL")
    refused = day.tell(template="sign_in_code", params=CODE)
    deliver(notice_id=refused.pk, now=NOW)
    waiting = day.tell(template="sign_in_code", params=CODE)
    late = NOW + timedelta(minutes=5)

    assert forget_useless(now=late - TICK) == 0
    assert forget_useless(now=late) == 2

    found = Notice.objects.filter(pk__in=[refused.pk, waiting.pk]).order_by("pk")
    assert [(each.error_code, each.params) for each in found] == [
        ("isv.MOBILE_NUMBER_ILLEGAL", None),
        ("expired", None),
    ]
    assert resume_unsent(now=late + timedelta(hours=1)) == 0


def test_an_outage_that_another_worker_ends_meanwhile_begins_anew(db, monkeypatch):
    refusal = NotSent("no_answer", advice=Advice.RETRY)
    note_refusal("aliyun_sms", "code", refusal, now=NOW)
    once, ended = QuerySet.get_or_create, list[str]()

    def get_or_create(rows: QuerySet, **named: object) -> object:
        found = once(rows, **named)
        if not ended:
            ended.append("aliyun_sms")
            note_taken("aliyun_sms", "code")
        return found

    monkeypatch.setattr(QuerySet, "get_or_create", get_or_create)

    assert note_refusal("aliyun_sms", "code", refusal, now=NOW) is None

    assert [outage.failures for outage in Outage.objects.all()] == [1]
    assert ended
