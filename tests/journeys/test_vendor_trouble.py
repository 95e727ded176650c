"""A day on which the vendors of messages are in trouble, played on their wire formats.

Two workers are given whatever is due, both all of it, and send through the vendors' own kit. The
test moves their clock, so a day passes in seconds; time limits and delays are cut alike. At the end
each message reached its phone exactly once, but where the vendor itself cannot tell.
"""

import logging
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import httpx
import pytest
from django.db import connection, transaction
from django.db.models import Min

from tests.notifications import aliyun_server, wechat_server
from tests.notifications.conftest import BOOKED, CODE
from tests.places import NOW
from voltbay.core.local_time import local_date
from voltbay.notifications.channels import aliyun_sms
from voltbay.notifications.channels.aliyun_sms import client, out_id
from voltbay.notifications.deliver import deliver
from voltbay.notifications.models import Notice
from voltbay.notifications.outages import open_outages
from voltbay.notifications.resend import resend_all
from voltbay.notifications.resume import forget_useless, resume_unsent
from voltbay.notifications.tell import tell
from voltbay.notifications.templates import is_urgent
from voltbay.notifications.wechat.accepts import add_accept
from voltbay.notifications.wechat.server import client as to_wechat

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

WORKERS = 2
SECONDS, MINUTES, HOURS = (timedelta(**{unit: 1}) for unit in ("seconds", "minutes", "hours"))
KIND = "booking_confirmed"
BOOKINGS = 4  # told in each trouble
READ_TIMEOUT, SLOW = 500, 1.0  # milliseconds and seconds; 5 and 30 s in life


class Day:
    """Two workers over one queue, and their clock."""

    def __init__(self, vendor, crew):
        self.vendor, self.crew, self.now = vendor, crew, NOW
        self.told, self.timer_at, self.useless = [], NOW, []

    def tell(self, kind=KIND, params=BOOKED, **rest):
        """Tell somebody new something, as doors do."""
        if kind == KIND:
            rest.setdefault("appointment", self.now + 12 * HOURS)
        phone = f"138{len(self.told):08d}"
        notice = tell(phone=phone, template=kind, params=params, now=self.now, **rest)
        self.told.append(notice)
        return notice

    def tell_many(self):
        """Tell several of their bookings, and somebody a code."""
        for _ in range(BOOKINGS):
            self.tell()
        return self.tell("sign_in_code", CODE)

    def meet(self, trouble, *, lasts, mended=3 * MINUTES):
        """Tell many while a trouble lasts, and go on until it is long over."""
        self.vendor.trouble = trouble
        code = self.tell_many()
        self.go_on(lasts)
        self.vendor.trouble = ""
        self.go_on(mended)
        return code

    def go_on(self, length):
        """Let time pass: whatever is due is delivered, and the timer comes every minute."""
        ends = self.now + length
        while self.now < ends:
            self.vendor.day = f"{local_date(self.now):%Y%m%d}"
            self._deliver_what_is_due()
            if self.now >= self.timer_at:
                resume_unsent(now=self.now)
                forget_useless(now=self.now)
                self.timer_at = self.now + MINUTES
            self.now = min(self._next(), self.timer_at, ends)

    def _deliver_what_is_due(self):
        due = Notice.objects.filter(state="queued", due_at__lte=self.now).order_by("pk")
        rows = sorted(due.values_list("pk", "template"), key=lambda row: not is_urgent(row[1]))
        taken = len(self.vendor.taken)
        list(self.crew.map(self._work, [[pk for pk, _ in rows]] * WORKERS))
        for message in self.vendor.taken[taken:]:
            notice = Notice.objects.get(pk=int(message["OutId"].split("-")[0]))
            assert self.now < notice.expires_at, "it was sent though it was of no use"

    def _work(self, numbers):
        for number in numbers:
            deliver(notice_id=number, now=self.now)

    def _next(self):
        """Return when something is due that is not now."""
        later = Notice.objects.filter(state="queued", due_at__gt=self.now)
        return later.aggregate(first=Min("due_at"))["first"] or self.timer_at

    def assert_each_reached_its_phone_once(self):
        reached = Counter(each["OutId"] for each in self.vendor.taken)
        sent = [each for each in self.told if each.pk not in self.useless]

        assert reached == Counter(out_id(each) for each in sent)
        kept = Notice.objects.exclude(pk__in=self.useless)
        assert set(kept.values_list("state", "params", "asked_at")) == {("sent", None, None)}
        assert not open_outages()


