"""Signing in and out."""

from datetime import datetime
from typing import Annotated

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.utils import timezone
from ninja import Router, Schema, Status
from ninja.errors import HttpError
from pydantic import Field

from voltbay.accounts.owners.captcha import new_challenge, spend
from voltbay.accounts.owners.issue_code import issue_code
from voltbay.accounts.owners.sessions import close_session
from voltbay.accounts.owners.sign_in import Recall, SignedIn, sign_in
from voltbay.accounts.owners.spend_code import parse_code
from voltbay.accounts.rules import CODE_LASTS, PER_PHONE
from voltbay.api.auth import COOKIE, owner_auth, presented_token
from voltbay.api.client import client_address, client_name
from voltbay.api.entries import Body, Phone, Text, entry
from voltbay.api.language import language_of
from voltbay.api.me_out import OwnerOut, owner_out
from voltbay.bookings.remembered import remembered

router = Router(tags=["sign-in"])
COOKIE_LASTS = 365 * 24 * 3600  # seconds; the session itself ends on the server, by its own clock
JSON = "application/json"

Code = Annotated[Text, Field(max_length=20), entry(parse_code)]
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
    """`captcha` is the solved challenge as base64 of JSON, as ALTCHA's clients send it."""

    phone: Phone
    captcha: Annotated[str, Field(max_length=2000)]


class CodeOut(Schema):
    resend_after_seconds: int
    expires_in_seconds: int


class AgreedIn(Body):
    kind: Kind
    version: Version


class SignInIn(Body):
    phone: Phone
    code: Code
    agreements: Annotated[list[AgreedIn], Field(max_length=10)]


class SignedInOut(Schema):
    """The token is for clients without cookies; a browser has it as a cookie already."""

    token: str
    expires_at: datetime
    owner: OwnerOut


@router.get("/captcha", response=ChallengeOut, summary="A proof-of-work challenge")
def captcha(request: HttpRequest, response: HttpResponse) -> dict[str, str | int]:
    """Give a challenge to be solved before a code is sent. It is good for ten minutes, once."""
    response["Cache-Control"] = "no-store"
    return new_challenge(now=timezone.now())


@router.post("/sign-in/codes", response={202: CodeOut}, summary="Send a code to a phone")
def send_code(request: HttpRequest, body: CodeIn) -> Status[CodeOut]:
    """Send a six-digit code, whether or not the phone has an account.

    The same code proves a new phone to PATCH /me.
    """
    now = timezone.now()
    spend(body.captcha, now=now)
    address = client_address(request)
    issue_code(phone=body.phone, address=address, now=now, language=language_of(request))
    answer = CodeOut(
        resend_after_seconds=int(PER_PHONE[0][1].total_seconds()),
        expires_in_seconds=int(CODE_LASTS.total_seconds()),
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
        now=timezone.now(),
        recall=Recall(remember=remembered),
    )
    hand_cookies(request, response, opened.token)
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
    )


def hand_cookies(request: HttpRequest, response: HttpResponse, token: str) -> None:
    """Sign a browser in. What was planted there before ends here."""
    set_session_cookie(response, token)
    rotate_token(request)


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
    """Refuse what a form on a stranger's page could send, signing its victim in as the stranger.

    A form cannot send JSON's content type, and a stranger's script may not without our leave.
    """
    if request.content_type != JSON:
        raise HttpError(415, "JSON only")
