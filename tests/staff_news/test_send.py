"""What is due reaches people and groups; what is refused waits, and is given up in the end."""

import pytest
from django.core import mail

from tests.places import NOW
from tests.staff_news.conftest import book, pass_on, robot_of, wants

pytestmark = pytest.mark.usefixtures("listening")


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
