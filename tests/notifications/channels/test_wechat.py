"""Subscribe messages, and the SMS that goes out when WeChat does not take one."""

from datetime import timedelta

import pytest

from tests.notifications.wechat_server import TEMPLATE, set_up
from tests.people import ALICE_PHONE, BOB_PHONE
from tests.places import NOW
from voltbay.notifications.deliver import deliver
from voltbay.notifications.erase import erase_notices_of
from voltbay.notifications.models import Notice, Outage, ScreenMessage
from voltbay.notifications.outages import open_outages
from voltbay.notifications.wechat.accepts import accepts_left, add_accept, move_accepts

SEND, TOKEN = "/cgi-bin/message/subscribe/send", "/cgi-bin/token"
FIELDS = f"{TEMPLATE} thing1=outlet time2=time character_string3=code"
KIND = "booking_confirmed"


@pytest.fixture
def wechat(settings):
    with set_up(settings) as running:
        settings.VOLTBAY_WECHAT_TEMPLATES = {KIND: FIELDS}
        yield running


@pytest.fixture
def accepted(db):
    add_accept(KIND, phone=ALICE_PHONE, openid="openid-alice")


@pytest.fixture
def told(tell_alice):
    """Tell Alice, deliver, and return the notice."""

    def _told(*args, now=NOW, **rest):
        notice = tell_alice(*args, now=now, **rest)
        deliver(notice_id=notice.pk, now=now)
        notice.refresh_from_db()
        return notice

    return _told


def left() -> int:
    return accepts_left(ALICE_PHONE).get(KIND, 0)


def test_an_accepted_message_goes_to_wechat(wechat, accepted, told):
    notice = told()

    assert (notice.state, notice.channel, notice.receipt) == ("sent", "wechat", "1234567891")
    assert notice.params is None
    message = wechat.sent[0]
    assert message["touser"] == "openid-alice"
    assert message["page"] == "pages/booking/booking?code=K7QM2P"
    assert message["data"]["time2"] == {"value": "2026年4月8日 09:00"}
    assert not ScreenMessage.objects.exists()


def test_one_accept_is_one_message(wechat, accepted, told):
    assert [told().channel, told().channel] == ["wechat", "screen"]
    assert left() == 0


def test_accepts_add_up(wechat, accepted, told):
    add_accept(KIND, phone=ALICE_PHONE, openid="openid-alice")

    assert [told().channel, told().channel] == ["wechat", "wechat"]


def test_a_kind_that_was_not_accepted_goes_by_sms(wechat, accepted, told):
    assert told("booking_cancelled").channel == "screen"
    assert wechat.asked == []


def test_without_a_mini_program_everything_goes_by_sms(accepted, told):
    assert told().channel == "screen"


@pytest.mark.parametrize(
    ("errcode", "kept"), [(43101, 0), (40003, 0), (47003, 1), (40037, 1), (99999, 1)]
)
def test_what_wechat_refuses_goes_by_sms(wechat, accepted, told, errcode, kept):
    wechat.refuse(SEND, errcode)

    notice = told()

    assert (notice.state, notice.channel) == ("sent", "screen")
    assert ScreenMessage.objects.count() == 1
    assert left() == kept


def test_a_wechat_that_breaks_loses_no_message(wechat, accepted, told):
    wechat.broken = True

    assert told().channel == "screen"
    assert left() == 1


def test_a_stale_token_is_renewed_and_the_message_sent(wechat, accepted, told):
    add_accept(KIND, phone=ALICE_PHONE, openid="openid-alice")
    told()
    wechat.expire_token()

    assert told().channel == "wechat"
    assert wechat.asked.count(TOKEN) == 2


def test_an_expired_token_is_not_used(wechat, accepted, told):
    add_accept(KIND, phone=ALICE_PHONE, openid="openid-alice")
    told()

    told(now=NOW + timedelta(hours=2))

    assert wechat.asked == [TOKEN, SEND, TOKEN, SEND]


def test_a_long_outlet_name_is_cut_to_what_wechat_bears(wechat, accepted, told):
    outlet = "浦东新区张江高科技园区动力电池回收服务网点"

    notice = told(
        params={"code": "VBK7QM2P", "time": "04-08 09:00", "outlet": outlet, "link": "/b/1"}
    )

    assert notice.channel == "wechat"
    assert wechat.sent[0]["data"]["thing1"]["value"] == "浦东新区张江高科技园区动力电池回收服务…"


def test_accepts_move_with_a_changed_phone_and_their_user(accepted):
    move_accepts(ALICE_PHONE, to=BOB_PHONE, openid="openid-alice")

    assert (accepts_left(ALICE_PHONE), accepts_left(BOB_PHONE)) == ({}, {KIND: 1})


def test_accepts_of_another_user_do_not_move(accepted):
    move_accepts(ALICE_PHONE, to=BOB_PHONE, openid=None)

    assert (accepts_left(ALICE_PHONE), accepts_left(BOB_PHONE)) == ({}, {})


def test_a_forgotten_phone_has_accepted_nothing(accepted):
    erase_notices_of(ALICE_PHONE)

    assert accepts_left(ALICE_PHONE) == {}
    assert not Notice.objects.exists()


def test_nobody_hoards_accepts(db):
    for _ in range(25):
        add_accept(KIND, phone=ALICE_PHONE, openid="openid-alice")

    assert left() == 20


@pytest.mark.parametrize("errcode", [45009, 40037, 41030, 40164, 43107])
def test_while_wechat_refuses_us_nobody_asks_it_and_all_go_by_sms(wechat, accepted, told, errcode):
    add_accept(KIND, phone=ALICE_PHONE, openid="openid-alice")
    wechat.refuse(SEND, errcode)

    assert [told().channel, told().channel] == ["screen", "screen"]
    assert wechat.asked.count(SEND) == 1

    assert told(now=NOW + timedelta(minutes=1)).channel == "wechat"
    assert not Outage.objects.exists()


@pytest.mark.parametrize("errcode", [40001, 42001])
def test_a_token_that_is_refused_though_it_is_new_is_fetched_once(wechat, accepted, told, errcode):
    wechat.refuse(SEND, *[errcode] * 4)

    assert [told().channel, told().channel] == ["screen", "screen"]
    assert wechat.asked == [TOKEN, SEND, TOKEN, SEND]
    assert [each.code for each in open_outages()] == [str(errcode)]


def test_without_a_token_all_go_by_sms_until_there_is_one(wechat, accepted, told, caplog):
    wechat.refuse(TOKEN, 40125)

    assert [told().channel, told().channel] == ["screen", "screen"]
    assert wechat.asked == [TOKEN]
    assert "messages wait: wechat answers 40125" in caplog.text

    assert told(now=NOW + timedelta(minutes=1)).channel == "wechat"


@pytest.mark.parametrize("answer", ['{"error": "no route"}', '{"errcode": "none"}', "[]", "null"])
def test_what_a_proxy_answers_in_its_place_is_no_message_sent(wechat, accepted, told, answer):
    told("booking_cancelled")
    wechat.says[SEND] = answer

    assert told().channel == "screen"
    assert left() == 1
