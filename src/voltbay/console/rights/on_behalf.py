"""What somebody asks in an owner's place, at the outlets in sight: written down, seen, decided."""

from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from voltbay.audit.models import Purpose
from voltbay.audit.view import view_owner
from voltbay.console.access.guard import StaffRequest
from voltbay.console.access.permissions import may
from voltbay.console.access.scope import find_outlet, outlet_ids_of
from voltbay.console.entries import EntryForm
from voltbay.console.form_page import FormPage
from voltbay.console.look_form import LookForm
from voltbay.console.pages import page, unkept
from voltbay.console.rights.forms import DecideForm, PaperForm, RequestForm
from voltbay.core import clock
from voltbay.core.languages import EN, ZH
from voltbay.core.local_time import local, local_date
from voltbay.core.masking import mask_name, mask_phone
from voltbay.rights.answer_request import answer_request, may_be_copied
from voltbay.rights.copy_of import copy_of
from voltbay.rights.data_file import data_file
from voltbay.rights.errors import RequestUnknown
from voltbay.rights.models import Field, Paper, RightsRequest
from voltbay.rights.queries import corrections_to_answer, find_request, papers_of, requests_at
from voltbay.rights.take_request import see_paper, take_request
from voltbay.rights.words import ASKS, FIELDS, PAPERS, PROVEN_BY, RELATIONS, REQUEST_STATES

A_PAGE = 50
PAGE = "rights/request.html"
ZIP = "application/zip"


@require_safe
def listed(request: StaffRequest) -> HttpResponse:
    """Show what is asked and not answered, the most urgent first, and what was decided."""
    here, now = outlet_ids_of(request.staff), clock.now()
    pages = Paginator(requests_at(here), A_PAGE).get_page(request.GET.get("page"))
    today = local_date(now)
    shown = {
        "rows": [_line(each, today) for each in pages],
        "pages": pages,
        "corrections": [
            {
                "correction": each,
                "field": FIELDS[Field(each.field)],
                "is_late": each.answer_by < today,
            }
            for each in corrections_to_answer(here)
        ],
        "may_correct": may(request.staff.role, "correct"),
        "may_take": may(request.staff.role, "rights-new"),
    }
    return page(request, "rights/requests.html", shown)


@require_http_methods(["GET", "POST"])
def add(request: StaffRequest, outlet_id: UUID) -> HttpResponse:
    """Write down what somebody asks at this outlet."""
    asked = FormPage(request, "rights/new_request.html", partial(_new, outlet_id))
    if request.method != "POST":
        return asked.show()
    now = clock.now()
    do = partial(_take, request, outlet_id, now=now)
    said = _("Written down. Look at the papers now, or when they are brought.")
    return asked.answer_once(RequestForm(request.POST), do, said=said, now=now)


@require_safe
def show(request: StaffRequest, request_id: UUID) -> HttpResponse:
    """Show a request, masked."""
    return FormPage(request, PAGE, partial(_shown, request_id)).show()


@require_POST
def reveal(request: StaffRequest, request_id: UUID) -> HttpResponse:
    """Show names and words in full once, after noting who looks and why."""
    asked = FormPage(request, PAGE, partial(_shown, request_id))
    return asked.answer(LookForm(request.POST), partial(_reveal, request, request_id))


@require_POST
def paper(request: StaffRequest, request_id: UUID) -> HttpResponse:
    """Note that an original was looked at."""
    asked, now = FormPage(request, PAGE, partial(_shown, request_id)), clock.now()
    do = partial(_see, request, request_id, now=now)
    return asked.answer_once(PaperForm(request.POST), do, said=_("Saved."), now=now)


@require_POST
def answer(request: StaffRequest, request_id: UUID) -> HttpResponse:
    """Grant or refuse, with what was told."""
    asked, now = FormPage(request, PAGE, partial(_shown, request_id)), clock.now()
    do = partial(_decide, request, request_id, is_granted=asked.pressed == "grant", now=now)
    return asked.answer_once(DecideForm(request.POST), do, said=_("Saved."), now=now)


