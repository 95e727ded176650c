"""One member of staff for each role, to try Voltbay with."""

from collections.abc import Collection

from voltbay.accounts.models import Role, StaffUser
from voltbay.directory.models import Outlet

ROLES = {
    "admin": Role.OPERATOR,
    "manager": Role.OUTLET_MANAGER,
    "desk": Role.OUTLET_STAFF,
    "company": Role.COMPANY_MANAGER,
    "auditor": Role.AUDITOR,
}
OUTLET = "浦东金桥回收服务网点"


def load_staff(names: Collection[str], *, password: str) -> None:
    """Add those who are not there yet. Their password is known to all, so it is not a first one."""
    outlet = Outlet.objects.filter(name=OUTLET).select_related("company").first()
    for name in names:
        if not StaffUser.objects.filter(username=name).exists():
            _add(name, ROLES[name], outlet=outlet, password=password)


def _add(name: str, role: Role, *, outlet: Outlet | None, password: str) -> None:
    is_operator = role == Role.OPERATOR
    made = StaffUser(
        username=name,
        role=role,
        company=outlet.company if outlet else None,
        must_change_password=False,
        is_staff=is_operator,
        is_superuser=is_operator,
    )
    made.set_password(password)
    made.save()
    if outlet and role in (Role.OUTLET_MANAGER, Role.OUTLET_STAFF):
        made.outlets.add(outlet)
