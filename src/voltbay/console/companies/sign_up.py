"""The open page where a company asks to be listed, and the one that says what came of it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from voltbay.company_pages.errors import SignUpUnknown
from voltbay.company_pages.models import SignUp
from voltbay.company_pages.queries import find_sign_up
from voltbay.company_pages.sign_up import Applicant, sign_up
from voltbay.console.access.guard import caller, refused
from voltbay.console.companies.forms import SignUpForm
from voltbay.core import clock
from voltbay.core.callers import network_of
from voltbay.core.errors import Invalid, Refusal, TooMany
from voltbay.sentences.for_staff import for_staff
from voltbay.sentences.statuses import status_of

INVALID = 422


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask to be listed; a wrong entry keeps all that was typed but the password and the photo."""
    if request.method != "POST":
        return _show(request, SignUpForm())
    form = SignUpForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, form, status=INVALID)
    entered = dict(form.cleaned_data)
    image = entered.pop("licence").read()
    try:
        network = network_of(caller(request))
        made = sign_up(Applicant(**entered), image, network=network, now=clock.now())
    except Refusal as refusal:
        return _refused(request, form, refusal)
    return HttpResponseRedirect(reverse("console:sign-up-state", kwargs={"sign_up_id": made.pk}))


@never_cache
@require_safe
def state(request: HttpRequest, sign_up_id: UUID) -> HttpResponse:
    """Say what came of a sign-up; nobody guesses its address, and no person stands on it."""
    try:
        found = find_sign_up(sign_up_id)
    except SignUpUnknown as gone:
        return refused(request, gone)
    shown = {"sign_up": found, "is_open": found.state == SignUp.State.ASKED}
    return render(request, "console/companies/sign_up_state.html", shown)


def _refused(request: HttpRequest, form: SignUpForm, refusal: Refusal) -> HttpResponse:
    said = for_staff(refusal.code, refusal.data)
    if isinstance(refusal, Invalid) and refusal.fields:
        form.add_refusal(refusal, said)
        said = ""
    answer = _show(request, form, status=status_of(refusal), said=said)
    if isinstance(refusal, TooMany):
        answer["Retry-After"] = str(refusal.retry_after_seconds)
    return answer


def _show(
    request: HttpRequest, form: SignUpForm, *, status: int = 200, said: str = ""
) -> HttpResponse:
    shown = {"form": form, "refusal": said}
    return render(request, "console/companies/sign_up.html", shown, status=status)
