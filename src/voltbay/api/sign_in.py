"""Signing in and out."""

from datetime import datetime
from typing import Annotated

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from ninja import Router, Schema, Status
from ninja.errors import HttpError
from pydantic import Field

from voltbay.accounts.owners.ask_for_code import ask_for_code, challenge_for
from voltbay.accounts.owners.sessions import close_session
from voltbay.accounts.owners.sign_in import SignedIn, sign_in
from voltbay.accounts.owners.spend_code import parse_code
from voltbay.accounts.rules import seconds_until
from voltbay.api.asker import (
    Attempt,
    Device,
    asker_of,
    forget_attempt_cookie,
    set_attempt_cookie,
    set_device_cookie,
)
from voltbay.api.auth import owner_auth
from voltbay.api.client import client_address, client_name
from voltbay.api.entries import Body, Pasted, Phone, Text, entry
from voltbay.api.language import language_of
from voltbay.api.me_out import OwnerOut, owner_out
from voltbay.api.presented import COOKIE, presented_token
from voltbay.bookings.remembered import remembered
from voltbay.core import clock

router = Router(tags=["sign-in"])
COOKIE_LASTS = 365 * 24 * 3600  # seconds; the session itself ends on the server, by its own clock
JSON = "application/json"

Code = Annotated[Pasted, entry(parse_code)]
Version = Annotated[Text, Field(max_length=20)]
Kind = Annotated[Text, Field(max_length=20)]


class ChallengeOut(Schema):
    """What ALTCHA's clients solve: find `number` <= `maxnumber` so that the hash fits."""

    algorithm: str
    challenge: str
    maxnumber: int
    salt: str
    signature: str


class CodeIn(Body):
    """`captcha` is the solved challenge as base64 of JSON, as ALTCHA's clients send it.

    `attempt` is what asking before gave, `device` what signing in there gave.
    """

    phone: Phone
    captcha: Annotated[str, Field(max_length=2000)]
    attempt: Attempt = ""
    device: Device = ""


class CodeOut(Schema):
    """`attempt` goes back with the code, from clients without cookies: tries are one's own then.

    `joined` says that no message was sent now: the code that was sent a moment ago is to be typed.
    """

    attempt: str
    joined: bool
    resend_after_seconds: int
    expires_in_seconds: int


class AgreedIn(Body):
    kind: Kind
    version: Version


class SignInIn(Body):
    """`attempt` is what asking for the code gave, `device` what signing in there gave before."""

    phone: Phone
    code: Code
    agreements: Annotated[list[AgreedIn], Field(max_length=10)]
    attempt: Attempt = ""
    device: Device = ""


class SignedInOut(Schema):
    """The tokens are for clients without cookies; a browser has them as cookies already.

    `device` opens nothing. Sent along when a code is asked for, it says that the phone's owner has
    signed in there before, whom strangers cannot keep out.
    """

    token: str
    expires_at: datetime
    owner: OwnerOut
    device: str


@router.get("/captcha", response=ChallengeOut, summary="A proof-of-work challenge")
def captcha(request: HttpRequest, response: HttpResponse) -> dict[str, str | int]:
    """Give a challenge to be solved before a code is sent. It is good for ten minutes, once.

    It is larger while the caller's network asks for many codes and signs few people in.
    """
    response["Cache-Control"] = "no-store"
    return challenge_for(client_address(request), now=clock.now())


@router.post("/sign-in/codes", response={202: CodeOut}, summary="Send a code to a phone")
def send_code(request: HttpRequest, response: HttpResponse, body: CodeIn) -> Status[CodeOut]:
    """Send a six-digit code, whether or not the phone has an account.

    If one was sent a moment ago and no other may be sent now, the caller joins it and types that
    one. 422 `captcha_too_small` brings a larger `challenge` to be solved and sent instead. The same
    code proves a new phone to PATCH /me.
    """
    came_from_a_script(request)
    now = clock.now()
    asked = ask_for_code(
        phone=body.phone,
        answer=body.captcha,
        asker=asker_of(request, attempt=body.attempt, device=body.device),
        now=now,
        language=language_of(request),
    )
    set_attempt_cookie(response, asked.attempt)
    answer = CodeOut(
        attempt=asked.attempt,
        joined=asked.joined,
        resend_after_seconds=seconds_until(asked.resend_at, now=now),
        expires_in_seconds=seconds_until(asked.code.expires_at, now=now),
    )
    return Status(202, answer)


@router.post("/sign-in", response=SignedInOut, summary="Sign in with a code")
def sign_in_with_code(request: HttpRequest, response: HttpResponse, body: SignInIn) -> SignedInOut:
    """Open a session. The owner is made at the first sign-in.

    The agreements `terms` and `privacy` are needed in the versions in force; others may come too.
    409 `phone_in_question` asks whose the account is, as the phone was last proven so long ago that
    it may have another holder: answer its `question` at `/sign-in/prove` or `/sign-in/begin-anew`.
    """
    came_from_a_script(request)
    opened = sign_in(
        phone=body.phone,
        code=body.code,
        agreements={agreed.kind: agreed.version for agreed in body.agreements},
        client=client_name(request),
        now=clock.now(),
        asker=asker_of(request, attempt=body.attempt, device=body.device),
        remember=remembered,
    )
    hand_cookies(request, response, opened)
    return signed_in_out(opened)


@router.post("/sign-out", auth=owner_auth, response={204: None}, summary="Sign out")
def sign_out(request: HttpRequest, response: HttpResponse) -> Status[None]:
    """Close the session that asks."""
    token, _ = presented_token(request)
    close_session(token=token)
    forget_session_cookie(response)
    return Status(204, None)


def signed_in_out(opened: SignedIn) -> SignedInOut:
    """Write an open session for who opened it."""
    return SignedInOut(
        token=opened.token,
        expires_at=opened.session.expires_at,
        owner=owner_out(opened.owner),
        device=opened.device,
    )


def hand_cookies(request: HttpRequest, response: HttpResponse, opened: SignedIn) -> None:
    """Sign a browser in."""
    set_session_cookie(response, opened.token)
    set_device_cookie(response, opened.device)
    forget_attempt_cookie(response)
    rotate_token(request)  # a token that was planted before signing in ends here


def set_session_cookie(response: HttpResponse, token: str) -> None:
    """Hand the token to a browser, out of reach of scripts."""
    response.set_cookie(
        COOKIE,
        token,
        max_age=COOKIE_LASTS,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def forget_session_cookie(response: HttpResponse) -> None:
    """Take the token from a browser."""
    response.delete_cookie(COOKIE, samesite="Lax")


def came_from_a_script(request: HttpRequest) -> None:
    """Refuse what a form on a stranger's page could send.

    It would sign its victim in as the stranger, or plant the nonce of another asking. A form
    cannot send JSON's content type, and a stranger's script may not without our leave.
    """
    if request.content_type != JSON:
        raise HttpError(415, "JSON only")
