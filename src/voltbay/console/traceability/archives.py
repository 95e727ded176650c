"""A company's year of reports as a file, and proving one that somebody holds."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from voltbay.console.access.guard import StaffRequest
from voltbay.console.access.scope import outlet_ids_of
from voltbay.console.form_page import FormPage
from voltbay.console.traceability.forms import ArchiveForm, VerifyForm
from voltbay.core import clock
from voltbay.directory.errors import CompanyUnknown
from voltbay.directory.models import Company
from voltbay.traceability.archive import verify_archive, write_archive

WRONG: dict[str, Any] = {
    "altered": _("was altered"),
    "not_the_next": _("does not follow the row before it: something between them is gone"),
    "cut_off": _("The file is cut off, or is no archive of ours."),
    "heading_altered": _("The heading or its signature was altered, or the key is not ours."),
    "rows_missing": _("Rows are missing at the end, or all after an altered one were made anew."),
}


@require_POST
def write(request: StaffRequest) -> HttpResponse:
    """Send a company's year, and keep that it was written."""

    def send(form: ArchiveForm) -> HttpResponse:
        typed, here = form.cleaned_data, outlet_ids_of(request.staff)
        company = Company.objects.filter(pk=typed["company"], outlets__in=here).first()
        if company is None:
            raise CompanyUnknown
        made, content = write_archive(company, typed["year"], staff=request.staff, now=clock.now())
        answer = HttpResponse(content, content_type="application/jsonl; charset=utf-8")
        answer.headers["Content-Disposition"] = f'attachment; filename="{made.filename}"'
        answer.headers["Cache-Control"] = "private, no-store"
        return answer

    return _page(request).answer(ArchiveForm(request.POST), send)


@require_http_methods(["GET", "POST"])
def verify(request: StaffRequest) -> HttpResponse:
    """Tell of an archive that somebody holds whether a row of it was altered."""
    if request.method != "POST":
        return _page(request).show()

    def prove(form: VerifyForm) -> HttpResponse:
        heading, broken = verify_archive(form.cleaned_data["file"].read())
        found = {
            "heading": heading,
            "broken": [(each.sequence, WRONG[each.code]) for each in broken[:50]],
            "is_genuine": not broken,
            "was_checked": True,
        }
        return FormPage(request, PAGE, partial(_shown, found)).show()

    return _page(request).answer(VerifyForm(request.POST, request.FILES), prove)


PAGE = "traceability/archive.html"


def _page(request: StaffRequest) -> FormPage:
    return FormPage(request, PAGE, partial(_shown, {}))


def _shown(found: dict[str, Any], asked: FormPage) -> dict[str, Any]:
    return {"form": asked.form(VerifyForm), **found}
