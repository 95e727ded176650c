"""What runs out is known sixty days before."""

from datetime import date, timedelta

import pytest

from tests.staff import staff_with
from voltbay.accounts.models import Role
from voltbay.company_pages.queries import companies_of, find_company, running_out
from voltbay.directory.errors import CompanyUnknown
from voltbay.directory.models import Company, Qualification

TODAY = date(2026, 4, 7)


@pytest.mark.parametrize(("days", "is_told"), [(-1, True), (0, True), (60, True), (61, False)])
def test_a_certificate_is_told_of_sixty_days_before(company, days, is_told):
    until = TODAY + timedelta(days=days)
    Qualification.objects.create(company=company, name="许可证", valid_until=until)

    assert bool(running_out(Company.objects.all(), today=TODAY)) is is_told


def test_one_writes_the_page_of_ones_own_company_only(company, carol, eve):
    other = Company.objects.create(name="别家", credit_code="1", city="北京", phone="10000")

    assert find_company(carol, company.pk) == company
    with pytest.raises(CompanyUnknown):
        find_company(carol, other.pk)
    assert set(companies_of(eve)) == {company, other}
    assert not companies_of(staff_with(Role.OUTLET_MANAGER, name="dave")).exists()
