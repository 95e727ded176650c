"""Signing in from WeChat's mini-program, and agreeing to messages there."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from voltbay.accounts.models import Owner
from voltbay.accounts.wechat.sign_in import sign_in_with_wechat
from voltbay.accounts.wechat.subscribe import subscribe, subscriptions
from voltbay.api.asker import Device
from voltbay.api.auth import OwnerRequest, owner_auth
from voltbay.api.client import client_name
from voltbay.api.entries import Body, SaidLine, Text
from voltbay.api.sign_in import AgreedIn, SignedInOut, signed_in_out
from voltbay.bookings.remembered import remembered
from voltbay.core import clock

router = Router(tags=["sign-in"])

WechatCode = SaidLine


class WechatIn(Body):
    """`code` is wx.login's; `phone_code` the phone button's, needed the first time."""

    code: WechatCode
    phone_code: WechatCode | None = None
    agreements: Annotated[list[AgreedIn], Field(max_length=10)]
    device: Device = ""


class TemplateOut(Schema):
    """A message to ask wx.requestSubscribeMessage for by `id`; `left` are accepted already."""

    kind: str
    id: str
    left: int


class TemplatesOut(Schema):
    templates: list[TemplateOut]


class AcceptedIn(Body):
    """The ids of the templates that the owner has just accepted; the others are left out."""

    templates: Annotated[list[Annotated[Text, Field(max_length=100)]], Field(max_length=5)]


@router.post("/sign-in/wechat", response=SignedInOut, summary="Sign in with WeChat")
def sign_in_from_mini_program(request: HttpRequest, body: WechatIn) -> SignedInOut:
    """Open a session for a WeChat user. 409 `wechat_phone_needed` asks for a phone code.

    409 `phone_in_question` asks whose the account is, as in `/sign-in`.

    A mini-program keeps no cookies, so none is set: the token is the Bearer.
    """
    opened = sign_in_with_wechat(
        code=body.code,
        phone_code=body.phone_code,
        agreements={agreed.kind: agreed.version for agreed in body.agreements},
        client=client_name(request),
        now=clock.now(),
        device=body.device,
        remember=remembered,
    )
    return signed_in_out(opened)


@router.get(
    "/me/subscriptions", auth=owner_auth, response=TemplatesOut, summary="Messages in WeChat"
)
def list_subscriptions(request: OwnerRequest) -> dict[str, Any]:
    """List what can be told in WeChat, and how many messages of each are accepted."""
    return _templates(request.owner)


@router.post(
    "/me/subscriptions", auth=owner_auth, response=TemplatesOut, summary="Accept messages in WeChat"
)
def accept_messages(request: OwnerRequest, body: AcceptedIn) -> dict[str, Any]:
    """Count one message for each accepted template; without one an SMS tells the same."""
    subscribe(owner=request.owner, template_ids=body.templates)
    return _templates(request.owner)


def _templates(owner: Owner) -> dict[str, Any]:
    found = subscriptions(owner)
    return {"templates": [{"kind": kind, "id": at, "left": left} for kind, at, left in found]}
