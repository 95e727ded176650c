"""Who is asking: the session's cookie with CSRF, or its token as Bearer."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.middleware.csrf import CsrfViewMiddleware
from ninja.security.base import AuthBase

from voltbay.accounts.models import Owner
from voltbay.accounts.owners.sessions import Shown, owner_of
from voltbay.api.presented import presented_token
from voltbay.core import clock
from voltbay.core.errors import NotAllowed, Unauthenticated

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


class CsrfFailed(NotAllowed):
    """A cookie alone does not prove that our page is asking."""

    code = "csrf_failed"


class OwnerRequest(HttpRequest):
    """A request whose owner is known."""

    owner: Owner


class ShownRequest(HttpRequest):
    """A request that shows a token: whose it is, is asked with whatever else is asked."""

    shown: Shown


class _Csrf(CsrfViewMiddleware):
    """Django's check, raising instead of answering with a page."""

    def _reject(self, request: HttpRequest, reason: str) -> HttpResponseForbidden:  # noqa: ARG002  # Django's signature
        raise CsrfFailed


class OwnerAuth(AuthBase):
    """Asks for a session token, and has it looked up or kept for later."""

    openapi_type = "http"
    openapi_scheme = "bearer"

    def __init__(self, take: Callable[[HttpRequest, Shown], object]) -> None:
        super().__init__()
        self.take = take

    def __call__(self, request: HttpRequest) -> object:
        token, from_cookie = presented_token(request)
        if not token:
            raise Unauthenticated
        if from_cookie and request.method not in SAFE_METHODS:
            check_csrf(request)
        return self.take(request, Shown(token))


def _find_owner(request: HttpRequest, shown: Shown) -> Owner:
    request.owner = owner = owner_of(token=shown.token, now=clock.now())  # type: ignore[attr-defined]  # see OwnerRequest
    return owner


def _keep(request: HttpRequest, shown: Shown) -> Shown:
    request.shown = shown  # type: ignore[attr-defined]  # see ShownRequest
    return shown


def check_csrf(request: HttpRequest) -> None:
    """Check the CSRF token of a cookie-borne request. Raises CsrfFailed."""
    middleware = _Csrf(_no_view)
    middleware.process_request(request)
    middleware.process_view(request, _no_view, (), {})


def _no_view(request: HttpRequest) -> HttpResponse:
    """Stand where the middleware wants a view; the check never calls it."""
    raise CsrfFailed


owner_auth = OwnerAuth(_find_owner)  # in one SQL statement
# For operations of a rush, whose own first statement says whose token it is, and fails without.
shown_auth = OwnerAuth(_keep)
