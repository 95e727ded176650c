"""Companies' pages in a demo: one that owners see with pictures, one that waits, a sign-up."""

from datetime import date, datetime, timedelta

from voltbay.accounts.models import StaffUser
from voltbay.company_pages.content import Certificate, Offer, Shown
from voltbay.company_pages.decide import publish
from voltbay.company_pages.models import PageVersion, SignUp
from voltbay.company_pages.pictures import add_picture
from voltbay.company_pages.queries import in_force, open_version
from voltbay.company_pages.sign_up import Applicant, sign_up
from voltbay.company_pages.write import mark, save, send
from voltbay.directory.models import Company
from voltbay.server.demo.fronts import drawn

OFFERS = (
    Offer(name="梯次利用检测", text="逐包测容量和内阻，出具报告；可用的做储能，不可用的再生。"),
    Offer(name="随车资料协助", text="协助备齐报废机动车回收证明和电池信息登记所需的材料。"),
)
APPLICANT = Applicant(
    name="合肥新循环电池科技有限公司",
    credit_code="91340100MA2KX0Y01U",
    city="合肥",
    phone="0551-65001234",
    contact_name="样本联系人",
    contact_phone="13800138901",
    password="voltbay-demo-2026",  # noqa: S106  # of a company that nobody let in
)
SOON = timedelta(days=40)  # within what is warned of


def load(*, now: datetime) -> None:
    """Show a company's page, let a change of it wait, and have a company sign up; once."""
    if PageVersion.objects.exists():
        return
    manager = StaffUser.objects.get(username="company")
    admin = StaffUser.objects.get(username="admin")
    company = manager.company
    if company is None:
        return
    yards = [
        add_picture(company, drawn(number), alt=alt, staff=manager, now=now)
        for number, alt in enumerate(("拆卸车间正门", "电池暂存区"))
    ]
    shown = tuple(Shown(picture=each.pk, alt=each.alt) for each in yards)
    until = (now + SOON).date()
    papers = (*in_force(company).certificates, _expiring(until, yards[0].pk))
    first = _sent(company, manager, now=now, offers=OFFERS[:1], pictures=shown, certificates=papers)
    publish(first, seen=first.edits, staff=admin, now=now)
    company.refresh_from_db()
    _sent(company, manager, now=now, offers=OFFERS)
    if not SignUp.objects.exists():
        sign_up(APPLICANT, drawn(2), network="demo", now=now)


def _expiring(until: date, scan: object) -> Certificate:
    return Certificate.model_validate(
        {"name": "道路危险货物运输许可证", "number": "样本 002", "valid_until": until, "scan": scan}
    )


def _sent(company: Company, staff: StaffUser, *, now: datetime, **changes: object) -> PageVersion:
    content = in_force(company).model_copy(update=changes)
    version = save(company, content, seen=mark(open_version(company)), staff=staff, now=now)
    return send(company, seen=mark(version), now=now)
