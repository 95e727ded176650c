"""Who is asking: the session's cookie with CSRF, or its token as Bearer."""

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


class ShownAuth(AuthBase):
    """Asks for a session token, which the operation itself has to look up: `request.shown`.

    For operations of a rush, whose first statement says whose token it is and fails without.
    """

    openapi_type = "http"
    openapi_scheme = "bearer"

    def __call__(self, request: HttpRequest) -> Shown:
        token, from_cookie = presented_token(request)
        if not token:
            raise Unauthenticated
        if from_cookie and request.method not in SAFE_METHODS:
            check_csrf(request)
        request.shown = shown = Shown(token)  # type: ignore[attr-defined]  # see ShownRequest
        return shown


class OwnerAuth(ShownAuth):
    """Finds the owner by the session token, in one SQL statement."""

    def __call__(self, request: HttpRequest) -> Owner:  # type: ignore[override]  # ninja takes either
        owner = owner_of(token=super().__call__(request).token, now=clock.now())
        request.owner = owner  # type: ignore[attr-defined]  # see OwnerRequest
        return owner


def check_csrf(request: HttpRequest) -> None:
    """Check the CSRF token of a cookie-borne request. Raises CsrfFailed."""
    middleware = _Csrf(_no_view)
    middleware.process_request(request)
    middleware.process_view(request, _no_view, (), {})


def _no_view(request: HttpRequest) -> HttpResponse:
    """Stand where the middleware wants a view; the check never calls it."""
    raise CsrfFailed


owner_auth = OwnerAuth()
shown_auth = ShownAuth()
