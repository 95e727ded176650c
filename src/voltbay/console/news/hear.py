"""What somebody hears of: chosen in a table, with quiet hours and where messages go."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from voltbay.console.access.guard import StaffRequest
from voltbay.console.access.permissions import may
from voltbay.console.errors import ActionUnknown
from voltbay.console.form_page import FormPage
from voltbay.console.many import asked_words
from voltbay.console.news.failed import rows_of
from voltbay.console.news.forms import CHANNELS, AddressForm, ChoiceForm, PressedForm
from voltbay.core import clock
from voltbay.core.languages import EN, ZH
from voltbay.core.local_time import local
from voltbay.core.masking import mask_phone
from voltbay.staff_news.addresses import addresses_of, confirm, enter, give_up, waiting_for
from voltbay.staff_news.channels import mail
from voltbay.staff_news.kinds import Channel
from voltbay.staff_news.listen import choose
from voltbay.staff_news.models import Address, Delivery
from voltbay.staff_news.trial import send_again, try_addresses

PAGE, CONFIRM = "news/hear.html", "news/confirm.html"
PERSONAL = (Channel.SMS, Channel.EMAIL)


@require_http_methods(["GET", "POST"])
def hear(request: StaffRequest) -> HttpResponse:
    """Show what somebody hears of, or do what a button asks."""
    asked, now = FormPage(request, PAGE, _shown), clock.now()
    if request.method != "POST":
        return asked.show()
    act = ACTIONS.get(asked.pressed)
    if act is None:
        return asked.refuse(ActionUnknown())
    return act(asked, now)


@require_http_methods(["GET", "POST"])
def confirm_address(request: StaffRequest, token: str) -> HttpResponse:
    """Show which address a link confirms, or confirm it."""
    now = clock.now()
    asked = FormPage(request, CONFIRM, partial(_to_confirm, token, now))
    if request.method != "POST":
        return asked.show()

    def do(_form: PressedForm) -> str:
        confirm(request.staff, token, now=now)
        return reverse("console:hear")

    return asked.answer_once(PressedForm(request.POST), do, said=_("Confirmed."), now=now)


def _save(asked: FormPage, now: datetime) -> HttpResponse:
    staff = asked.request.staff
    form = ChoiceForm(staff, language_now(), asked.request.POST)

    def do(form: ChoiceForm) -> str:
        choose(staff, form.choice())
        return reverse("console:hear")

    return asked.answer_once(form, do, said=_("Saved."), now=now)


def _enter(asked: FormPage, now: datetime) -> HttpResponse:
    staff = asked.request.staff

    def do(form: AddressForm) -> str:
        typed = form.cleaned_data
        enter(staff, typed["channel"], typed["value"], language=language_now(), now=now)
        return reverse("console:hear")

    said = _("A link was sent there. Open it within a day, signed in here, to confirm.")
    return asked.answer_once(AddressForm(asked.request.POST), do, said=said, now=now)


def _drop(asked: FormPage, now: datetime) -> HttpResponse:
    staff = asked.request.staff

    def do(form: PressedForm) -> str:
        give_up(staff, form.cleaned_data["channel"])
        return reverse("console:hear")

    return asked.answer_once(PressedForm(asked.request.POST), do, said=_("Removed."), now=now)


def _try(asked: FormPage, now: datetime) -> HttpResponse:
    staff = asked.request.staff

    def do(_form: PressedForm) -> str:
        try_addresses(staff, now=now)
        return reverse("console:hear")

    said = _("On its way: it should be there within a minute.")
    return asked.answer_once(PressedForm(asked.request.POST), do, said=said, now=now)


def _again(asked: FormPage, now: datetime) -> HttpResponse:
    mine = Delivery.objects.filter(staff=asked.request.staff)

    def do(_form: PressedForm) -> str:
        send_again(mine, now=now)
        return reverse("console:hear")

    said = _("On its way: it should be there within a minute.")
    return asked.answer_once(PressedForm(asked.request.POST), do, said=said, now=now)


ACTIONS: Mapping[str, Callable[[FormPage, datetime], HttpResponse]] = {
    "save": _save,
    "address": _enter,
    "drop": _drop,
    "try": _try,
    "again": _again,
}


def language_now() -> str:
    """Return the language of the page, in which messages come as well."""
    return EN if get_language() == "en" else ZH


def _shown(asked: FormPage) -> dict[str, Any]:
    staff, language = asked.request.staff, language_now()
    known = addresses_of(staff)
    failed = rows_of(Delivery.objects.filter(staff=staff), language, now=clock.now())
    return {
        "form": asked.form(partial(ChoiceForm, staff, language, words=asked_words(asked.request))),
        "addresses": [_address(channel, known.get(channel), asked) for channel in PERSONAL],
        "may_try": any(each.confirmed_at for each in known.values()),
        "failed": failed,
        "may_lead": may(staff.role, "robots"),
    }


def _address(channel: Channel, known: Address | None, asked: FormPage) -> dict[str, Any]:
    return {
        "channel": channel.value,
        "title": CHANNELS[channel],
        "is_off": channel is Channel.EMAIL and not mail.is_on(),
        "is_email": channel is Channel.EMAIL,
        "shown": _masked(known) if known else "",
        "is_confirmed": known is not None and known.confirmed_at is not None,
        "until": f"{local(known.token_until):%m-%d %H:%M}" if known and known.token_until else "",
        "form": asked.form(AddressForm, {"channel": channel.value}, named="channel"),
    }


def _masked(address: Address) -> str:
    if address.channel == Channel.SMS:
        return mask_phone(address.value)
    name, at, host = address.value.partition("@")
    return f"{name[:1]}***{at}{host}"


def _to_confirm(token: str, now: datetime, asked: FormPage) -> dict[str, Any]:
    if asked.refusal is not None:
        return {"token": token, "address": None}
    address = waiting_for(asked.request.staff, token, now=now)
    return {
        "token": token,
        "address": _masked(address),
        "channel": CHANNELS[Channel(address.channel)],
    }
