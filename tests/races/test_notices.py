"""One notice in many hands, and one vendor in trouble asked by many."""

from datetime import timedelta

import pytest
from django.db import connection, transaction

from tests.notifications.aliyun_server import set_up
from tests.notifications.conftest import BOOKED
from tests.people import ALICE_PHONE
from tests.places import NOW
from tests.races.crowd import all_at_once, own_connection
from voltbay.notifications.channels import aliyun_sms
from voltbay.notifications.deliver import deliver
from voltbay.notifications.errors import Advice, NotSent
from voltbay.notifications.models import Notice, Outage
from voltbay.notifications.outages import A_MOMENT, A_TRY, hold, note_refusal
from voltbay.notifications.tell import tell

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
CROWD = 6


@pytest.fixture
def vendor(settings):
    with set_up(settings) as running:
        yield running


def a_notice() -> Notice:
    tomorrow = NOW + timedelta(days=1)
    kind = {"template": "booking_confirmed", "params": BOOKED, "appointment": tomorrow}
    return tell(phone=ALICE_PHONE, now=NOW, **kind)


def in_a_thread(act, *args, **named):
    try:
        return act(*args, **named)
    finally:
        connection.close()


def test_a_crowd_that_delivers_one_notice_sends_it_once_and_asks_nothing(vendor):
    notices = [a_notice() for _ in range(4)]

    for notice in notices:
        all_at_once(CROWD, lambda _, pk=notice.pk: in_a_thread(deliver, notice_id=pk, now=NOW))

    assert len(vendor.messages) == len(vendor.taken) == len(notices)
    assert vendor.queries == 0
    assert set(Notice.objects.values_list("state", flat=True)) == {"sent"}


def test_without_the_lock_each_sends_its_own(vendor):
    notice = a_notice()

    all_at_once(CROWD, lambda _: in_a_thread(aliyun_sms.send, notice))

    assert len(vendor.taken) == CROWD


def test_of_a_crowd_one_asks_a_vendor_in_trouble(vendor):
    note_refusal("aliyun_sms", "", NotSent("isv.OUT_OF_SERVICE", advice=Advice.ACCOUNT), now=NOW)
    notices, later = [a_notice() for _ in range(CROWD)], NOW + timedelta(seconds=10)
    vendor.trouble, vendor.delay = "isv.OUT_OF_SERVICE", 1.0

    all_at_once(CROWD, lambda n: in_a_thread(deliver, notice_id=notices[n].pk, now=later))

    assert len(vendor.messages) == 1
    assert set(Notice.objects.values_list("state", "asked_at")) == {("queued", None)}


def test_a_code_waits_a_moment_for_the_one_that_asks_and_others_longer(db):
    note_refusal("aliyun_sms", "", NotSent("isv.OUT_OF_SERVICE", advice=Advice.ACCOUNT), now=NOW)
    Outage.objects.update(again_at=NOW)

    with own_connection() as other, transaction.atomic():
        other.execute("SELECT * FROM notifications_outage FOR UPDATE")
        code = hold("aliyun_sms", "sign_in_code", now=NOW)
        booked = hold("aliyun_sms", "booking_confirmed", now=NOW)

    assert (code.until - NOW, booked.until - NOW) == (A_MOMENT, A_TRY)
