"""Staff for tests: Bob works at an outlet, and everybody else who has a role."""

from django.test import Client

from voltbay.accounts.models import Role, StaffUser
from voltbay.console.access.guard import FACTOR, PASSED
from voltbay.console.access.hand_over import HANDED
from voltbay.directory.models import Outlet


def staff_with(role: Role, *, outlet: Outlet | None = None, name: str = "") -> StaffUser:
    """Make a member of staff of an outlet or of its company; the password is their own."""
    company = outlet.company if outlet and role == Role.COMPANY_MANAGER else None
    made = StaffUser.objects.create(
        username=name or role.value,
        role=role,
        company=company,
        must_change_password=False,
        is_staff=role == Role.OPERATOR,
        is_superuser=role == Role.OPERATOR,
    )
    if outlet and role in (Role.OUTLET_STAFF, Role.OUTLET_MANAGER):
        made.outlets.add(outlet)
    return made


def let_in(client: Client, staff: StaffUser) -> Client:
    """Sign somebody in, second factor passed."""
    client.force_login(staff)
    session = client.session
    session[FACTOR] = PASSED
    session.save()
    return client


def taken_back(client: Client) -> Client:
    """Take a tablet back from an owner, as with the password."""
    session = client.session
    session.pop(HANDED, None)
    session.save()
    return client
