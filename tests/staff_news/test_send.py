"""What is due reaches people and groups; what is refused waits, and is given up in the end."""

from datetime import timedelta

import pytest
from django.core import mail

from tests.places import NINE, NOW
from tests.staff_news.conftest import MINUTE, OWNER, book, pass_on, robot_of, wants
from voltbay.accounts.models import StaffUser
from voltbay.bookings.owner.cancel import cancel
from voltbay.notifications.models import Notice
from voltbay.staff_news.channels.robots import A_MINUTE
from voltbay.staff_news.gather import gather
from voltbay.staff_news.models import Delivery, News
from voltbay.staff_news.send import MOST_TRIES
from voltbay.staff_news.spread import spread

pytestmark = pytest.mark.usefixtures("listening")
MORNING = NINE - timedelta(hours=1)  # eight o'clock of the next day


@pytest.mark.parametrize("vendor", ["wecom", "dingtalk", "feishu"])
def test_a_group_hears_of_a_booking_by_a_signed_message(vendor, service, slots, bob, vendors):
    robot_of(service.outlet, vendor)
    wants(bob, "robots", "now", "new")
    book(service, slots[0])

    pass_on()

    assert [said_by for said_by, _ in vendors.said] == [vendor]
    assert "新预约，沪AD12345，04-08 09:00，浦东回收服务网点" in vendors.texts[0]


def test_a_manager_gets_mail_at_once(service, slots, bob):
    wants(bob, "email", "now", "new")
    book(service, slots[0])

    pass_on()

    (sent,) = mail.outbox
    assert sent.to == ["bob@example.test"]
    assert sent.subject == "【电池拆卸预约】 新预约，沪AD12345，04-08 09:00，浦东回收服务网点"
    assert str(NOW.year) not in sent.subject


def test_a_morning_digest_has_counts_and_a_line_each(service, slots, bob):
    wants(bob, "email", "digest")
    for number, plate in enumerate(("沪AD12345", "沪AD54321", "沪AD99999")):
        vin = f"LGXCE6DB0J012345{number}"
        last = book(service, slots[0], plate=plate, vin=vin)
    cancel(last, by=OWNER, reason="", now=NOW)

    pass_on()
    pass_on(MORNING - MINUTE)
    assert mail.outbox == []
    pass_on(MORNING)
    pass_on(MORNING + MINUTE)

    (sent,) = mail.outbox
    assert sent.subject == "【电池拆卸预约】 晨报 04-08：新预约 3、预约取消 1"
    assert sent.body.splitlines()[1:] == [
        "- 新预约，沪AD12345，04-08 09:00，浦东回收服务网点",
        "- 新预约，沪AD54321，04-08 09:00，浦东回收服务网点",
        "- 新预约，沪AD99999，04-08 09:00，浦东回收服务网点",
        "- 预约取消，沪AD99999，04-08 09:00，浦东回收服务网点",
        "http://127.0.0.1/console/",
    ]


def test_a_digest_to_a_group_is_one_signed_message(service, slots, bob, vendors):
    robot_of(service.outlet)
    wants(bob, "robots", "digest", "new")
    for number in range(3):
        book(service, slots[0], plate=f"沪AD5432{number}", vin=f"LGXCE6DB0J012345{number}")

    pass_on()
    vendors.now = MORNING.timestamp()
    pass_on(MORNING)

    (text,) = vendors.texts
    assert text.startswith("【电池拆卸预约】 晨报 04-08：新预约 3\n- 新预约，沪AD54320，")


def test_a_long_digest_says_how_many_more_there_are_and_fits_the_smallest_vendor(
    service, slots, bob, vendors
):
    robot_of(service.outlet, "wecom")
    wants(bob, "robots", "digest", "new")
    booking = book(service, slots[0])
    rows = [
        News(kind="new", dedupe_key=f"new:{n}", outlet=service.outlet, booking=booking, made_at=NOW,
             params={"plate": "沪AD12345", "at": NOW.isoformat()})
        for n in range(60)
    ]  # fmt: skip
    News.objects.bulk_create(rows)

    pass_on()
    pass_on(MORNING)

    (text,) = vendors.texts
    assert len(text.encode()) <= 2048
    shown = text.count("\n- ")
    assert f"……另有 {61 - shown} 条" in text


