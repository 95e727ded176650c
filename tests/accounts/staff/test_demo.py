"""The demo's staff."""

from tests.places import open_outlet
from voltbay.accounts.models import Role, StaffUser
from voltbay.accounts.staff.demo import OUTLET, ROLES, load_staff


def test_there_is_somebody_for_each_role_and_loading_again_adds_nobody(db):
    open_outlet(OUTLET)

    for _ in range(2):
        load_staff(list(ROLES), password="voltbay-demo")

    assert {staff.role for staff in StaffUser.objects.all()} == set(Role)
    assert StaffUser.objects.count() == len(Role)
    desk = StaffUser.objects.get(username="desk")
    assert [outlet.name for outlet in desk.outlets.all()] == [OUTLET]
    assert desk.check_password("voltbay-demo")
