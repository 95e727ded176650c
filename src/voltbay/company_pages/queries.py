"""Reading companies' pages: what is in force, what is on the way, what waits, what runs out."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from voltbay.accounts.models import Role, StaffUser
from voltbay.company_pages.content import Certificate, Content, Offer, Shown
from voltbay.company_pages.errors import SignUpUnknown, VersionUnknown
from voltbay.company_pages.models import PageVersion, SignUp
from voltbay.directory.errors import CompanyUnknown
from voltbay.directory.models import Company, Qualification

State = PageVersion.State
WARN_FOR = timedelta(days=60)  # before a certificate runs out


def companies_of(staff: StaffUser) -> QuerySet[Company]:
    """Return the companies whose pages somebody may write."""
    if staff.role == Role.OPERATOR:
        return Company.objects.order_by("name")
    return (
        Company.objects.filter(pk=staff.company_id) if staff.company_id else Company.objects.none()
    )


def find_company(staff: StaffUser, company_id: UUID) -> Company:
    """Return a company whose page somebody may write. Raises CompanyUnknown."""
    found = companies_of(staff).filter(pk=company_id).first()
    if found is None:
        raise CompanyUnknown
    return found


def in_force(company: Company) -> Content:
    """Return what owners see of a company now, whoever wrote it. Two statements."""
    shown = published(company)
    pictures = Content.model_validate(shown.content).pictures if shown else ()
    return Content(
        phone=company.phone,
        website=company.website,
        since_year=company.since_year,
        name_en=company.name_en,
        introduction_html=company.introduction_html,
        certificates=tuple(_certificate(each) for each in company.qualifications.all()),
        offers=tuple(Offer.model_validate(each) for each in company.offers),
        pictures=pictures,
    )


def shown_pictures(company: Company) -> Sequence[Shown]:
    """Return the pictures on a company's page in their order. One statement."""
    shown = published(company)
    return Content.model_validate(shown.content).pictures if shown else ()


def published(company: Company) -> PageVersion | None:
    """Return the version that owners see, if one was ever let through."""
    return company.page_versions.filter(state=State.PUBLISHED).first()


def open_version(company: Company) -> PageVersion | None:
    """Return the version that is being written, or waits."""
    return company.page_versions.filter(state__in=PageVersion.OPEN).first()


def refused_last(company: Company) -> PageVersion | None:
    """Return the newest version if it was refused: what its writers are owed the reason of."""
    newest = company.page_versions.order_by("-number").select_related("decided_by").first()
    return newest if newest and newest.state == State.REFUSED else None


def to_write(company: Company) -> Content:
    """Return what an editor begins with: what is on the way, was refused last, or is in force."""
    begun = open_version(company) or refused_last(company)
    return Content.model_validate(begun.content) if begun else in_force(company)


def waiting_versions() -> QuerySet[PageVersion]:
    """Return what waits for the platform, the longest first, with company and writer."""
    found = PageVersion.objects.filter(state=State.WAITING).select_related("company", "made_by")
    return found.order_by("sent_at")


def find_version(version_id: UUID) -> PageVersion:
    """Return a version with its company, for the platform. Raises VersionUnknown."""
    known = PageVersion.objects.select_related("company", "made_by", "decided_by")
    if found := known.filter(pk=version_id).first():
        return found
    raise VersionUnknown


def find_own_version(company: Company, number: int) -> PageVersion:
    """Return a version of a company by its number. Raises VersionUnknown."""
    if found := company.page_versions.filter(number=number).first():
        return found
    raise VersionUnknown


def running_out(companies: QuerySet[Company], *, today: date) -> list[Qualification]:
    """Return certificates that have expired or will within sixty days, the first first."""
    found = Qualification.objects.filter(company__in=companies, valid_until__lte=today + WARN_FOR)
    return list(found.select_related("company").order_by("valid_until", "pk"))


def waiting_sign_ups() -> QuerySet[SignUp]:
    """Return the companies that wait to be let in, the longest first."""
    return SignUp.objects.filter(state=SignUp.State.ASKED).order_by("asked_at")


def known_sign_ups() -> QuerySet[SignUp]:
    """Return all that signed up, the newest first."""
    return SignUp.objects.select_related("decided_by").order_by("-asked_at")


def find_sign_up(sign_up_id: UUID) -> SignUp:
    """Return a company that signed up. Raises SignUpUnknown."""
    if found := SignUp.objects.select_related("decided_by").filter(pk=sign_up_id).first():
        return found
    raise SignUpUnknown


def is_known(credit_code: str) -> bool:
    """Tell whether a company is here, or waits, under a credit code."""
    waits = Q(state=SignUp.State.ASKED, credit_code=credit_code)
    here = Company.objects.filter(credit_code=credit_code).exists()
    return here or SignUp.objects.filter(waits).exists()


def _certificate(each: Qualification) -> Certificate:
    return Certificate(
        name=each.name, number=each.number, valid_until=each.valid_until, scan=each.scan
    )
