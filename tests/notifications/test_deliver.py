import logging
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.notifications.conftest import CODE
from tests.people import ALICE_PHONE
from tests.places import NOW
from voltbay.notifications import deliver as module
from voltbay.notifications.channels import Channel
from voltbay.notifications.deliver import BACK_OFF, EARLY, IN_HAND, deliver
from voltbay.notifications.errors import Advice, NotSent
from voltbay.notifications.models import Notice, ScreenMessage
from voltbay.notifications.tasks import deliver_notice


class Planned:
    """A channel that does what a test plans: refuses, then takes."""

    def __init__(self, *refusals):
        self.refusals = list(refusals)
        self.taken = []

    def send(self, notice):
        if self.refusals:
            raise self.refusals.pop(0)
        self.taken.append(notice.pk)
        return "receipt-1"


@pytest.fixture
def through(monkeypatch):
    """Deliver through a channel of the test's own."""

    def _through(*refusals):
        planned = Planned(*refusals)
        way = Channel("planned", planned.send, lambda notice, asked_at: None)
        monkeypatch.setattr(module, "channel", lambda: way)
        return planned

    return _through


def refusal(advice, code="isv.SOMETHING"):
    return NotSent(code, advice=advice)


def test_a_message_is_shown_on_the_screen_once(tell_alice):
    notice = tell_alice("sign_in_code", CODE)

    deliver(notice_id=notice.pk, now=NOW)
    deliver(notice_id=notice.pk, now=NOW)

    shown = ScreenMessage.objects.get()
    assert shown.phone == ALICE_PHONE
    assert shown.code == "123456"
    assert "验证码 123456" in shown.text


def test_what_was_sent_forgets_what_it_said(tell_alice):
    notice = tell_alice("sign_in_code", CODE)

    deliver(notice_id=notice.pk, now=NOW)

    notice.refresh_from_db()
    assert (notice.state, notice.params, notice.sent_at) == ("sent", None, NOW)
    assert notice.channel == "screen"


def test_the_database_lets_no_sent_notice_remember(tell_alice):
    notice = tell_alice()

    with (
        pytest.raises(IntegrityError, match="notice_forgets_what_it_said"),
        transaction.atomic(),
    ):
        Notice.objects.filter(pk=notice.pk).update(state="sent")


def test_a_worker_that_dies_while_sending_leaves_the_message_queued(tell_alice, monkeypatch):
    notice = tell_alice()

    class Killed(BaseException):
        pass

    def die(_):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(module, "channel", lambda: Channel("screen", die))
        with pytest.raises(Killed):
            deliver(notice_id=notice.pk, now=NOW)

    notice.refresh_from_db()
    assert notice.state == "queued"
    deliver(notice_id=notice.pk, now=NOW)
    assert ScreenMessage.objects.count() == 1


def test_a_code_that_came_too_late_is_not_sent(tell_alice):
    notice = tell_alice("sign_in_code", CODE)

    deliver(notice_id=notice.pk, now=NOW + timedelta(minutes=5))

    notice.refresh_from_db()
    assert (notice.state, notice.error_code, notice.params) == ("failed", "expired", None)
    assert not ScreenMessage.objects.exists()


def test_a_vendor_who_is_down_is_asked_again_later_and_later(tell_alice, through):
    notice = tell_alice()
    channel = through(*[refusal(Advice.RETRY, "unreachable")] * 2)
    first, second = (timedelta(seconds=each) for each in BACK_OFF[:2])

    assert deliver(notice_id=notice.pk, now=NOW) == NOW + first
    assert deliver(notice_id=notice.pk, now=NOW + first - 2 * EARLY) is None  # not due yet
    assert deliver(notice_id=notice.pk, now=NOW + first) == NOW + first + second
    assert deliver(notice_id=notice.pk, now=NOW + first + second) is None

    notice.refresh_from_db()
    assert (notice.state, notice.attempts, notice.error_code) == ("sent", 3, "")
    assert channel.taken == [notice.pk]


