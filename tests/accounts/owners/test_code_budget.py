from datetime import timedelta

import pytest

from tests.accounts.conftest import ADDRESS
from tests.kept import over
from tests.places import NOW
from voltbay.accounts.models import CodeDay, Support
from voltbay.accounts.owners.code_budget import count_code, usage, warn_of_codes
from voltbay.accounts.owners.errors import CodesUsedUp
from voltbay.accounts.owners.issue_code import issue_code
from voltbay.notifications.models import Notice
from voltbay.notifications.tell import tell

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def ten_a_day(settings):
    settings.VOLTBAY_CODES_A_DAY = 10


def spend_all(*, now=NOW):
    for _ in range(10):
        count_code(known=False, now=now)


def ask(phone="13800000001", *, known=False, now=NOW):
    return issue_code(phone=phone, address=ADDRESS, known=known, now=now)


def test_strangers_get_no_code_once_the_day_s_are_sent():
    for number in range(10):
        ask(f"138000000{number:02}")

    with pytest.raises(CodesUsedUp) as refusal:
        ask("13900000000")
    assert 0 < refusal.value.retry_after_seconds <= 86400
    assert Notice.objects.count() == 10


def test_the_next_day_of_the_mainland_begins_anew():
    spend_all()

    assert ask(now=NOW + DAY)


def test_known_devices_have_a_fifth_on_top():
    spend_all()

    for number in range(2):
        assert ask(f"138000000{number:02}", known=True)
    with pytest.raises(CodesUsedUp):
        ask("13900000000", known=True)


def test_a_code_that_is_open_is_joined_when_no_more_are_sent():
    first = ask()
    for _ in range(9):
        count_code(known=False, now=NOW)

    assert ask(now=NOW + timedelta(minutes=2)).code == first.code


def test_spent_codes_stop_no_other_message():
    spend_all()

    assert tell(
        phone="13800000001",
        template="phone_changed",
        params={"phone": "x", "service": "x"},
        now=NOW,
    )


def test_the_refusal_names_whom_to_call():
    Support.objects.create(number="400-820-0000", hours_zh="每天", hours_en="every day")
    spend_all()

    with pytest.raises(CodesUsedUp) as refusal:
        ask()
    assert refusal.value.data["support"] == "400-820-0000"


def test_the_log_is_warned_once_at_eighty_percent_and_once_at_the_end(caplog):
    said = []
    for _ in range(10):
        count_code(known=False, now=NOW)
        warn_of_codes(now=NOW)
        warn_of_codes(now=NOW)
        said += [(usage(now=NOW).percent, each.levelname) for each in caplog.records]
        caplog.clear()

    assert said == [(80, "WARNING"), (100, "ERROR")]


def test_a_count_is_forgotten_when_its_day_is_over():
    spend_all()

    assert over("accounts.code_days", now=NOW) == 0
    assert over("accounts.code_days", now=NOW + DAY) > 0
    assert not CodeDay.objects.exists()