def test_sms_goes_the_houses_own_way(service, slots, bob):
    wants(bob, "sms", "now", "new")
    book(service, slots[0])

    pass_on()

    notice = Notice.objects.get(template="staff_news")
    assert notice.phone == "13700137000"
    assert notice.params == {
        "outlet": "浦东回收服务网点",
        "what": "新预约，沪AD12345，04-08 09:00",
    }


def test_several_things_are_one_sms_with_counts(service, slots, bob):
    wants(bob, "sms", "now")
    booking = book(service, slots[0])
    cancel(booking, by=OWNER, reason="", now=NOW)

    pass_on()

    notice = Notice.objects.get(template="staff_digest")
    assert notice.params == {"count": "2", "what": "新预约 1、预约取消 1"}


def test_a_refusal_that_passes_is_tried_again_with_longer_waits(service, slots, bob, vendors):
    robot_of(service.outlet)
    wants(bob, "robots", "now", "new")
    book(service, slots[0])
    vendors.refusals.extend([{"errcode": -1, "errmsg": "system busy"}] * 3)

    waits, now = [], NOW
    for _ in range(3):
        pass_on(now)
        due_at = Delivery.objects.get().due_at
        waits.append((due_at - now).total_seconds())
        now = due_at
    pass_on(now)

    assert waits == [10, 30, 60]
    assert len(vendors.said) == 1
    assert Delivery.objects.get().state == "sent"


def test_who_was_too_fast_for_dingtalk_waits_the_ten_minutes_out(service, slots, bob, vendors):
    robot_of(service.outlet)
    wants(bob, "robots", "now", "new")
    book(service, slots[0])
    vendors.refusals.append({"errcode": 130101, "errmsg": "send too fast"})

    pass_on()
    pass_on(NOW + 9 * MINUTE)
    assert vendors.said == []
    pass_on(NOW + 10 * MINUTE)

    assert len(vendors.said) == 1


def test_a_robot_says_no_more_in_a_minute_than_its_vendor_takes(service, slots, bob, vendors):
    robot = robot_of(service.outlet)
    wants(bob, "robots", "now", "new")
    for second in range(A_MINUTE):
        sent_at = NOW - timedelta(seconds=40 - second)
        news = News.objects.create(kind="trial", dedupe_key=f"t{second}", params={}, made_at=NOW)
        Delivery.objects.create(
            news=news, channel="robots", robot=robot, state="sent", due_at=NOW, sent_at=sent_at
        )
    book(service, slots[0])

    pass_on()
    assert vendors.asked == []
    pass_on(NOW + timedelta(seconds=20))

    assert len(vendors.said) == 1
    assert Delivery.objects.get(news__kind="new").tries == 0


def test_a_wrong_signature_is_given_up_at_once_with_the_vendors_word(service, slots, bob, vendors):
    robot_of(service.outlet, secret="not the secret")
    wants(bob, "robots", "now", "new")
    book(service, slots[0])

    pass_on()

    given_up = Delivery.objects.get()
    assert (given_up.state, given_up.error_code) == ("failed", "310000")
    assert vendors.said == []


def test_a_vendor_who_stays_away_is_given_up_in_the_end(service, slots, bob, vendors):
    robot_of(service.outlet)
    wants(bob, "robots", "now", "new")
    book(service, slots[0])
    vendors.status = 503

    now = NOW
    for _ in range(MOST_TRIES):
        pass_on(now)
        now = Delivery.objects.get().due_at
    pass_on(now)

    given_up = Delivery.objects.get()
    assert (given_up.state, given_up.error_code, given_up.tries) == ("failed", "http 503", 24)
    assert len(vendors.asked) == MOST_TRIES
    assert timedelta(hours=4) < now - NOW < timedelta(hours=6)


def test_nothing_is_sent_to_who_has_left(service, slots, bob):
    wants(bob, "email", "now", "new")
    book(service, slots[0])
    gather(now=NOW)
    spread(now=NOW)
    StaffUser.objects.update(is_active=False)

    pass_on()

    assert mail.outbox == []
    assert Delivery.objects.get().error_code == "no_address"