def test_a_vendor_who_stays_down_is_given_up_when_telling_is_of_no_use(tell_alice, through):
    notice = tell_alice(appointment=NOW + timedelta(hours=1))
    through(*[refusal(Advice.RETRY, "unreachable")] * 100)

    again = NOW
    while again := deliver(notice_id=notice.pk, now=again):
        last = again

    notice.refresh_from_db()
    assert last >= notice.expires_at
    assert (notice.state, notice.params, notice.error_code) == ("failed", None, "unreachable")


def test_what_we_do_not_know_is_said_once_and_holds_up_nobody_else(tell_alice, through, caplog):
    bad, good = tell_alice(), tell_alice()
    through(refusal(Advice.TEXT, "isv.SOMETHING_NEW"))

    again = deliver(notice_id=bad.pk, now=NOW)
    deliver(notice_id=good.pk, now=NOW)
    deliver(notice_id=bad.pk, now=again)

    assert set(Notice.objects.values_list("state", flat=True)) == {"sent"}
    loud = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert ["isv.SOMETHING_NEW" in record.getMessage() for record in loud] == [True]


def test_an_empty_account_makes_noise_without_naming_anybody(tell_alice, through, caplog):
    notice = tell_alice("sign_in_code", CODE)
    through(refusal(Advice.ACCOUNT, "isv.AMOUNT_NOT_ENOUGH"))

    deliver(notice_id=notice.pk, now=NOW)

    loud = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert "isv.AMOUNT_NOT_ENOUGH" in loud[0].getMessage()
    assert ALICE_PHONE not in caplog.text
    assert "123456" not in caplog.text


def test_a_worker_that_was_frozen_sends_no_code_late(tell_alice, through, monkeypatch):
    notice, channel = tell_alice("sign_in_code", CODE), through()
    counters = iter([100.0, 100.0 + 5 * 60])
    monkeypatch.setattr(module, "counted", lambda: next(counters))

    deliver(notice_id=notice.pk, now=NOW)

    notice.refresh_from_db()
    assert (notice.state, notice.params, channel.taken) == ("failed", None, [])


def test_a_worker_that_was_frozen_leaves_it_to_who_came_since(tell_alice, through, monkeypatch):
    notice, channel = tell_alice(), through()
    once = module._deliver

    def frozen(*args, **rest):
        Notice.objects.update(asked_at=NOW + timedelta(minutes=1))
        return once(*args, **rest)

    monkeypatch.setattr(module, "_deliver", frozen)

    assert deliver(notice_id=notice.pk, now=NOW) is None
    assert channel.taken == []


def test_what_another_worker_has_just_begun_is_left_to_it(tell_alice, through):
    notice, channel = tell_alice(), through()
    Notice.objects.update(asked_at=NOW)

    assert deliver(notice_id=notice.pk, now=NOW + IN_HAND - EARLY) is None
    notice.refresh_from_db()
    assert (notice.due_at, notice.asked_at, channel.taken) == (NOW, NOW, [])


def test_a_notice_that_is_gone_is_left_alone(db):
    assert deliver(notice_id=404, now=NOW) is None


def test_what_waits_comes_back_by_itself_and_codes_go_first(tell_alice, through):
    from django.utils import timezone
    from procrastinate.contrib.django.models import ProcrastinateJob

    notice = tell_alice("sign_in_code", CODE, now=timezone.now())
    through(refusal(Advice.RETRY, "unreachable"))

    deliver_notice(notice_id=notice.pk)

    at_once, again = ProcrastinateJob.objects.order_by("id")
    assert again.args == {"notice_id": notice.pk}
    assert again.scheduled_at is not None
    assert at_once.priority == again.priority > 0
    tell_alice(now=timezone.now())
    assert ProcrastinateJob.objects.latest("id").priority == 0


def test_a_booking_is_told_until_its_appointment_and_a_code_for_its_minutes(tell_alice):
    code = tell_alice("sign_in_code", CODE)
    booked = tell_alice(appointment=NOW + timedelta(days=20))
    begins_now = tell_alice(appointment=NOW)

    assert code.expires_at == NOW + timedelta(minutes=5)
    assert booked.expires_at == NOW + timedelta(days=20)
    assert begins_now.expires_at == NOW + timedelta(minutes=15)
    with pytest.raises(ValueError, match="appointment"):
        tell_alice("sign_in_code", CODE, appointment=NOW)
