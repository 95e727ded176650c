"""What somebody on the staff sees, and whom they manage."""

import pytest

from tests.places import open_elsewhere, open_outlet
from tests.staff import staff_with
from voltbay.accounts.models import Role, SecondFactor
from voltbay.accounts.staff.errors import StaffUnknown
from voltbay.accounts.staff.queries import (
    active_staff,
    companies_to_give,
    find_staff,
    outlets_of,
    outlets_to_give,
    search_staff,
    version_of,
)


@pytest.fixture
def outlet(db):
    return open_outlet().outlet


@pytest.fixture
def elsewhere(outlet):
    """Open an outlet of another company."""
    return open_elsewhere().outlet


@pytest.mark.parametrize("role", [Role.OUTLET_STAFF, Role.OUTLET_MANAGER, Role.COMPANY_MANAGER])
def test_who_works_for_an_outlet_sees_no_other_companys(outlet, elsewhere, role):
    assert list(outlets_of(staff_with(role, outlet=outlet))) == [outlet]


def test_a_company_manager_sees_all_the_companys_outlets_and_staff_only_their_own(outlet):
    second = open_outlet("浦西网点").outlet

    dora = staff_with(Role.COMPANY_MANAGER, outlet=outlet, name="dora")
    bob = staff_with(Role.OUTLET_STAFF, outlet=outlet, name="bob")

    assert set(outlets_of(dora)) == {outlet, second}
    assert list(outlets_of(bob)) == [outlet]


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.AUDITOR])
def test_who_watches_over_the_platform_sees_every_outlet(outlet, elsewhere, role):
    assert set(outlets_of(staff_with(role))) == {outlet, elsewhere}


def test_staff_are_found_by_user_name_or_name_with_their_second_factor(outlet):
    eve = staff_with(Role.OPERATOR, name="eve")
    bob = staff_with(Role.OUTLET_STAFF, outlet=outlet, name="bob")
    bob.first_name = "鲍勃"
    bob.save()
    SecondFactor.objects.create(
        staff=bob, secret="x", created_at="2026-04-07T01:00Z", confirmed_at="2026-04-07T01:00Z"
    )

    assert [(each.username, each.has_factor) for each in search_staff(eve, "")] == [
        ("bob", True),
        ("eve", False),
    ]
    assert search_staff(eve, "鲍").get() == search_staff(eve, "BO").get() == bob


def test_whom_one_does_not_manage_one_does_not_find(outlet, elsewhere):
    dora = staff_with(Role.COMPANY_MANAGER, outlet=outlet, name="dora")
    stranger = staff_with(Role.OUTLET_STAFF, outlet=elsewhere, name="stranger")

    with pytest.raises(StaffUnknown):
        find_staff(dora, stranger.pk)


def test_a_company_manager_gives_own_outlets_and_makes_nobody_a_companys_manager(outlet, elsewhere):
    dora = staff_with(Role.COMPANY_MANAGER, outlet=outlet, name="dora")

    assert list(outlets_to_give(dora)) == [outlet]
    assert list(companies_to_give(dora)) == []
    eve = staff_with(Role.OPERATOR, name="eve")
    assert [each.name for each in companies_to_give(eve)] == ["别家企业", "绿环电池回收有限公司"]


def test_a_closed_account_is_not_let_in(outlet):
    bob = staff_with(Role.OUTLET_STAFF, outlet=outlet, name="bob")
    assert active_staff(bob.pk) == bob

    bob.is_active = False
    bob.save()

    assert active_staff(bob.pk) is None


def test_a_version_changes_with_role_name_and_outlets(outlet, elsewhere):
    bob = staff_with(Role.OUTLET_STAFF, outlet=outlet, name="bob")
    versions = {version_of(bob)}

    bob.outlets.add(elsewhere)
    versions.add(version_of(bob))
    bob.first_name = "鲍勃"
    versions.add(version_of(bob))

    assert len(versions) == 3
