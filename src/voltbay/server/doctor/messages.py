"""Messages: that they can be sent, and were."""

import smtplib
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import get_connection

from voltbay.accounts.owners.code_budget import usage
from voltbay.notifications.models import Notice
from voltbay.notifications.outages import open_outages
from voltbay.notifications.resend import may_resend
from voltbay.notifications.templates import TEMPLATES
from voltbay.server.doctor.finding import Finding, fail, ok, warn
from voltbay.staff_news.models import Delivery

LATELY = timedelta(hours=24)
SHORT_PERCENT = 80
USED_UP_PERCENT = 100
LOOK_SECONDS = 5


def sms(*, now: datetime) -> Finding:
    """Look for messages that did not get through lately; the start looked at each kind's code."""
    if outages := open_outages():
        waiting = may_resend(now=now).count()
        return fail("sms_outage", why=outages[0].code, name=outages[0].name, count=waiting)
    lately = Notice.objects.filter(created_at__gt=now - LATELY)
    failed = lately.filter(state=Notice.State.FAILED)
    codes = sorted(set(failed.exclude(error_code="").values_list("error_code", flat=True)))
    if codes or failed.exists():
        return warn("sms_failed", count=failed.count(), codes=", ".join(codes) or "-")
    if settings.VOLTBAY_SMS_CHANNEL == "screen":
        return ok("sms_screen")
    return ok("sms_ok", count=len(TEMPLATES))


def sign_in_codes(*, now: datetime) -> Finding:
    """Look how much of the day's budget of codes is left."""
    used = usage(now=now)
    if used.percent >= USED_UP_PERCENT:
        return fail("codes_used_up", sent=used.sent, most=used.most)
    if used.percent >= SHORT_PERCENT:
        return warn("codes_short", sent=used.sent, most=used.most)
    return ok("codes_ok", sent=used.sent, most=used.most)


def wechat() -> Finding:
    """Look whether signing in with WeChat is offered, and which messages go there."""
    appid, secret = settings.VOLTBAY_WECHAT_APPID, settings.VOLTBAY_WECHAT_SECRET
    if bool(appid) != bool(secret):
        return warn("wechat_half")
    if not appid:
        return ok("wechat_none")
    return ok("wechat_ok", count=len(settings.VOLTBAY_WECHAT_TEMPLATES), of=len(TEMPLATES))


def email() -> Finding:
    """Look whether the mail server lets us in; no letter is sent."""
    if not settings.VOLTBAY_EMAIL_FROM:
        return ok("email_none")
    connection = get_connection(timeout=LOOK_SECONDS)
    try:
        connection.open()
        connection.close()
    except (smtplib.SMTPException, OSError) as failed:
        return fail("email_refused", why=type(failed).__name__, host=settings.EMAIL_HOST)
    return ok("email_ok", host=settings.EMAIL_HOST)


def staff_news(*, now: datetime) -> Finding:
    """Look for news of outlets that did not get through to their staff lately."""
    lately = Delivery.objects.filter(news__made_at__gt=now - LATELY)
    failed = lately.filter(state=Delivery.State.FAILED)
    if count := failed.count():
        codes = sorted(set(failed.values_list("error_code", flat=True)))
        return warn("staff_news_failed", count=count, codes=", ".join(codes))
    return ok("staff_news_ok", count=lately.filter(state=Delivery.State.SENT).count())
