"""The texts of messages: what each kind says by SMS and in WeChat, changed with a preview."""

from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST, require_safe

from voltbay.console.access.guard import StaffRequest
from voltbay.console.access.permissions import may
from voltbay.console.form_page import FormPage
from voltbay.console.pages import page
from voltbay.console.texts.forms import TextsForm
from voltbay.core import clock
from voltbay.core.languages import EN, ZH
from voltbay.notifications.errors import TextWrong
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

KINDS: dict[str, Any] = {
    "sign_in_code": lazy("sign-in code"),
    "phone_changed": lazy("another phone signs in"),
    "booking_confirmed": lazy("booking stands"),
    "booking_in_review": lazy("booking goes to review"),
    "booking_cancelled": lazy("owner cancelled"),
    "booking_refused": lazy("review refused it"),
    "booking_cancelled_by_outlet": lazy("outlet cancelled"),
    "booking_undecided": lazy("nobody decided on its day"),
    "booking_missed": lazy("nobody was checked in on its day"),
    "booking_left_open": lazy("not finished within 14 days"),
    "booking_rescheduled": lazy("owner moved it"),
    "booking_moved_by_outlet": lazy("outlet moved it"),
    "booking_tomorrow": lazy("reminder of the day before"),
    "call_out_accepted": lazy("outlet comes to the car"),
    "call_out_promised": lazy("outlet comes to the car, and keeps a place for it"),
    "call_out_declined": lazy("outlet declined a call-out"),
    "call_out_lapsed": lazy("nobody answered a call-out"),
    "danger_answered": lazy("outlet calls about a danger"),
    "danger_lapsed": lazy("nobody answered about a danger"),
    "place_offered": lazy("waitlist has a place"),
    "quote_made": lazy("price is offered"),
    "payout_made": lazy("payment is noted"),
    "fleet_invited": lazy("company invites somebody"),
    "fleet_approved": lazy("company account is approved"),
    "fleet_refused": lazy("company account is refused or suspended"),
    "company_let_in": lazy("company that signed up is let in"),
    "company_not_let_in": lazy("company that signed up is not let in"),
    "block_confirmed": lazy("block of cars is booked"),
    "block_cancelled": lazy("cars of a block are cancelled"),
    "block_tomorrow": lazy("block of cars is due tomorrow"),
    "block_missed": lazy("cars of a block did not come"),
    "block_quotes": lazy("prices for a block are offered"),
    "block_payouts": lazy("payments for a block are noted"),
    "block_receipts": lazy("receipts of a block are issued"),
    "staff_news": lazy("staff hear of one thing"),
    "staff_digest": lazy("staff hear of several things"),
    "staff_confirm": lazy("staff confirm a phone"),
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
    return page(request, "texts/messages.html", shown)


@require_safe
def shown(request: StaffRequest, kind: str) -> HttpResponse:
    """Show one kind: its texts, gaps, codes and previews."""
    return _page(request, kind).show()


@require_POST
def change(request: StaffRequest, kind: str) -> HttpResponse:
    """Preview typed texts, save them, or go back to those that the system brings along."""
    ours, form = find_kind(kind), TextsForm(request.POST)
    if form["action"].value() == "ours":
        form = form.saying(ours.zh, ours.en)
    do = _save if form["action"].value() == "save" else _preview
    return _page(request, kind).answer(form, partial(do, request, kind))


def _preview(request: StaffRequest, kind: str, form: TextsForm) -> HttpResponse:
    typed = form.texts()
    check_texts(kind, zh=typed.zh, en=typed.en)
    previewed = _page(request, kind, is_preview=True)
    previewed.sent = form
    return previewed.show()


def _save(request: StaffRequest, kind: str, form: TextsForm) -> HttpResponse:
    typed = form.texts()
    change_texts(kind, zh=typed.zh, en=typed.en, seen=form.cleaned_data["seen"])
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(reverse("console:message", kwargs={"kind": kind}))


def _page(request: StaffRequest, kind: str, *, is_preview: bool = False) -> FormPage:
    shown = partial(_shown, kind, is_preview=is_preview)
    return FormPage(request, "texts/message.html", shown)


def _shown(kind: str, asked: FormPage, *, is_preview: bool) -> dict[str, Any]:
    said_now = texts_of(kind)
    form = asked.form(TextsForm, {"zh": said_now.zh, "en": said_now.en})
    can_fill = form.is_valid() and not isinstance(asked.refusal, TextWrong)
    seen = form["seen"].value() if is_preview else None
    return {
        "kind": kind,
        "words": KINDS[kind],
        "gaps": sorted(find_kind(kind).params),
        "sample": sample_of(kind),
        "form": form,
        "said_now": said_now,
        "seen": seen or said_now.version,
        "previews": _previews(kind, form.texts() if can_fill else said_now),
        "is_preview": is_preview,
        "may_change": may_change() and may(asked.request.staff.role, "message-save"),
        "channel": settings.VOLTBAY_SMS_CHANNEL,
        "code": settings.VOLTBAY_SMS_TEMPLATES.get(kind, ""),
        "for_vendor": for_vendor(said_now.zh),
        "wechat": _wechat(kind),
    }


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
    fields = written(template, sample_of(kind), at=clock.now())
    return {"id": template.id, "fields": [(name, said["value"]) for name, said in fields.items()]}
