"""Access to the staff pages, the Django admin's included: who comes in, and what is noted.

1. Nobody signed in: to the sign-in page, and back afterwards.
2. A second factor is asked of everybody, unless the setting lets a demo go without.
3. A session that an owner holds in hand reaches its one page (`hand_over`).
4. A first password is changed before anything else.
5. The role must be allowed the route (`permissions`); then the view runs.
6. What changes something runs in one transaction that knows who changes it, and is noted.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import DataError, transaction
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import render
from django.urls import reverse

from voltbay.accounts.models import Role, StaffUser
from voltbay.audit.record import record, recorded
from voltbay.console.access.hand_over import is_elsewhere
from voltbay.console.access.permissions import may
from voltbay.core import clock
from voltbay.core.errors import NotAllowed, NotFound, Refusal, TooMany
from voltbay.sentences.for_staff import for_staff
from voltbay.sentences.statuses import status_of

View = Callable[..., HttpResponseBase]
SAFE = ("GET", "HEAD", "OPTIONS")
ADMIN = "/admin/"
# The admin's own way in and out, and the words of its scripts.
ADMIN_OPEN = ("/admin/login/", "/admin/logout/", "/admin/jsi18n/")
FACTOR = "staff_factor"  # in the session: PASSED, or WITHOUT where the setting allows it
NO_GET = 405
NO_NUMBER = "expected a number but got"  # what Django's fields say of an id that is a word
PASSED, WITHOUT = "passed", "without"


class StaffRequest(HttpRequest):
    """A request of somebody who may come in."""

    staff: StaffUser


Refuse = Callable[[StaffRequest, Refusal], HttpResponse]


def guarded(route: str, view: View, *, refuse: Refuse) -> View:
    """Return a view that only those reach who may; `refuse` answers those who are in otherwise."""

    @wraps(view)
    def enter(request: HttpRequest, **where: Any) -> HttpResponseBase:
        if away := turned_away(request):
            return _plainly(request, away, status=401)
        entered = cast("StaffRequest", request)
        entered.staff = cast("StaffUser", request.user)
        if not may(entered.staff.role, route):
            return refuse(entered, NotAllowed())
        try:
            answer = _answer(entered, route, view, where)
        except Refusal as refusal:
            return refuse(entered, refusal)
        if request.method == "GET" and answer.status_code == NO_GET:
            return HttpResponseRedirect("../")  # reloaded after a refusal: to the page of the form
        return _plainly(request, answer)

    return enter


def turned_away(request: HttpRequest) -> HttpResponse | None:
    """Return where to go first, or None if the member of staff may come in."""
    staff = request.user
    if not isinstance(staff, StaffUser) or not has_passed(request):
        return _leave_for(request, "console:sign-in")
    if is_elsewhere(request):
        return _leave_for(request, "console:take-back")
    if staff.must_change_password:
        return _leave_for(request, "console:password")
    return None


def has_passed(request: HttpRequest) -> bool:
    """Tell whether the session's sign-in was complete."""
    factor = request.session.get(FACTOR, WITHOUT)
    return factor == PASSED or not settings.VOLTBAY_STAFF_TOTP


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Answer a refusal as a page that says what to do next, without a menu."""
    answer = render(request, "console/refused.html", said_of(refusal), status=status_of(refusal))
    return said_when(answer, refusal)


def said_of(refusal: Refusal) -> dict[str, str]:
    """Return what the page of a refusal says."""
    return {"sentence": for_staff(refusal.code, refusal.data), "code": refusal.code}


def said_when(answer: HttpResponse, refusal: Refusal) -> HttpResponse:
    """Return the answer to a refusal; one that passes by itself says when."""
    if isinstance(refusal, TooMany):
        answer["Retry-After"] = str(refusal.retry_after_seconds)
    return answer


def caller(request: HttpRequest) -> str:
    """Return from where somebody asks; the outermost proxy's word is already taken."""
    return str(request.META.get("REMOTE_ADDR", ""))[:45]


class AdminAccess:
    """Guards the Django admin in the same way, for platform operators."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(ADMIN) or request.path_info in ADMIN_OPEN:
            return self.get_response(request)
        if not request.user.is_authenticated:
            return self.get_response(request)  # the admin sends them to sign in
        if away := turned_away(request):
            return away
        staff = request.user
        if staff.role != Role.OPERATOR:
            return refused(request, NotAllowed())
        if request.method in SAFE:
            return self.get_response(request)
        with recorded(by=staff, address=caller(request)):
            return self.get_response(request)

    def process_exception(self, request: HttpRequest, wrong: Exception) -> HttpResponse | None:
        """Answer for an id, a filter or a date that no row can have: there is nothing there.

        Django's own pages hand what stands in the path and the query to the database as it is.
        """
        if not request.path_info.startswith(ADMIN) or not _is_no_value(wrong):
            return None
        if request.method not in SAFE:
            transaction.set_rollback(True)  # of `recorded`: half of it may be written
        return refused(request, NotFound())


def _is_no_value(wrong: Exception) -> bool:
    """Tell whether an error says that a value does not fit its column."""
    if isinstance(wrong, (ValidationError, DataError)):
        return True
    return isinstance(wrong, (TypeError, ValueError)) and NO_NUMBER in str(wrong)


def _answer(
    request: StaffRequest, route: str, view: View, where: dict[str, Any]
) -> HttpResponseBase:
    if request.method in SAFE:
        return view(request, **where)
    address = caller(request)
    with recorded(by=request.staff, address=address):
        answer = view(request, **where)
        target = " ".join(str(each) for each in where.values())
        action = request.POST.get("action", "")
        what = f"{route} {action}".strip() + f" {answer.status_code}"
        record(what, by=request.staff, target=target, address=address, now=clock.now())
        return answer


def _plainly(
    request: HttpRequest, answer: HttpResponseBase, *, status: int = 200
) -> HttpResponseBase:
    """Tell a script that sends a form where to go next; it would follow a redirect unseen."""
    if request.headers.get("X-Outbox") and isinstance(answer, HttpResponseRedirect):
        return JsonResponse({"to": answer.url}, status=status)
    return answer


def _page_of(request: HttpRequest) -> str:
    """Return the page that somebody was on; neither a form's address nor a fragment is one."""
    if request.headers.get("HX-Request"):
        return _path_of(request, request.headers.get("HX-Current-URL", ""))
    if request.method in SAFE:
        return request.get_full_path()
    return _path_of(request, request.headers.get("Referer", ""))


def _path_of(request: HttpRequest, address: str) -> str:
    """Return the path of an address of ours, without what was asked for; else the first page's."""
    try:
        from_where = urlsplit(address)
    except ValueError:  # such as half an IPv6 address
        return reverse("console:home")
    return from_where.path if from_where.netloc == request.get_host() else reverse("console:home")


def _leave_for(request: HttpRequest, name: str) -> HttpResponse:
    to = f"{reverse(name)}?{urlencode({'next': _page_of(request)})}"
    if request.headers.get("HX-Request"):  # a fragment must not show a whole page in itself
        return HttpResponse(status=204, headers={"HX-Redirect": to})
    return HttpResponseRedirect(to)
