"""The texts of messages: what each kind says by SMS and in WeChat, changed with a preview."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST, require_safe

from voltbay.console.access.guard import StaffRequest
from voltbay.console.access.permissions import may
from voltbay.console.pages import page
from voltbay.console.sentences import sentence
from voltbay.core.errors import Refusal
from voltbay.core.languages import EN, ZH
from voltbay.notifications.templates import TEMPLATES
from voltbay.notifications.texts import (
    Texts,
    all_texts,
    billed,
    change_texts,
    check_texts,
    filled,
    find_kind,
    for_vendor,
    may_change,
    sample_of,
    texts_of,
)
from voltbay.notifications.wechat.templates import wechat_template, written
from voltbay.sentences.statuses import status_of

KINDS: dict[str, Any] = {
    "sign_in_code": lazy("sign-in code"),
    "phone_changed": lazy("another phone signs in"),
    "booking_confirmed": lazy("booking stands"),
    "booking_in_review": lazy("booking goes to review"),
    "booking_cancelled": lazy("owner cancelled"),
    "booking_refused": lazy("review refused it"),
    "booking_cancelled_by_outlet": lazy("outlet cancelled"),
    "booking_rescheduled": lazy("owner moved it"),
    "booking_moved_by_outlet": lazy("outlet moved it"),
    "booking_tomorrow": lazy("reminder of the day before"),
    "place_offered": lazy("waitlist has a place"),
    "receipt_issued": lazy("receipt is issued"),
}


@require_safe
def listed(request: StaffRequest) -> HttpResponse:
    """Show every kind of message as its owner reads it."""
    rows = [
        {
            "kind": kind,
            "words": KINDS[kind],
            "zh": filled(texts, language=ZH, params=sample_of(kind)),
            "en": filled(texts, language=EN, params=sample_of(kind)),
            "is_ours": texts.is_ours,
            "code": settings.VOLTBAY_SMS_TEMPLATES.get(kind, ""),
            "wechat": wechat_template(kind),
        }
        for kind, texts in all_texts().items()
    ]
    shown = {"rows": rows, "channel": settings.VOLTBAY_SMS_CHANNEL}
    return page(request, "people/messages.html", shown)


@require_safe
def shown(request: StaffRequest, kind: str) -> HttpResponse:
    """Show one kind: its texts, gaps, codes and previews."""
    return _page(request, kind, texts_of(kind))


@require_POST
def change(request: StaffRequest, kind: str) -> HttpResponse:
    """Preview typed texts, save them, or go back to those that Voltbay brings along."""
    zh, en = (_line(request.POST.get(name, "")) for name in ("zh", "en"))
    if request.POST.get("action") == "ours":
        ours = find_kind(kind)
        zh, en = ours.zh, ours.en
    typed = Texts(zh, en, is_ours=False)
    try:
        check_texts(kind, zh=zh, en=en)
        if request.POST.get("action") != "save":
            return _page(request, kind, typed, is_preview=True)
        change_texts(kind, zh=zh, en=en, seen=request.POST.get("seen", ""))
    except Refusal as refusal:
        if kind not in TEMPLATES:
            raise
        return _page(request, kind, typed, refusal=refusal)
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(reverse("console:message", kwargs={"kind": kind}))


def _page(
    request: StaffRequest,
    kind: str,
    texts: Texts,
    *,
    is_preview: bool = False,
    refusal: Refusal | None = None,
) -> HttpResponse:
    template, now_said = find_kind(kind), texts_of(kind)
    can_fill = refusal is None or refusal.code != "message_text_wrong"
    in_preview = texts if can_fill else now_said
    shown = {
        "kind": kind,
        "words": KINDS[kind],
        "gaps": sorted(template.params),
        "sample": sample_of(kind),
        "texts": texts,
        "said_now": now_said,
        "seen": request.POST.get("seen", now_said.version) if is_preview else now_said.version,
        "previews": _previews(kind, in_preview),
        "is_preview": is_preview,
        "may_change": may_change() and may(request.staff.role, "message-save"),
        "channel": settings.VOLTBAY_SMS_CHANNEL,
        "code": settings.VOLTBAY_SMS_TEMPLATES.get(kind, ""),
        "for_vendor": for_vendor(now_said.zh),
        "wechat": _wechat(kind),
        "refusal": sentence(refusal.code, refusal.data) if refusal else "",
    }
    status = status_of(refusal) if refusal else 200
    return page(request, "people/message.html", shown, status=status)


def _previews(kind: str, texts: Texts) -> list[dict[str, Any]]:
    said = [
        (name, filled(texts, language=language, params=sample_of(kind)))
        for name, language in (("中文", ZH), ("English", EN))
    ]
    return [
        {"name": name, "text": text, "length": len(text), "billed": billed(text)}
        for name, text in said
    ]


def _wechat(kind: str) -> dict[str, Any] | None:
    """Return how the kind looks as a subscribe message, if one is set up."""
    template = wechat_template(kind)
    if template is None:
        return None
    fields = written(template, sample_of(kind), at=timezone.now())
    return {"id": template.id, "fields": [(name, said["value"]) for name, said in fields.items()]}


def _line(text: str) -> str:
    """Return a text on one line: vendors take no other."""
    return " ".join(text.split())
