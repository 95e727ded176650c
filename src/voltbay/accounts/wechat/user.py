"""Who a mini-program's codes stand for. The session key that comes along is dropped unread."""

import logging
from datetime import datetime

from django.conf import settings

from voltbay.accounts.wechat.errors import (
    WechatBlocked,
    WechatCodeWrong,
    WechatPhoneCodeWrong,
    WechatTooOften,
    WechatUnavailable,
)
from voltbay.core.errors import Invalid, Refusal
from voltbay.identifiers.phone import PhoneMalformed, parse_phone
from voltbay.notifications.wechat.access_token import ask_with_token
from voltbay.notifications.wechat.server import WechatRefused, WechatUnreachable, ask

log = logging.getLogger(__name__)

WRONG_CODE = {40029, 40163}  # unknown or too old; used before
TOO_OFTEN, TOO_RISKY, BUSY = 45011, 40226, -1
MAINLAND = "86"
A_MINUTE = 60  # seconds, the window of WeChat's limit


def openid_of(code: str) -> str:
    """Return the user whom a code of wx.login stands for.

    Raises WechatCodeWrong, WechatTooOften, WechatBlocked or WechatUnavailable.
    """
    query = {
        "appid": settings.VOLTBAY_WECHAT_APPID,
        "secret": settings.VOLTBAY_WECHAT_SECRET,
        "js_code": code,
        "grant_type": "authorization_code",
    }
    try:
        return str(ask("/sns/jscode2session", query=query)["openid"])
    except (WechatRefused, WechatUnreachable, KeyError) as failure:
        raise _refusal(failure, wrong=WechatCodeWrong, entry="code") from failure


def phone_of(phone_code: str, *, now: datetime) -> str:
    """Return the mainland phone number that a user shared.

    Raises PhoneMalformed for numbers of elsewhere, WechatPhoneCodeWrong, WechatTooOften,
    WechatBlocked or WechatUnavailable.
    """
    body = {"code": phone_code}
    try:
        answer = ask_with_token("/wxa/business/getuserphonenumber", body, now=now)
        shared = answer["phone_info"]
        appid, country = shared["watermark"]["appid"], str(shared["countryCode"])
        number = str(shared["purePhoneNumber"])
    except (WechatRefused, WechatUnreachable, KeyError, TypeError) as failure:
        raise _refusal(failure, wrong=WechatPhoneCodeWrong, entry="phone_code") from failure
    if appid != settings.VOLTBAY_WECHAT_APPID:  # a number that was shared with somebody else
        raise WechatPhoneCodeWrong(fields={"phone_code": WechatPhoneCodeWrong.code})
    if country != MAINLAND:  # told as a text or a number
        raise PhoneMalformed(fields={"phone_code": PhoneMalformed.code})
    return parse_phone(number)


def _refusal(failure: Exception, *, wrong: type[Invalid], entry: str) -> Refusal:
    """Translate WeChat's no; make noise if a person must act."""
    code = failure.code if isinstance(failure, WechatRefused) else BUSY
    if code in WRONG_CODE:
        return wrong(fields={entry: wrong.code})
    if code == TOO_OFTEN:
        return WechatTooOften(retry_after_seconds=A_MINUTE)
    if code == TOO_RISKY:
        return WechatBlocked()
    if code != BUSY:
        log.error("WeChat refuses our account: errcode %s", code)
    return WechatUnavailable()
