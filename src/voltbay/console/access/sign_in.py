"""How staff come in: password, authenticator's code, first password changed; and out again."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import segno
from django.conf import settings
from django.contrib.auth import login, logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from voltbay.accounts.models import SecondFactor, StaffUser
from voltbay.accounts.staff.second_factor import check_code, enrol, is_enrolled, uri_of
from voltbay.accounts.staff.sign_in import check_password, choose_password, signed_in
from voltbay.audit.record import record
from voltbay.console.access.guard import FACTOR, PASSED, WITHOUT, caller, has_passed
from voltbay.console.sentences import sentence
from voltbay.core.errors import Refusal
from voltbay.sentences.statuses import status_of

PENDING = "staff_pending"  # who gave the right password, until the code is right as well
PENDING_LASTS = timedelta(minutes=10)  # time to install an authenticator
BACKEND = "django.contrib.auth.backends.ModelBackend"


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for name and password."""
    name = request.POST.get("username", "")
    shown = {"name": name, "next": _next(request)}
    if request.method != "POST":
        return render(request, "console/access/sign_in.html", shown)
    now, address = timezone.now(), caller(request)
    try:
        staff = check_password(
            name, password=request.POST.get("password", ""), address=address, now=now
        )
    except Refusal as refusal:
        record("sign-in-refused", by=None, target=name, address=address, now=now)
        return _again(request, "console/access/sign_in.html", refusal, shown)
    return _after_password(request, staff, now=now)


@never_cache
@require_http_methods(["GET", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """Ask for the authenticator's code, showing what to enrol where none is yet."""
    now = timezone.now()
    staff = _pending(request, now=now)
    if staff is None:
        return HttpResponseRedirect(reverse("console:sign-in"))
    factor = enrol(staff, now=now)
    shown = {"next": _next(request), **_enrolment(factor)}
    if request.method != "POST":
        return render(request, "console/access/second_factor.html", shown)
    try:
        check_code(staff, request.POST.get("code", ""), address=caller(request), now=now)
    except Refusal as refusal:
        record("second-factor-refused", by=staff, address=caller(request), now=now)
        return _again(request, "console/access/second_factor.html", refusal, shown)
    return _let_in(request, staff, factor=PASSED, now=now)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Have the first password changed, or any later one."""
    staff = request.user
    if not isinstance(staff, StaffUser) or not has_passed(request):
        return HttpResponseRedirect(reverse("console:sign-in"))
    shown = {"next": _next(request), "is_first": staff.must_change_password}
    if request.method != "POST":
        return render(request, "console/access/password.html", shown)
    new = request.POST.get("new", "")
    if new != request.POST.get("again", ""):
        return render(
            request, "console/access/password.html", {**shown, "differ": True}, status=422
        )
    try:
        choose_password(staff, old=request.POST.get("old", ""), new=new)
    except Refusal as refusal:
        return _again(request, "console/access/password.html", refusal, shown)
    update_session_auth_hash(request, staff)
    record("password-changed", by=staff, address=caller(request), now=timezone.now())
    return HttpResponseRedirect(_next(request) or reverse("console:home"))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return HttpResponseRedirect(reverse("console:sign-in"))


@never_cache
@require_http_methods(["GET", "POST"])
def start_enrolment(request: HttpRequest) -> HttpResponse:
    """Let somebody who is in without a second factor enrol one, where the setting asks for none."""
    if isinstance(request.user, StaffUser) and request.session.get(FACTOR) == WITHOUT:
        _wait_for(request, request.user, now=timezone.now())
        return HttpResponseRedirect(reverse("console:second-factor"))
    return HttpResponseRedirect(reverse("console:home"))


def _after_password(request: HttpRequest, staff: StaffUser, *, now: datetime) -> HttpResponse:
    if not settings.VOLTBAY_STAFF_TOTP and not is_enrolled(staff):
        return _let_in(request, staff, factor=WITHOUT, now=now)
    _wait_for(request, staff, now=now)
    return _to(reverse("console:second-factor"), _next(request))


def _wait_for(request: HttpRequest, staff: StaffUser, *, now: datetime) -> None:
    request.session.cycle_key()
    request.session[PENDING] = {"staff": staff.pk, "until": (now + PENDING_LASTS).timestamp()}


def _pending(request: HttpRequest, *, now: datetime) -> StaffUser | None:
    pending = request.session.get(PENDING)
    if not pending or pending["until"] < now.timestamp():
        return None
    return StaffUser.objects.filter(pk=pending["staff"], is_active=True).first()


def _let_in(request: HttpRequest, staff: StaffUser, *, factor: str, now: datetime) -> HttpResponse:
    after = _next(request) or reverse("console:home")
    login(request, staff, backend=BACKEND)
    request.session.pop(PENDING, None)
    request.session[FACTOR] = factor
    signed_in(staff)
    record("sign-in", by=staff, address=caller(request), now=now)
    if staff.must_change_password:
        return _to(reverse("console:password"), after)
    return HttpResponseRedirect(after)


def _enrolment(factor: SecondFactor) -> dict[str, Any]:
    """Return what an authenticator needs, until the enrolment is confirmed."""
    if factor.confirmed_at:
        return {}
    address = uri_of(factor)
    picture = segno.make(address, error="m").svg_inline(scale=5, border=2, omitsize=False)
    return {"secret": factor.secret, "address": address, "picture": picture}


def _again(
    request: HttpRequest, template: str, refusal: Refusal, shown: dict[str, Any]
) -> HttpResponse:
    said = {**shown, "refusal": sentence(refusal.code, refusal.data)}
    return render(request, template, said, status=status_of(refusal))


def _next(request: HttpRequest) -> str:
    """Return where to go afterwards, if it is one of our own pages."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    if request.path == "/admin/login/" and not asked:
        asked = "/admin/"
    is_ours = url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if is_ours else ""


def _to(path: str, after: str) -> HttpResponse:
    return HttpResponseRedirect(f"{path}?{urlencode({'next': after})}" if after else path)
