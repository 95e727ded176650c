"""WeChat's subscribe messages, tried before an SMS where the owner has accepted one.

Whatever goes wrong here, an SMS goes out instead. An accept is spent by a message that was taken;
who has since refused (43101) is not tried again. If WeChat took a message and its answer was lost
the owner is told twice: better than not at all.
"""

import logging
from datetime import datetime
from typing import Any

from voltbay.core.languages import EN
from voltbay.notifications.models import Notice, WechatAccept
from voltbay.notifications.wechat.access_token import ask_with_token
from voltbay.notifications.wechat.server import WechatRefused, WechatUnreachable, is_offered
from voltbay.notifications.wechat.templates import WechatTemplate, wechat_template, written

log = logging.getLogger(__name__)

NAME = "wechat"
PATH = "/cgi-bin/message/subscribe/send"
PAGE = "pages/booking/booking"
REFUSED_BY_OWNER = 43101


def send_if_accepted(notice: Notice, *, now: datetime) -> str | None:
    """Send the notice in WeChat and return its number there; None if an SMS must do.

    Needs a transaction: the accept stays locked until it is spent.
    """
    template = wechat_template(notice.template) if is_offered() else None
    accept = _accept(notice) if template is not None else None
    if template is None or accept is None:
        return None
    try:
        answer = ask_with_token(PATH, _message(notice, template, accept), now=now)
    except WechatUnreachable:
        log.warning("WeChat did not answer about notice %s", notice.pk)
        return None
    except WechatRefused as refused:
        _note(refused, notice, accept)
        return None
    accept.left -= 1
    accept.save(update_fields=["left"])
    return str(answer.get("msgid", ""))


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


def _note(refused: WechatRefused, notice: Notice, accept: WechatAccept) -> None:
    """Remember an owner's refusal; make noise about everything that is our fault."""
    if refused.code == REFUSED_BY_OWNER:
        accept.left = 0
        accept.save(update_fields=["left"])
        return
    log.error("WeChat refuses %s: errcode %s", notice.template, refused.code)
