"""How staff come in: password, authenticator's code, first password changed; and out again.

And how they take a tablet back from an owner.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeVar
from urllib.parse import urlencode

import segno
from django.conf import settings
from django.contrib.auth import login, logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from voltbay.accounts.models import SecondFactor, StaffUser
from voltbay.accounts.staff.attempts import Origin, is_worth_noting
from voltbay.accounts.staff.devices import LASTS
from voltbay.accounts.staff.errors import StaffLocked
from voltbay.accounts.staff.queries import active_staff
from voltbay.accounts.staff.second_factor import check_code, enrol, is_enrolled, uri_of
from voltbay.accounts.staff.sign_in import check_password, choose_password, signed_in
from voltbay.audit.record import record
from voltbay.console.access.forms import (
    CodeForm,
    PasswordForm,
    SignInForm,
    StepForm,
    TakeBackForm,
)
from voltbay.console.access.guard import FACTOR, PASSED, WITHOUT, caller, has_passed
from voltbay.console.access.hand_over import handed_path, take_back
from voltbay.console.entries import checked
from voltbay.core import clock
from voltbay.core.errors import Refusal, TooMany
from voltbay.sentences.for_staff import for_staff
from voltbay.sentences.statuses import status_of

PENDING = "staff_pending"  # who gave the right password, until the code is right as well
PENDING_LASTS = timedelta(minutes=10)  # time to install an authenticator
DEVICE = "voltbay_staff_device"  # the cookie by which a browser is known
BACKEND = "django.contrib.auth.backends.ModelBackend"
F = TypeVar("F", bound=StepForm)


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for name and password."""
    form = SignInForm(request)
    return _step(request, "sign_in.html", form, partial(_enter, request, now=clock.now()))


