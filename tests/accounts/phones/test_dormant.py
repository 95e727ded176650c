from datetime import timedelta

import pytest

from tests.places import NOW
from voltbay.accounts.models import Owner
from voltbay.accounts.phones.dormant import may_be_anothers

DAY = timedelta(days=1)


@pytest.mark.parametrize(("days", "may_be"), [(0, False), (89, False), (90, True), (400, True)])
def test_a_number_comes_back_after_ninety_days_at_the_earliest(days, may_be):
    owner = Owner(created_at=NOW - 500 * DAY, phone_proven_at=NOW - days * DAY)

    assert may_be_anothers(owner, now=NOW) is may_be


def test_what_nobody_proved_was_told_to_a_desk_when_the_account_was_made():
    assert not may_be_anothers(Owner(created_at=NOW - 89 * DAY), now=NOW)
    assert may_be_anothers(Owner(created_at=NOW - 90 * DAY), now=NOW)


def test_operators_may_ask_earlier_or_later(settings):
    settings.VOLTBAY_RECYCLED_AFTER_DAYS = 180

    assert not may_be_anothers(Owner(created_at=NOW, phone_proven_at=NOW - 179 * DAY), now=NOW)