@pytest.fixture
def vendor(settings, monkeypatch):
    monkeypatch.setattr(aliyun_sms, "READ_TIMEOUT", READ_TIMEOUT)
    with aliyun_server.set_up(settings) as running:
        yield running


@pytest.fixture
def crew():
    """Run threads as workers, each with a connection of its own."""
    with ThreadPoolExecutor(WORKERS) as threads:
        yield threads
        all_here = Barrier(WORKERS, timeout=30)
        list(threads.map(lambda _: (all_here.wait(), connection.close()), range(WORKERS)))


@pytest.fixture
def day(vendor, crew):
    return Day(vendor, crew)


def alarms(caplog) -> list[str]:
    return [each.getMessage() for each in caplog.records if each.levelno == logging.ERROR]


def test_a_day_of_refusals_loses_nothing_doubles_nothing_and_is_loud(day, vendor, caplog):
    day.meet("isv.AMOUNT_NOT_ENOUGH", lasts=12 * SECONDS)
    day.assert_each_reached_its_phone_once()
    day.meet("isv.OUT_OF_SERVICE", lasts=MINUTES)
    day.meet("SignatureDoesNotMatch", lasts=MINUTES)
    day.meet("Throttling.User", lasts=40 * SECONDS)
    day.meet("isp.SYSTEM_ERROR", lasts=2 * MINUTES)
    day.assert_each_reached_its_phone_once()

    said = alarms(caplog)
    for code in ("isv.AMOUNT_NOT_ENOUGH", "isv.OUT_OF_SERVICE", "SignatureDoesNotMatch"):
        assert f"messages wait: aliyun_sms answers {code}" in said
    assert not any(each.phone in caplog.text for each in day.told)


def test_a_vendor_who_is_slow_or_loses_its_answers_sends_each_once(day, vendor):
    vendor.delay = SLOW
    day.meet("", lasts=MINUTES)
    vendor.delay = 0.0
    day.go_on(3 * MINUTES)
    day.assert_each_reached_its_phone_once()

    day.meet(vendor.ANSWER_LOST, lasts=30 * SECONDS)
    day.meet(vendor.PROXY, lasts=MINUTES)
    day.meet(vendor.SILENT, lasts=MINUTES)
    day.assert_each_reached_its_phone_once()

    vendor.trouble = vendor.ANSWER_LOST
    day.tell_many()
    day.go_on(5 * SECONDS)
    day.meet(vendor.NO_KEY, lasts=3 * MINUTES)
    day.assert_each_reached_its_phone_once()


def test_answers_lost_at_midnight_are_found_on_both_days(day, vendor):
    day.now = day.timer_at = NOW + 15 * HOURS - 5 * SECONDS  # in Shanghai

    day.meet(vendor.ANSWER_LOST, lasts=15 * SECONDS)

    assert {each["SendDate"] for each in vendor.taken} == {"20260407", "20260408"}
    day.assert_each_reached_its_phone_once()


def test_nine_minutes_out_of_reach_lose_only_what_is_of_no_use(day, vendor, settings, caplog):
    there, settings.VOLTBAY_SMS_ENDPOINT = settings.VOLTBAY_SMS_ENDPOINT, "127.0.0.1:9"
    client.cache_clear()
    late = day.tell_many()
    day.go_on(4 * MINUTES)
    late.refresh_from_db()
    assert (late.state, late.params) == ("queued", CODE)

    day.go_on(4 * MINUTES)
    late.refresh_from_db()
    assert (late.state, late.params, late.error_code) == ("failed", None, "unreachable")
    day.useless.append(late.pk)
    day.tell_many()
    day.go_on(MINUTES)
    settings.VOLTBAY_SMS_ENDPOINT = there
    client.cache_clear()
    day.go_on(2 * MINUTES)

    day.assert_each_reached_its_phone_once()
    assert alarms(caplog)[0] == "messages wait: aliyun_sms answers unreachable"
    assert vendor.queries == 0  # nothing was taken for sure


