"""What a caller shows of having asked for a code and of having signed in before: fields or cookies.

Both are out of reach of scripts and stay at home: a stranger's page cannot send them.
"""

from typing import Annotated

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from pydantic import Field

from voltbay.accounts.owners.asker import Asker
from voltbay.accounts.owners.devices import LASTS
from voltbay.accounts.rules import CODE_LASTS
from voltbay.api.client import client_address
from voltbay.api.entries import Text

ATTEMPT_COOKIE, DEVICE_COOKIE = "voltbay_attempt", "voltbay_device"
API_PATH = "/api/v1"  # nothing else asks for them

Attempt = Annotated[Text, Field(max_length=100)]
Device = Annotated[Text, Field(max_length=100)]


def asker_of(request: HttpRequest, *, attempt: str = "", device: str = "") -> Asker:
    """Return who asks; a field wins over a cookie."""
    return Asker(
        attempt=attempt or request.COOKIES.get(ATTEMPT_COOKIE, ""),
        address=client_address(request),
        device=device or request.COOKIES.get(DEVICE_COOKIE, ""),
    )


def set_attempt_cookie(response: HttpResponse, attempt: str) -> None:
    """Hand a browser the nonce by which its tries are its own."""
    _set(response, ATTEMPT_COOKIE, attempt, seconds=CODE_LASTS.total_seconds())


def forget_attempt_cookie(response: HttpResponse) -> None:
    """Take the nonce from a browser, once its code was used."""
    response.delete_cookie(ATTEMPT_COOKIE, path=API_PATH, samesite="Strict")


def set_device_cookie(response: HttpResponse, device: str) -> None:
    """Hand a browser the token by which it is known when a code is asked for again."""
    _set(response, DEVICE_COOKIE, device, seconds=LASTS.total_seconds())


def _set(response: HttpResponse, name: str, token: str, *, seconds: float) -> None:
    response.set_cookie(
        name,
        token,
        max_age=int(seconds),
        path=API_PATH,
        httponly=True,
        samesite="Strict",
        secure=settings.SESSION_COOKIE_SECURE,
    )
