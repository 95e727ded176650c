from datetime import timedelta

import pytest

from tests.kept import over
from tests.places import NOW
from voltbay.accounts.models import SecondFactor, StaffUser

A_YEAR = timedelta(days=365)


@pytest.fixture
def carol(db):
    """Somebody who left, and who signed in for the last time just now."""
    carol = StaffUser.objects.create(
        username="carol",
        first_name="卡罗尔",
        email="c@x.cn",
        is_active=False,
        last_login=NOW,
    )
    SecondFactor.objects.create(staff=carol, secret="JBSWY3DPEHPK3PXP", created_at=NOW)
    return carol


def test_who_left_is_nobody_after_a_year_and_what_was_done_stays(carol):
    assert over("accounts.staff", now=NOW + A_YEAR - timedelta(days=1)) == 0
    assert over("accounts.staff", now=NOW + A_YEAR) == 1

    carol.refresh_from_db()
    assert (carol.username, carol.first_name, carol.email) == (f"left-{carol.pk}", "", "")
    assert not carol.has_usable_password()
    assert over("accounts.staff", now=NOW + 2 * A_YEAR) == 0


def test_a_closed_account_loses_its_second_factor_at_once(carol):
    assert over("accounts.second_factors", now=NOW) == 1


def test_who_works_here_is_left_alone(carol):
    StaffUser.objects.update(is_active=True)

    assert over("accounts.staff", now=NOW + 9 * A_YEAR) == 0
    assert over("accounts.second_factors", now=NOW + 9 * A_YEAR) == 0