@never_cache
@require_http_methods(["GET", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """Ask for the authenticator's code, showing what to enrol where none is yet."""
    now = clock.now()
    staff = _pending(request, now=now)
    if staff is None:
        return HttpResponseRedirect(reverse("console:sign-in"))
    shown = _enrolment(enrol(staff, now=now))
    do = partial(_confirm, request, staff, now=now)
    return _step(request, "second_factor.html", CodeForm(request), do, **shown)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Have the first password changed, or any later one."""
    staff = request.user
    if not isinstance(staff, StaffUser) or not has_passed(request):
        return HttpResponseRedirect(reverse("console:sign-in"))
    if handed_path(request):
        return HttpResponseRedirect(reverse("console:take-back"))
    do = partial(_choose, request, staff, now=clock.now())
    is_first = staff.must_change_password
    return _step(request, "password.html", PasswordForm(request), do, is_first=is_first)


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def regain(request: HttpRequest) -> HttpResponse:
    """Ask whoever handed the tablet to an owner for the password, and show everything again."""
    staff, page = request.user, handed_path(request)
    if not isinstance(staff, StaffUser) or not has_passed(request) or not page:
        return HttpResponseRedirect(reverse("console:home"))
    do = partial(_regain, request, staff, now=clock.now())
    return _step(request, "take_back.html", TakeBackForm(request), do, owners_page=page)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return HttpResponseRedirect(reverse("console:sign-in"))


@never_cache
@require_http_methods(["GET", "POST"])
def start_enrolment(request: HttpRequest) -> HttpResponse:
    """Let somebody who is in without a second factor enrol one, where the setting asks for none."""
    may_enrol = request.session.get(FACTOR) == WITHOUT and not handed_path(request)
    if isinstance(request.user, StaffUser) and may_enrol:
        _wait_for(request, request.user, now=clock.now())
        return HttpResponseRedirect(reverse("console:second-factor"))
    return HttpResponseRedirect(reverse("console:home"))


def _step(
    request: HttpRequest, template: str, form: F, do: Callable[[F], HttpResponse], **shown: Any
) -> HttpResponse:
    """Show a step of the way in, or take it; what refuses it shows it again."""
    headers, status = {}, 200
    if request.method == "POST":
        try:
            return do(checked(form))
        except Refusal as refusal:
            status = status_of(refusal)
            shown["refusal"] = for_staff(refusal.code, refusal.data)
            if isinstance(refusal, TooMany):
                headers["Retry-After"] = str(refusal.retry_after_seconds)
    page = render_to_string(f"console/access/{template}", {"form": form, **shown}, request)
    return HttpResponse(page, status=status, headers=headers)


def _enter(request: HttpRequest, form: SignInForm, *, now: datetime) -> HttpResponse:
    name = form.cleaned_data["username"]
    staff = _check(request, name, form.cleaned_data["password"], now=now)
    if not settings.VOLTBAY_STAFF_TOTP and not is_enrolled(staff):
        return _let_in(request, staff, factor=WITHOUT, after=form.after, now=now)
    _wait_for(request, staff, now=now)
    return _to(reverse("console:second-factor"), form.after)


def _check(request: HttpRequest, name: str, password: str, *, now: datetime) -> StaffUser:
    """Return whose name and password it is; a wrong try is noted."""
    origin = _origin(request)
    try:
        return check_password(name, password=password, origin=origin, now=now)
    except Refusal as refusal:
        if _is_worth_noting(refusal, origin, now=now):
            record("sign-in-refused", by=None, target=name, address=origin.address, now=now)
        raise


def _regain(
    request: HttpRequest, staff: StaffUser, form: TakeBackForm, *, now: datetime
) -> HttpResponse:
    _check(request, staff.username, form.cleaned_data["password"], now=now)
    take_back(request)
    record("took-back", by=staff, address=caller(request), now=now)
    return HttpResponseRedirect(form.after or reverse("console:home"))


def _confirm(
    request: HttpRequest, staff: StaffUser, form: CodeForm, *, now: datetime
) -> HttpResponse:
    origin = _origin(request)
    try:
        check_code(staff, form.cleaned_data["code"], origin=origin, now=now)
    except Refusal as refusal:
        if _is_worth_noting(refusal, origin, now=now):
            record("second-factor-refused", by=staff, address=origin.address, now=now)
        raise
    return _let_in(request, staff, factor=PASSED, after=form.after, now=now)


def _choose(
    request: HttpRequest, staff: StaffUser, form: PasswordForm, *, now: datetime
) -> HttpResponse:
    choose_password(staff, old=form.cleaned_data["old"], new=form.cleaned_data["new"], now=now)
    update_session_auth_hash(request, staff)
    record("password-changed", by=staff, address=caller(request), now=now)
    answer = HttpResponseRedirect(form.after or reverse("console:home"))
    return _known_from_now_on(request, answer, staff, now=now)


def _wait_for(request: HttpRequest, staff: StaffUser, *, now: datetime) -> None:
    request.session.cycle_key()
    request.session[PENDING] = {
        "staff": staff.pk,
        "password": staff.get_session_auth_hash(),  # a change of it shuts out who knew the old one
        "until": (now + PENDING_LASTS).timestamp(),
    }


def _pending(request: HttpRequest, *, now: datetime) -> StaffUser | None:
    pending = request.session.get(PENDING)
    if not pending or pending["until"] < now.timestamp():
        return None
    staff = active_staff(pending["staff"])
    if staff is None or pending.get("password") != staff.get_session_auth_hash():
        return None
    return staff


def _let_in(
    request: HttpRequest, staff: StaffUser, *, factor: str, after: str, now: datetime
) -> HttpResponse:
    after = after or reverse("console:home")
    login(request, staff, backend=BACKEND)
    request.session.pop(PENDING, None)
    request.session[FACTOR] = factor
    take_back(request)
    record("sign-in", by=staff, address=caller(request), now=now)
    must_change = staff.must_change_password
    answer = _to(reverse("console:password"), after) if must_change else HttpResponseRedirect(after)
    return _known_from_now_on(request, answer, staff, now=now)


def _known_from_now_on(
    request: HttpRequest, answer: HttpResponse, staff: StaffUser, *, now: datetime
) -> HttpResponse:
    client = request.headers.get("User-Agent", "") or "?"
    token = signed_in(staff, origin=_origin(request), client=client, now=now)
    answer.set_cookie(
        DEVICE,
        token,
        max_age=LASTS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return answer


def _origin(request: HttpRequest) -> Origin:
    return Origin(address=caller(request), device=request.COOKIES.get(DEVICE, "")[:100])


def _is_worth_noting(refusal: Refusal, origin: Origin, *, now: datetime) -> bool:
    return not isinstance(refusal, StaffLocked) or is_worth_noting(origin=origin, now=now)


def _enrolment(factor: SecondFactor) -> dict[str, Any]:
    """Return what an authenticator needs, until the enrolment is confirmed."""
    if factor.confirmed_at:
        return {}
    address = uri_of(factor)
    picture = segno.make(address, error="m").svg_inline(scale=5, border=2, omitsize=False)
    return {"secret": factor.secret, "address": address, "picture": picture}


def _to(path: str, after: str) -> HttpResponse:
    return HttpResponseRedirect(f"{path}?{urlencode({'next': after})}" if after else path)
