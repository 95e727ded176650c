"""Messages that wait or were refused: why, and sending them once more."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST, require_safe

from voltbay.audit.record import record
from voltbay.console.access.guard import StaffRequest, caller
from voltbay.console.access.permissions import may
from voltbay.console.entries import EntryForm, OneNumber
from voltbay.console.form_page import FormPage
from voltbay.console.texts.messages import KINDS
from voltbay.core import clock
from voltbay.core.languages import EN, ZH
from voltbay.core.local_time import local
from voltbay.core.masking import mask_phone
from voltbay.notifications.errors import NoticeMissing
from voltbay.notifications.models import Notice, Outage
from voltbay.notifications.outages import open_outages
from voltbay.notifications.resend import may_resend, resend, resend_all, unsent
from voltbay.notifications.why import why

PAGE = "texts/unsent.html"
A_PAGE = 50
STATES: Mapping[str, Any] = {"queued": lazy("waits"), "failed": lazy("not sent")}


class ResendForm(EntryForm):
    """Which message is sent once more."""

    notice = OneNumber(refusal=NoticeMissing)


class ResendAllForm(EntryForm):
    """All of them: nothing to say."""


@require_safe
def listed(request: StaffRequest) -> HttpResponse:
    """Show vendors in trouble, and the messages that wait or were refused, the newest first."""
    return FormPage(request, PAGE, _shown).show()


@require_POST
def send(request: StaffRequest) -> HttpResponse:
    """Send one message once more, or all that would still be of use."""
    asked, now = FormPage(request, PAGE, _shown), clock.now()
    said = _("Queued. It goes out within a minute if the vendor takes it.")
    if asked.pressed == "all":
        everything = partial(_send_all, request, now)
        return asked.answer_once(ResendAllForm(request.POST), everything, said=said, now=now)
    one = partial(_send, request, now)
    return asked.answer_once(ResendForm(request.POST), one, said=said, now=now)


def _send(request: StaffRequest, now: datetime, form: ResendForm) -> str:
    notice = resend(form.cleaned_data["notice"], now=now)
    _note(request, f"{notice.pk} {notice.template}", now)
    return reverse("console:unsent")


def _send_all(request: StaffRequest, now: datetime, form: ResendAllForm) -> str:
    _note(request, f"all {resend_all(now=now)}", now)
    return reverse("console:unsent")


def _note(request: StaffRequest, target: str, now: datetime) -> None:
    record("notice-resent", by=request.staff, address=caller(request), now=now, target=target)


def _shown(asked: FormPage) -> dict[str, Any]:
    now, language = clock.now(), EN if get_language() == "en" else ZH
    pages = Paginator(unsent(), A_PAGE).get_page(asked.request.GET.get("page"))
    useful = may_resend(now=now)
    again = set(useful.filter(pk__in=[each.pk for each in pages]).values_list("pk", flat=True))
    return {
        "outages": [outage_said(each, language) for each in open_outages()],
        "rows": [_row(each, language, may_again=each.pk in again) for each in pages],
        "pages": pages,
        "waiting": useful.count(),
        "may_send": may(asked.request.staff.role, "unsent-send"),
    }


def _row(notice: Notice, language: str, *, may_again: bool) -> dict[str, Any]:
    return {
        "id": notice.pk,
        "kind": KINDS.get(notice.template, notice.template),
        "phone": mask_phone(notice.phone),
        "at": f"{local(notice.created_at):%Y-%m-%d %H:%M}",
        "until": f"{local(notice.expires_at):%Y-%m-%d %H:%M}",
        "state": STATES[notice.state],
        "is_over": notice.state == Notice.State.FAILED,
        "why": why(notice.error_code, language),
        "code": notice.error_code,
        "may_again": may_again,
    }


def outage_said(outage: Outage, language: str) -> dict[str, Any]:
    """Return a vendor's trouble in words; of one kind of message if it is about that alone."""
    _channel, _colon, kind = outage.name.partition(":")
    return {
        "name": outage.name,
        "kind": KINDS.get(kind, kind),
        "since": f"{local(outage.since):%Y-%m-%d %H:%M}",
        "why": why(outage.code, language),
        "code": outage.code,
    }