@require_POST
def copy(request: StaffRequest, request_id: UUID) -> HttpResponse:
    """Hand out the owner's copy once a request for it is granted, after noting the look."""
    found = _find(request, request_id)
    owner = found.owner
    if owner is None or not may_be_copied(found):
        raise RequestUnknown
    why = f"rights request {found.pk}"
    view_owner(owner, staff=request.staff, purpose=Purpose.LAW, why=why, now=clock.now())
    language = EN if get_language() == "en" else ZH
    packed = HttpResponse(data_file(copy_of(owner), language=language), content_type=ZIP)
    packed["Content-Disposition"] = 'attachment; filename="my-data.zip"'
    return unkept(packed)


def _take(request: StaffRequest, outlet_id: UUID, form: RequestForm, *, now: datetime) -> str:
    outlet = find_outlet(request.staff, outlet_id)
    made = take_request(form.told(request.staff), outlet=outlet, staff=request.staff, now=now)
    return _path(made)


def _see(request: StaffRequest, request_id: UUID, form: PaperForm, *, now: datetime) -> str:
    found, typed = _find(request, request_id), form.cleaned_data
    see_paper(found, typed["paper"], typed["number_end"], staff=request.staff, now=now)
    return _path(found)


def _decide(
    request: StaffRequest, request_id: UUID, form: EntryForm, *, is_granted: bool, now: datetime
) -> str:
    found, told = _find(request, request_id), form.cleaned_data["answer"]
    answer_request(found, is_granted=is_granted, answer=told, staff=request.staff, now=now)
    return _path(found)


def _reveal(request: StaffRequest, request_id: UUID, form: LookForm) -> HttpResponse:
    found = _find(request, request_id)
    if found.owner is not None:
        view_owner(found.owner, staff=request.staff, **form.reason(), now=clock.now())
    return FormPage(request, PAGE, partial(_shown, request_id, is_full=True)).show()


def _find(request: StaffRequest, request_id: UUID) -> RightsRequest:
    return find_request(request_id, outlet_ids_of(request.staff))


def _path(found: RightsRequest) -> str:
    return reverse("console:rights-request", kwargs={"request_id": found.pk})


def _new(outlet_id: UUID, asked: FormPage) -> dict[str, Any]:
    return {
        "outlet": find_outlet(asked.request.staff, outlet_id),
        "form": asked.form(RequestForm),
        "wrong": asked.refusal.fields if asked.refusal else {},
        "proofs": [(RELATIONS[each], PROVEN_BY[each]) for each in RightsRequest.Relation],
    }


def _line(each: RightsRequest, today: Any) -> dict[str, Any]:
    return {
        "case": each,
        "relation": RELATIONS[RightsRequest.Relation(each.relation)],
        "asks": ASKS[RightsRequest.Asks(each.asks)],
        "state": REQUEST_STATES[RightsRequest.State(each.state)],
        "is_open": each.state == RightsRequest.State.OPEN,
        "is_late": each.state == RightsRequest.State.OPEN and each.answer_by < today,
        "taken": f"{local(each.taken_at):%Y-%m-%d}",
        "answered": f"{local(each.answered_at):%Y-%m-%d}" if each.answered_at else "",
        "subject": mask_name(each.subject) if each.subject else "–",
    }


def _shown(request_id: UUID, asked: FormPage, *, is_full: bool = False) -> dict[str, Any]:
    staff = asked.request.staff
    found = _find(asked.request, request_id)

    def name(value: str | None) -> str:
        return (value if is_full else mask_name(value)) if value else "–"

    papers = [
        {"name": PAPERS[Paper(each.kind)], "paper": each, "at": f"{local(each.at):%Y-%m-%d %H:%M}"}
        for each in papers_of(found)
    ]
    return {
        **_line(found, local_date(clock.now())),
        "outlet": found.outlet,
        "asker": name(found.asker),
        "phone": (found.phone if is_full else mask_phone(found.phone)) if found.phone else "–",
        "subject": name(found.subject),
        "words": found.words if is_full else "",
        "told": found.answer if is_full else "",
        "is_full": is_full,
        "papers": papers,
        "needed": PROVEN_BY[RightsRequest.Relation(found.relation)],
        "may_fetch": may(staff.role, "rights-copy") and may_be_copied(found),
        "may_answer": may(staff.role, "rights-answer"),
        "may_correct": may(staff.role, "correct"),
        "look": asked.form(LookForm),
        "paper_form": asked.form(PaperForm),
        "decide": asked.form(DecideForm),
        "wrong": asked.refusal.fields if asked.refusal else {},
    }
