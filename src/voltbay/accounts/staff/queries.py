"""Whom and what somebody on the staff sees, and who may come in."""

import hashlib
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from voltbay.accounts.models import Role, SecondFactor, StaffUser
from voltbay.accounts.staff.errors import StaffUnknown
from voltbay.directory.models import Company, Outlet

AT_OUTLETS = (Role.OUTLET_STAFF, Role.OUTLET_MANAGER)
SEES_ALL = (Role.OPERATOR, Role.AUDITOR)
NOBODYS = Q(pk__in=[])


def outlets_of(staff: StaffUser) -> QuerySet[Outlet]:
    """Return the outlets that somebody works for, or watches over."""
    seen = Outlet.objects.filter(_seen_by(staff))
    return seen.defer("introduction_html").order_by("city", "name")


def outlet_ids_of(staff: StaffUser) -> QuerySet[Outlet, UUID]:
    """Return which outlets somebody sees, to narrow another query by, without asking first."""
    return outlets_of(staff).order_by().values_list("pk", flat=True)


def staff_of(manager: StaffUser) -> QuerySet[StaffUser]:
    """Return those whom somebody manages."""
    if manager.role == Role.OPERATOR:
        return StaffUser.objects.all()
    if manager.role != Role.COMPANY_MANAGER or not manager.company_id:
        return StaffUser.objects.none()
    mine = Q(company=manager.company_id) | Q(outlets__company=manager.company_id)
    elsewhere = StaffUser.outlets.through.objects.exclude(
        outlet__company=manager.company_id
    ).values("staffuser_id")
    found = StaffUser.objects.filter(mine, role__in=AT_OUTLETS)
    return found.exclude(pk__in=elsewhere).distinct()


def search_staff(manager: StaffUser, text: str) -> QuerySet[StaffUser]:
    """Return those whom somebody manages, by user name, with company, outlets and `has_factor`.

    Narrowed to those whose user name or name holds the text.
    """
    enrolled = SecondFactor.objects.filter(staff=OuterRef("pk"), confirmed_at__isnull=False)
    found = staff_of(manager).annotate(has_factor=Exists(enrolled))
    if text:
        found = found.filter(Q(username__icontains=text) | Q(first_name__icontains=text))
    return found.select_related("company").prefetch_related("outlets").order_by("username")


def find_staff(manager: StaffUser, staff_id: int) -> StaffUser:
    """Return somebody whom one manages. Raises StaffUnknown."""
    found = staff_of(manager).filter(pk=staff_id).first()
    if found is None:
        raise StaffUnknown
    return found


def active_staff(staff_id: int) -> StaffUser | None:
    """Return somebody who may sign in, or None if the account is closed or gone."""
    return StaffUser.objects.filter(pk=staff_id, is_active=True).first()


def outlets_to_give(manager: StaffUser) -> QuerySet[Outlet]:
    """Return the outlets that somebody may put others to."""
    outlets = Outlet.objects.select_related("company").order_by("company__name", "city", "name")
    outlets = outlets.defer("introduction_html", "company__introduction_html")
    return outlets if manager.role == Role.OPERATOR else outlets.filter(company=manager.company_id)


def companies_to_give(manager: StaffUser) -> QuerySet[Company]:
    """Return the companies whose managers somebody may make."""
    found = Company.objects.defer("introduction_html").order_by("name")
    return found if manager.role == Role.OPERATOR else found.none()


def outlet_ids(staff: StaffUser) -> list[UUID]:
    """Return the outlets that somebody was put to."""
    return list(staff.outlets.order_by().values_list("pk", flat=True))


def version_of(staff: StaffUser) -> str:
    """Return what changes with anything that is entered about somebody."""
    parts = (staff.username, staff.first_name, staff.role, staff.company_id, staff.is_active)
    outlets = sorted(str(each) for each in outlet_ids(staff))
    return hashlib.sha256(repr((parts, outlets)).encode()).hexdigest()


def _seen_by(staff: StaffUser) -> Q:
    role = Role(staff.role)
    if role in SEES_ALL:
        return Q()
    if role == Role.COMPANY_MANAGER:
        return Q(company=staff.company_id) if staff.company_id else NOBODYS
    return Q(pk__in=staff.outlets.order_by().values("pk"))