def test_refusals_of_one_number_are_final_and_hold_up_nobody(day, vendor):
    vendor.refuse("isv.MOBILE_NUMBER_ILLEGAL")
    wrong, right = day.tell(), day.tell()
    day.go_on(SECONDS)
    vendor.refuse("isv.BUSINESS_LIMIT_CONTROL")
    full = day.tell("sign_in_code", CODE)
    day.go_on(30 * SECONDS)

    for each in (wrong, right, full):
        each.refresh_from_db()
    assert sorted([wrong.state, right.state, full.state]) == ["failed", "queued", "sent"]
    day.go_on(HOURS)
    failed = Notice.objects.get(state="failed")
    assert failed.error_code == "isv.MOBILE_NUMBER_ILLEGAL"
    assert failed.params == BOOKED  # somebody may correct it until the appointment

    assert resend_all(now=day.now) == 1
    day.go_on(MINUTES)
    day.assert_each_reached_its_phone_once()


SEND, TOKEN = "/cgi-bin/message/subscribe/send", "/cgi-bin/token"
REFUSALS = [
    (SEND, 40001),
    (SEND, 42001),
    (SEND, 40003),
    (SEND, 41030),
    (SEND, 43101),
    (SEND, 45009),
    (SEND, 47003),
    (SEND, -1),
    (TOKEN, 40125),
    (TOKEN, 40164),
    (TOKEN, -1),
]


@pytest.fixture
def wechat(settings):
    with wechat_server.set_up(settings) as running:
        fields = f"{wechat_server.TEMPLATE} thing1=outlet time2=time character_string3=code"
        settings.VOLTBAY_WECHAT_TEMPLATES = {KIND: fields}
        to_wechat().timeout = httpx.Timeout(READ_TIMEOUT / 1000)
        yield running


class InWechat(Day):
    """The same for owners who have accepted a message in WeChat."""

    def tell(self, kind=KIND, params=BOOKED, **rest):
        notice = super().tell(kind, params, **rest)
        with transaction.atomic():
            add_accept(KIND, phone=notice.phone, openid=f"openid-{notice.pk}")
        return notice

    def reached(self, wechat) -> Counter:
        """Return how often each was told, in WeChat or by SMS."""
        by_wechat = [each["touser"].removeprefix("openid-") for each in wechat.sent]
        by_sms = [each["OutId"].split("-")[0] for each in self.vendor.taken]
        return Counter(int(each) for each in by_wechat + by_sms)


@pytest.fixture
def wechat_day(vendor, crew):
    return InWechat(vendor, crew)


def test_a_day_of_wechat_s_refusals_reaches_each_owner_once(wechat_day, wechat):
    day = wechat_day
    for path, code in REFUSALS:
        wechat.expire_token()
        wechat.refuse(path, *[code] * 40)
        day.tell_many()
        day.go_on(20 * SECONDS)
        wechat.refuse(path)
        day.go_on(MINUTES)
        first = day.tell()
        day.go_on(SECONDS)

        assert day.reached(wechat) == Counter(each.pk for each in day.told), code
        first.refresh_from_db()
        assert (first.state, first.channel) == ("sent", "wechat"), code
        assert not open_outages()


def test_a_wechat_that_is_slow_doubles_only_what_it_took_unheard(wechat_day, wechat):
    day = wechat_day
    wechat.delay = SLOW
    day.tell_many()
    day.go_on(20 * SECONDS)
    wechat.delay = 0.0
    unheard = {int(each["touser"].removeprefix("openid-")) for each in wechat.sent}
    day.tell_many()
    day.go_on(2 * MINUTES)

    reached = day.reached(wechat)
    assert set(reached) == {each.pk for each in day.told}
    assert {pk for pk, times in reached.items() if times > 1} == unheard
    assert len(unheard) < BOOKINGS  # after three of them nobody asks it


def test_both_in_trouble_lose_nothing(wechat_day, wechat):
    day, wechat.broken = wechat_day, True
    day.meet("isv.AMOUNT_NOT_ENOUGH", lasts=MINUTES)
    wechat.broken = False
    day.tell_many()
    day.go_on(3 * MINUTES)

    assert day.reached(wechat) == Counter(each.pk for each in day.told)
    assert not open_outages()
