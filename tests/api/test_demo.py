import pytest
from django.test import Client
from django.utils import timezone

from tests.api.signing_in import PHONE, deliver_all
from voltbay.notifications.tell import tell

OTHER_PHONE = "13900139000"


@pytest.fixture
def messages(db):
    now = timezone.now()
    for phone, code in ((PHONE, "111111"), (OTHER_PHONE, "222222"), (PHONE, "333333")):
        tell(phone=phone, template="sign_in_code", params={"code": code, "minutes": "5"}, now=now)
    booked = {"code": "<b>K7</b>", "time": "04-08 09:00", "outlet": "浦东"}
    tell(phone=PHONE, template="booking_confirmed", params=booked, now=now)
    deliver_all()


def test_the_newest_message_comes_first(messages):
    items = Client().get("/demo/inbox.json").json()["items"]

    assert [item.get("code") for item in items] == [None, "333333", "222222", "111111"]
    assert items[1].keys() == {"at", "phone", "text", "code"}


@pytest.mark.parametrize("asked", [PHONE, f"+86 {PHONE}"])
def test_one_phone_s_messages_are_found(messages, asked):
    items = Client().get("/demo/inbox.json", {"phone": asked}).json()["items"]

    assert {item["phone"] for item in items} == {PHONE}
    assert len(items) == 3


def test_the_page_shows_messages_and_lets_none_of_them_be_markup(messages):
    page = Client().get("/demo/inbox").content.decode()

    assert "333333" in page
    assert "&lt;b&gt;K7&lt;/b&gt;" in page
    assert "<b>K7</b>" not in page


def test_an_empty_inbox_says_so(db):
    assert "还没有短信" in Client().get("/demo/inbox").content.decode()
