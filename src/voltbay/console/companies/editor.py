"""A company's page as its own people write it: draft, pictures, what the platform said."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from voltbay.company_pages.content import Content
from voltbay.company_pages.models import PageVersion
from voltbay.company_pages.pictures import add_picture, find_picture, picture_in
from voltbay.company_pages.queries import (
    companies_of,
    find_company,
    find_own_version,
    open_version,
    refused_last,
    running_out,
    to_write,
)
from voltbay.company_pages.write import discard, mark, save, send, take_back
from voltbay.console.access.guard import StaffRequest
from voltbay.console.companies.forms import PageForm, PictureForm
from voltbay.console.entries import EntryForm
from voltbay.console.errors import ActionUnknown
from voltbay.console.form_page import FormPage
from voltbay.console.many import OF_COMPANY, listing
from voltbay.console.pages import page, unkept
from voltbay.core import clock
from voltbay.core.local_time import local_date
from voltbay.directory.introduction import clean
from voltbay.directory.models import Company

PAGE = "companies/page.html"
PREVIEW = 720  # pixels of a picture beside its form
STATES: Mapping[str, Any] = {
    "draft": gettext_lazy("being written"),
    "waiting": gettext_lazy("waits for the platform"),
    "published": gettext_lazy("shown to owners"),
    "replaced": gettext_lazy("shown earlier"),
    "refused": gettext_lazy("not accepted"),
}


@require_safe
def choose(request: StaffRequest) -> HttpResponse:
    """List the companies whose pages somebody writes; whoever has one goes to it."""
    mine = companies_of(request.staff).only("name", "city", "is_listed")
    listed = listing(request, mine, OF_COMPANY)
    if listed.pages.paginator.count == 1 and not listed.words:
        where = reverse("console:company-page", kwargs={"company_id": listed.pages[0].pk})
        return HttpResponseRedirect(where)
    return page(request, "companies/choose.html", {"listing": listed})


@require_http_methods(["GET", "POST"])
def write(request: StaffRequest, company_id: UUID) -> HttpResponse:
    """Show a company's page to be written, or keep, send, take back or discard it."""
    company = find_company(request.staff, company_id)
    asked = FormPage(request, PAGE, partial(_shown, company))
    if request.method != "POST":
        return asked.show()
    do = ACTIONS.get(asked.pressed)
    if do is None:
        raise ActionUnknown
    return asked.answer(_form(company, request.POST), partial(do, request, company))


@require_POST
def add(request: StaffRequest, company_id: UUID) -> HttpResponse:
    """Add a picture."""
    company, now = find_company(request.staff, company_id), clock.now()
    asked = FormPage(request, PAGE, partial(_shown, company))
    form = PictureForm(request.POST, request.FILES)

    def do(form: PictureForm) -> str:
        entered = form.cleaned_data
        image = entered["photo"].read()
        add_picture(company, image, alt=entered["alt"], staff=request.staff, now=now)
        return _where(company) + "#pictures"

    return asked.answer_once(form, do, said=_("The picture is here: choose it below."), now=now)


@require_safe
def picture(request: StaffRequest, company_id: UUID, picture_id: UUID) -> HttpResponse:
    """Send a picture of a company, public or not."""
    found = find_picture(find_company(request.staff, company_id), picture_id)
    return unkept(HttpResponse(picture_in(found, width=PREVIEW), content_type="image/jpeg"))


@require_safe
def earlier(request: StaffRequest, company_id: UUID, number: int) -> HttpResponse:
    """Show a version that was."""
    company = find_company(request.staff, company_id)
    version = find_own_version(company, number)
    state = STATES[version.state]
    shown = {"company": company, "version": version, "state": state, "key": uuid4()}
    return page(request, "companies/version.html", {**shown, **seen_as(version.content)})


@require_POST
def restore(request: StaffRequest, company_id: UUID, number: int) -> HttpResponse:
    """Begin a draft with what an earlier version said."""
    company, now = find_company(request.staff, company_id), clock.now()
    content = Content.model_validate(find_own_version(company, number).content)
    asked = FormPage(request, PAGE, partial(_shown, company))

    def do(_form: EntryForm) -> str:
        seen = mark(open_version(company))
        save(company, content, seen=seen, staff=request.staff, now=now)
        return _where(company)

    said = _("The draft begins with it.")
    return asked.answer_once(EntryForm(request.POST), do, said=said, now=now)


def seen_as(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a page shows of a version: its content, and its text as owners would see it."""
    read = Content.model_validate(content)
    # Cleaned in this line, as the database's is.
    text = mark_safe(clean(read.introduction_html))  # noqa: S308
    return {"content": read, "introduction": text}


def _keep(request: StaffRequest, company: Company, form: PageForm) -> PageVersion:
    seen = form.cleaned_data["seen"]
    return save(company, form.content(), seen=seen, staff=request.staff, now=clock.now())


def _save(request: StaffRequest, company: Company, form: PageForm) -> HttpResponse:
    _keep(request, company, form)
    return _back(request, company, _("Kept. Owners do not see it yet."))


def _send(request: StaffRequest, company: Company, form: PageForm) -> HttpResponse:
    version = _keep(request, company, form)
    send(company, seen=mark(version), now=clock.now())
    return _back(request, company, _("Sent: the platform looks at it."))


def _back(request: StaffRequest, company: Company, said: str) -> HttpResponse:
    messages.success(request, said)
    return HttpResponseRedirect(_where(company))


ACTIONS: dict[str, Callable[[StaffRequest, Company, PageForm], HttpResponse]] = {
    "save": _save,
    "send": _send,
}


@require_POST
def withdraw(request: StaffRequest, company_id: UUID) -> HttpResponse:
    """Take back what waits, or throw a draft away."""
    company = find_company(request.staff, company_id)
    seen = request.POST.get("seen", "")
    if request.POST.get("action") == "take-back":
        take_back(company, seen=seen)
        return _back(request, company, _("It waits no longer: go on writing."))
    discard(company, seen=seen)
    return _back(request, company, _("The draft is gone. Owners see what they saw before."))


def _where(company: Company) -> str:
    return reverse("console:company-page", kwargs={"company_id": company.pk})


def _form(company: Company, typed: Any) -> PageForm:
    return PageForm(
        typed,
        content=to_write(company),
        seen=mark(open_version(company)),
        pictures=company.pictures.all(),
    )


def _shown(company: Company, asked: FormPage) -> dict[str, Any]:
    version = open_version(company)
    form = asked.sent if isinstance(asked.sent, PageForm) else _form(company, None)
    today = local_date(clock.now())
    expiring = running_out(Company.objects.filter(pk=company.pk), today=today)
    history = company.page_versions.select_related("made_by", "decided_by")
    return {
        "company": company,
        "form": form,
        "seen": mark(version),
        "is_waiting": version is not None and version.state == PageVersion.State.WAITING,
        "has_draft": version is not None,
        "refused": refused_last(company),
        "picture": asked.form(PictureForm),
        "pictures": company.pictures.all(),
        "expiring": [
            {"name": each.name, "until": each.valid_until, "is_over": each.is_over(today=today)}
            for each in expiring
        ],
        "history": [{"version": each, "state": STATES[each.state]} for each in history],
        **seen_as(to_write(company).kept()),
    }
