"""Staff: who works where, made, changed, reset and disabled by who manages them."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from voltbay.accounts.models import Role, SecondFactor, StaffUser
from voltbay.accounts.staff.manage import (
    MAY_GRANT,
    Entry,
    add_staff,
    change_staff,
    find_staff,
    outlets_to_give,
    reset_password,
    reset_second_factor,
    staff_of,
    version_of,
)
from voltbay.console.access.guard import StaffRequest
from voltbay.console.errors import ActionUnknown
from voltbay.console.pages import page
from voltbay.console.sentences import sentence
from voltbay.core.errors import Refusal
from voltbay.directory.models import Company
from voltbay.sentences.statuses import status_of

PAGE = 50


@require_safe
def listed(request: StaffRequest) -> HttpResponse:
    """Show those whom one manages."""
    text = request.GET.get("q", "").strip()
    enrolled = SecondFactor.objects.filter(staff=OuterRef("pk"), confirmed_at__isnull=False)
    found = staff_of(request.staff).annotate(has_factor=Exists(enrolled))
    if text:
        found = found.filter(Q(username__icontains=text) | Q(first_name__icontains=text))
    found = found.select_related("company").prefetch_related("outlets").order_by("username")
    pages = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return page(request, "people/staff.html", {"pages": pages, "q": text, "me": request.staff.pk})


@require_http_methods(["GET", "POST"])
def add(request: StaffRequest) -> HttpResponse:
    """Make a member of staff and show the first password once."""
    if request.method != "POST":
        return _page(request, None, _empty())
    entry = _entry(request, username=request.POST.get("username", ""))
    try:
        made, password = add_staff(entry, by=request.staff)
    except Refusal as refusal:
        return _page(request, None, entry, refusal=refusal)
    return _page(request, made, _entry_of(made), password=password)


@require_http_methods(["GET", "POST"])
def member(request: StaffRequest, staff_id: int) -> HttpResponse:
    """Show one member of staff; change, reset or disable."""
    staff = find_staff(request.staff, staff_id)
    if request.method != "POST":
        return _page(request, staff, _entry_of(staff))
    do = ACTIONS.get(request.POST.get("action", ""))
    if do is None:
        raise ActionUnknown
    try:
        return do(request, staff)
    except Refusal as refusal:
        entry = _entry(request, username=staff.username)
        typed = entry if request.POST.get("action") == "save" else _entry_of(staff)
        return _page(request, staff, typed, refusal=refusal)


def _save(request: StaffRequest, staff: StaffUser) -> HttpResponse:
    entry = _entry(request, username=staff.username)
    change_staff(staff, entry, seen=request.POST.get("seen", ""), by=request.staff)
    return _back(request, staff, _("Saved."))


def _password(request: StaffRequest, staff: StaffUser) -> HttpResponse:
    password = reset_password(staff, by=request.staff)
    return _page(request, staff, _entry_of(staff), password=password)


def _factor(request: StaffRequest, staff: StaffUser) -> HttpResponse:
    reset_second_factor(staff, by=request.staff)
    return _back(request, staff, _("The next sign-in asks for a new second factor."))


ACTIONS: dict[str, Callable[[StaffRequest, StaffUser], HttpResponse]] = {
    "save": _save,
    "password": _password,
    "factor": _factor,
}


def _back(request: StaffRequest, staff: StaffUser, said: str) -> HttpResponse:
    messages.success(request, said)
    return HttpResponseRedirect(reverse("console:staff-member", kwargs={"staff_id": staff.pk}))


def _page(
    request: StaffRequest,
    staff: StaffUser | None,
    entry: Entry,
    *,
    password: str = "",
    refusal: Refusal | None = None,
) -> HttpResponse:
    grants = MAY_GRANT.get(request.staff.role, ())
    shown: dict[str, Any] = {
        "member": staff,
        "entry": entry,
        "roles": [(role.value, role.label) for role in Role if role in grants],
        "companies": _companies(request.staff),
        "outlets": list(outlets_to_give(request.staff)),
        "seen": version_of(staff) if staff else "",
        "is_me": staff is not None and staff.pk == request.staff.pk,
        "password": password,
        "has_factor": staff is not None and SecondFactor.objects.filter(staff=staff).exists(),
        "refusal": sentence(refusal.code, refusal.data) if refusal else "",
        "wrong": refusal.fields if refusal else {},
    }
    return page(
        request, "people/staff_member.html", shown, status=status_of(refusal) if refusal else 200
    )


def _companies(manager: StaffUser) -> list[tuple[UUID, str]]:
    if manager.role != Role.OPERATOR:
        return []
    return list(Company.objects.order_by("name").values_list("pk", "name"))


def _empty() -> Entry:
    return Entry(username="", first_name="", role=Role.OUTLET_STAFF)


def _entry(request: StaffRequest, *, username: str) -> Entry:
    return Entry(
        username=username,
        first_name=request.POST.get("first_name", ""),
        role=request.POST.get("role", ""),
        company_id=_uuid(request.POST.get("company", "")),
        outlet_ids=[each for text in request.POST.getlist("outlets") if (each := _uuid(text))],
        # The form of a new one does not ask.
        is_active="is_active" in request.POST or "seen" not in request.POST,
    )


def _entry_of(staff: StaffUser) -> Entry:
    return Entry(
        username=staff.username,
        first_name=staff.first_name,
        role=staff.role,
        company_id=staff.company_id,
        outlet_ids=list(staff.outlets.order_by().values_list("pk", flat=True)),
        is_active=staff.is_active,
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
