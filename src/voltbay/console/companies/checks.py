"""What the platform decides about companies: pages that wait, and companies that sign up."""

from functools import partial
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from voltbay.accounts.agreements.diff import differences
from voltbay.articles.write import waiting_articles
from voltbay.audit.record import record
from voltbay.company_pages.decide import changes, publish, refuse
from voltbay.company_pages.models import PageVersion, SignUp
from voltbay.company_pages.queries import (
    find_sign_up,
    find_version,
    known_sign_ups,
    waiting_sign_ups,
    waiting_versions,
)
from voltbay.company_pages.sign_up import let_in, licence_of, turn_down
from voltbay.console.access.guard import StaffRequest, caller
from voltbay.console.companies.editor import STATES, seen_as
from voltbay.console.companies.forms import VerdictForm
from voltbay.console.errors import unknown
from voltbay.console.form_page import FormPage
from voltbay.console.pages import page, unkept
from voltbay.core import clock
from voltbay.core.local_time import local
from voltbay.core.masking import mask_name, mask_phone

A_PAGE = 50
SIGN_UPS: dict[str, Any] = {
    "asked": gettext_lazy("waits for a decision"),
    "approved": gettext_lazy("let in"),
    "refused": gettext_lazy("not let in"),
}
PARTS: dict[str, Any] = {
    "name_en": gettext_lazy("Name in English"),
    "phone": gettext_lazy("Telephone"),
    "website": gettext_lazy("Website"),
    "since_year": gettext_lazy("Recycles batteries since (year)"),
    "introduction_html": gettext_lazy("Introduction"),
    "certificates": gettext_lazy("Certificates"),
    "offers": gettext_lazy("What it does"),
    "pictures": gettext_lazy("Pictures"),
}
LOOK = "company-licence"  # as looks at a licence are written down: by the page


@require_safe
def waiting(request: StaffRequest) -> HttpResponse:
    """List pages and companies that wait, and all that signed up."""
    pages = Paginator(known_sign_ups(), A_PAGE).get_page(request.GET.get("page"))
    shown = {
        "versions": [
            {"version": each, "sent": f"{local(each.sent_at):%Y-%m-%d %H:%M}"}
            for each in waiting_versions()
            if each.sent_at
        ],
        "articles": [
            {"article": each, "sent": f"{local(each.changed_at):%Y-%m-%d %H:%M}"}
            for each in waiting_articles()
        ],
        "waiting": [_row(each) for each in waiting_sign_ups()],
        "rows": [_row(each) for each in pages],
        "pages": pages,
    }
    return page(request, "companies/checks.html", shown)


@require_http_methods(["GET", "POST"])
def review(request: StaffRequest, version_id: UUID) -> HttpResponse:
    """Show what a version would change; let it be seen, or refuse it."""
    asked, now = (
        FormPage(request, "companies/page_review.html", partial(_shown, version_id)),
        clock.now(),
    )
    if request.method != "POST":
        return asked.show()

    def do(form: VerdictForm) -> str:
        version, entered = find_version(version_id), form.cleaned_data
        seen = entered["seen"] or 0
        if asked.pressed == "approve":
            publish(version, seen=seen, staff=request.staff, now=now)
        elif asked.pressed == "refuse":
            reason = entered["reason"]
            refuse(version, reason=reason, seen=seen, staff=request.staff, now=now)
        else:
            unknown()
        return reverse("console:company-pages-waiting")

    said = _("Saved; the company sees it.")
    return asked.answer_once(VerdictForm(request.POST), do, said=said, now=now)


@require_http_methods(["GET", "POST"])
def sign_up(request: StaffRequest, sign_up_id: UUID) -> HttpResponse:
    """Show a company that signed up; let it in, or not."""
    asked, now = (
        FormPage(request, "companies/sign_up_shown.html", partial(_asked, sign_up_id)),
        clock.now(),
    )
    if request.method != "POST":
        return asked.show()

    def do(form: VerdictForm) -> str:
        found = find_sign_up(sign_up_id)
        if asked.pressed == "approve":
            let_in(found, staff=request.staff, now=now)
        elif asked.pressed == "refuse":
            turn_down(found, reason=form.cleaned_data["reason"], staff=request.staff, now=now)
        else:
            unknown()
        return reverse("console:company-pages-waiting")

    said = _("Saved; the company is told.")
    return asked.answer_once(VerdictForm(request.POST), do, said=said, now=now)


@require_POST
def look(request: StaffRequest, sign_up_id: UUID) -> HttpResponse:
    """Show contact and licence too; that somebody looked is written down."""
    shown = partial(_asked, sign_up_id, is_full=True)
    return FormPage(request, "companies/sign_up_shown.html", shown).show()


@require_safe
def licence(request: StaffRequest, sign_up_id: UUID) -> HttpResponse:
    """Send the licence, after noting who looks at it."""
    found = find_sign_up(sign_up_id)
    picture = licence_of(found)
    where, now = caller(request), clock.now()
    record(LOOK, by=request.staff, target=str(found.pk), address=where, now=now)
    return unkept(HttpResponse(picture, content_type="image/jpeg"))


def _row(asked: SignUp) -> dict[str, Any]:
    return {
        "sign_up": asked,
        "state": SIGN_UPS[asked.state],
        "asked": f"{local(asked.asked_at):%Y-%m-%d %H:%M}",
    }


def _asked(sign_up_id: UUID, asked: FormPage, *, is_full: bool = False) -> dict[str, Any]:
    found = find_sign_up(sign_up_id)
    name, phone = found.contact_name or "", found.contact_phone or ""
    return {
        **_row(found),
        "facts": [
            (_("Company"), found.name),
            (_("Credit code"), found.credit_code),
            (_("City"), found.city),
            (_("Telephone"), found.phone),
            (_("Contact"), name if is_full else mask_name(name)),
            (_("Mobile"), phone if is_full else mask_phone(phone)),
        ],
        "is_full": is_full,
        "is_open": found.state == SignUp.State.ASKED,
        "verdict": asked.form(VerdictForm),
    }


def _shown(version_id: UUID, asked: FormPage) -> dict[str, Any]:
    version = find_version(version_id)
    rows = [
        {"name": PARTS[name], "parts": differences(_html(before), _html(after))}
        for name, before, after in changes(version)
    ]
    return {
        "version": version,
        "company": version.company,
        "state": STATES[version.state],
        "is_waiting": version.state == PageVersion.State.WAITING,
        "changes": rows,
        "verdict": asked.form(VerdictForm, {"seen": version.edits}),
        **seen_as(version.content),
    }


def _html(text: str) -> str:
    """Return lines as paragraphs, so that they are compared one by one."""
    return text.replace("\n", "<br>")
