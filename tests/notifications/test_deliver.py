import logging
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.notifications.conftest import CODE
from tests.people import ALICE_PHONE
from tests.places import NOW
from voltbay.notifications import deliver as module
from voltbay.notifications.deliver import BACK_OFF, deliver
from voltbay.notifications.errors import Advice, NotSent
from voltbay.notifications.models import Notice, ScreenMessage
from voltbay.notifications.tasks import deliver_notice


class Channel:
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
        channel = Channel(*refusals)
        monkeypatch.setattr(module, "channel", lambda: ("planned", channel.send))
        return channel

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
        patch.setattr(module, "channel", lambda: ("screen", die))
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
    first, second = BACK_OFF[:2]

    assert deliver(notice_id=notice.pk, now=NOW) == NOW + timedelta(seconds=first)
    assert deliver(notice_id=notice.pk, now=NOW) == NOW + timedelta(seconds=second)
    assert deliver(notice_id=notice.pk, now=NOW) is None

    notice.refresh_from_db()
    assert (notice.state, notice.attempts, notice.error_code) == ("sent", 3, "")
    assert channel.taken == [notice.pk]


def test_a_vendor_who_stays_down_is_given_up(tell_alice, through):
    notice = tell_alice()
    through(*[refusal(Advice.RETRY, "unreachable")] * 20)

    tries = 1
    while deliver(notice_id=notice.pk, now=NOW):
        tries += 1

    notice.refresh_from_db()
    assert tries == 1 + len(BACK_OFF)
    assert (notice.state, notice.params) == ("failed", None)


def test_a_fault_of_the_vendor_is_tried_once_more(tell_alice, through):
    notice = tell_alice()
    through(*[refusal(Advice.RETRY_ONCE)] * 3)

    assert deliver(notice_id=notice.pk, now=NOW)
    assert deliver(notice_id=notice.pk, now=NOW) is None
    notice.refresh_from_db()
    assert (notice.state, notice.attempts) == ("failed", 2)


def test_flow_control_is_never_retried(tell_alice, through, caplog):
    notice = tell_alice()
    through(refusal(Advice.GIVE_UP, "isv.BUSINESS_LIMIT_CONTROL"))

    assert deliver(notice_id=notice.pk, now=NOW) is None

    notice.refresh_from_db()
    assert notice.error_code == "isv.BUSINESS_LIMIT_CONTROL"
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


def test_an_empty_account_makes_noise_without_naming_anybody(tell_alice, through, caplog):
    notice = tell_alice("sign_in_code", CODE)
    through(refusal(Advice.ALARM, "isv.AMOUNT_NOT_ENOUGH"))

    deliver(notice_id=notice.pk, now=NOW)

    loud = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert "isv.AMOUNT_NOT_ENOUGH" in loud[0].getMessage()
    assert ALICE_PHONE not in caplog.text
    assert "123456" not in caplog.text


def test_a_notice_that_is_gone_is_left_alone(db):
    assert deliver(notice_id=404, now=NOW) is None


def test_the_task_comes_back_when_the_channel_asks_for_it(tell_alice, through):
    from django.utils import timezone
    from procrastinate.contrib.django.models import ProcrastinateJob

    notice = tell_alice(now=timezone.now())
    through(refusal(Advice.RETRY, "unreachable"))

    deliver_notice(notice_id=notice.pk)

    again = ProcrastinateJob.objects.filter(scheduled_at__isnull=False).get()
    assert again.args == {"notice_id": notice.pk}
