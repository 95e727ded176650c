"""Giving a WeChat user to the owner whose phone that user shared."""

from datetime import datetime

from voltbay.accounts.agreements.choose import choose
from voltbay.accounts.models import Choice, Owner, WechatAccount
from voltbay.core.keys import fingerprint


def openid_fingerprint(openid: str) -> bytes:
    """Return the fingerprint by which a WeChat user is found."""
    return fingerprint(openid, purpose="openid")


def link_wechat(openid: str, *, owner: Owner, now: datetime) -> WechatAccount:
    """Let a WeChat user sign in as this owner from now on, and as no other.

    Sharing the phone there is the owner's yes to being known there, whatever was taken back before.
    """
    choose(Choice.Of.WECHAT, Choice.Action.GIVEN, owner=owner, now=now)
    return WechatAccount.objects.update_or_create(
        openid_fingerprint=openid_fingerprint(openid),
        defaults={"owner": owner, "openid": openid},
        create_defaults={"owner": owner, "openid": openid, "created_at": now},
    )[0]
