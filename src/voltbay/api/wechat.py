"""Signing in from WeChat's mini-program."""

from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router
from pydantic import Field

from voltbay.accounts.wechat_sign_in import sign_in_with_wechat
from voltbay.api.client import client_name
from voltbay.api.entries import Body, Text
from voltbay.api.me_out import owner_out
from voltbay.api.sign_in import AgreedIn, SignedInOut

router = Router(tags=["sign-in"])

WechatCode = Annotated[Text, Field(min_length=1, max_length=200)]


class WechatIn(Body):
    """`code` is wx.login's; `phone_code` the phone button's, needed the first time."""

    code: WechatCode
    phone_code: WechatCode | None = None
    agreements: Annotated[list[AgreedIn], Field(max_length=10)]


@router.post("/sign-in/wechat", response=SignedInOut, summary="Sign in with WeChat")
def sign_in_from_mini_program(request: HttpRequest, body: WechatIn) -> SignedInOut:
    """Open a session for a WeChat user. 409 `wechat_phone_needed` asks for a phone code.

    A mini-program keeps no cookies, so none is set: the token is the Bearer.
    """
    opened = sign_in_with_wechat(
        code=body.code,
        phone_code=body.phone_code,
        agreements={agreed.kind: agreed.version for agreed in body.agreements},
        client=client_name(request),
        now=timezone.now(),
    )
    return SignedInOut(
        token=opened.token,
        expires_at=opened.session.expires_at,
        owner=owner_out(opened.owner),
    )
