"""WeChat's subscribe messages, tried before an SMS where the owner has accepted one.

Whatever goes wrong here, an SMS goes out instead, and while WeChat is in trouble nobody asks it:
see `outages`. An accept is spent by a message that was taken; who has since refused (43101) or is
no user of ours (40003) is not tried again. If WeChat took a message and its answer was lost the
owner is told twice: better than not at all.
"""

import logging
from datetime import datetime
from typing import Any

from voltbay.core.languages import EN
from voltbay.notifications.errors import Advice, NotSent
from voltbay.notifications.models import Notice, WechatAccept
from voltbay.notifications.outages import hold, note_refusal, note_taken
from voltbay.notifications.wechat.access_token import STALE, ask_with_token
from voltbay.notifications.wechat.server import WechatRefused, WechatUnreachable, is_offered
from voltbay.notifications.wechat.templates import WechatTemplate, wechat_template, written

log = logging.getLogger(__name__)

NAME = "wechat"
PATH = "/cgi-bin/message/subscribe/send"
PAGE = "pages/booking/booking"
# The owner refuses; the recipient is nobody, as after a change of the mini-program. Asking again
# would be answered so again.
NO_RECIPIENT = {43101, 40003}
UNREACHABLE = "unreachable"
# Source: developers.weixin.qq.com, subscribeMessage.send and the list of global return codes.
ADVICE = {
    -1: Advice.RETRY,  # busy
    45011: Advice.RETRY,  # too often in a minute
    **dict.fromkeys(STALE, Advice.ACCOUNT),  # the secret, or a token refused though it is new
    40013: Advice.ACCOUNT,  # the appid
    40125: Advice.ACCOUNT,  # the secret
    40164: Advice.ACCOUNT,  # our address is not on the list that it lets in
    40243: Advice.ACCOUNT,  # the secret is frozen
    41002: Advice.ACCOUNT,  # no appid
    41004: Advice.ACCOUNT,  # no secret
    43107: Advice.ACCOUNT,  # the mini-program may not send any more
    45009: Advice.ACCOUNT,  # the day's quota is used up
    48001: Advice.ACCOUNT,  # the mini-program may not send
    48004: Advice.ACCOUNT,  # the call was barred for misuse
    50002: Advice.ACCOUNT,  # the mini-program is frozen
    89503: Advice.ACCOUNT,  # our address waits for its administrator
    89506: Advice.ACCOUNT,  # its administrator refused our address for a day
    89507: Advice.ACCOUNT,  # and for an hour
    40037: Advice.KIND,  # the template's id
    41030: Advice.KIND,  # the page that it opens
    43116: Advice.KIND,  # the template was barred for misuse
}


def send_if_accepted(notice: Notice, *, now: datetime) -> str | None:
    """Send the notice in WeChat and return its number there; None if an SMS must do.

    Needs a transaction: the accept stays locked until it is spent.
    """
    template = wechat_template(notice.template) if is_offered() else None
    accept = _accept(notice) if template is not None else None
    if template is None or accept is None or hold(NAME, notice.template, now=now):
        return None
    try:
        answer = _answer(ask_with_token(PATH, _message(notice, template, accept), now=now))
    except WechatUnreachable:
        log.warning("WeChat did not answer about notice %s", notice.pk)
        silence = NotSent(UNREACHABLE, advice=Advice.RETRY)
        note_refusal(NAME, notice.template, silence, now=now)
        return None
    except WechatRefused as refused:
        _note(refused, notice, accept, now=now)
        return None
    note_taken(NAME, notice.template)
    accept.left -= 1
    accept.save(update_fields=["left"])
    return str(answer.get("msgid", ""))


def _answer(said: dict[str, Any]) -> dict[str, Any]:
    """Return what WeChat said, which for a message always has its code; else it was a proxy."""
    if "errcode" not in said:
        raise WechatUnreachable
    return said


def _accept(notice: Notice) -> WechatAccept | None:
    mine = WechatAccept.objects.filter(
        phone_fingerprint=notice.phone_fingerprint, template=notice.template, left__gt=0
    )
    return mine.select_for_update().first()


def _message(notice: Notice, template: WechatTemplate, accept: WechatAccept) -> dict[str, Any]:
    return {
        "touser": accept.openid,
        "template_id": template.id,
        "page": f"{PAGE}?code={notice.params['code']}" if "code" in notice.params else "",
        "data": written(template, notice.params, at=notice.created_at),
        "miniprogram_state": "formal",
        "lang": "en_US" if notice.language == EN else "zh_CN",
    }


def _note(refused: WechatRefused, notice: Notice, accept: WechatAccept, *, now: datetime) -> None:
    """Remember who gets none; make noise about everything that is our fault."""
    if refused.code in NO_RECIPIENT:
        accept.left = 0
        accept.save(update_fields=["left"])
        note_taken(NAME, notice.template)
        return
    log.error("WeChat refuses %s: errcode %s", notice.template, refused.code)
    refusal = NotSent(str(refused.code), advice=ADVICE.get(refused.code, Advice.TEXT))
    note_refusal(NAME, notice.template, refusal, now=now)
