"""Whose money somebody looks after: one's own company, or for the platform any."""

from uuid import UUID

from django.db.models import QuerySet

from voltbay.accounts.models import Role, StaffUser
from voltbay.directory.errors import CompanyUnknown
from voltbay.directory.models import Company


def companies_of(staff: StaffUser) -> QuerySet[Company]:
    """Return the companies whose prices and payouts somebody keeps."""
    found = Company.objects.defer("introduction_html").order_by("name")
    if staff.role == Role.OPERATOR:
        return found
    return found.filter(pk=staff.company_id) if staff.company_id else found.none()


def find_company(staff: StaffUser, company_id: UUID) -> Company:
    """Return one of them. Raises CompanyUnknown."""
    found = companies_of(staff).filter(pk=company_id).first()
    if found is None:
        raise CompanyUnknown
    return found
