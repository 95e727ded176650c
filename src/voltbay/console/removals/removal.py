"""The removal of one car: its steps, its batteries, photos, the receipt, and giving it up."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from voltbay.bookings.desk.seen import check_unchanged
from voltbay.bookings.models import Booking
from voltbay.console.access.guard import StaffRequest
from voltbay.console.access.scope import find_booking
from voltbay.console.entries import EntryForm, SeenForm
from voltbay.console.errors import unknown
from voltbay.console.form_page import FormPage
from voltbay.console.pages import unkept
from voltbay.console.removals.forms import (
    AbandonForm,
    ChangeForm,
    ContainForm,
    FinishForm,
    GiveCodeForm,
    PackForm,
    PackPhotoForm,
    PhotoForm,
    RecordForm,
    RemarkForm,
    UncodedForm,
    WeighForm,
)
from voltbay.console.removals.removal_shown import shown
from voltbay.core import clock
from voltbay.removals.models import BatteryPack, Removal
from voltbay.removals.packs.find import find_pack
from voltbay.removals.packs.give_code import give_code
from voltbay.removals.packs.hazards import contain, see_hazards
from voltbay.removals.packs.record import record_pack
from voltbay.removals.packs.record_uncoded import record_uncoded
from voltbay.removals.packs.strike import strike
from voltbay.removals.packs.weigh import weigh
from voltbay.removals.queries import find_photo, find_removal
from voltbay.removals.rules import Step
from voltbay.removals.work.abandon import abandon
from voltbay.removals.work.begin import begin
from voltbay.removals.work.finish import finish
from voltbay.removals.work.photos import look_at, take_photo
from voltbay.removals.work.take_step import take_step
from voltbay.sentences.for_staff import for_staff

Do = Callable[[StaffRequest, Booking, Any, datetime], None]


@require_safe
def removal(request: StaffRequest, code: str) -> HttpResponse:
    """Show the removal's record."""
    return _page(request, code).show()


@require_POST
def work(request: StaffRequest, code: str) -> HttpResponse:
    """Take a step, record or change a battery, or finish; once."""
    asked = _page(request, code)
    kind, do = ACTIONS.get(asked.pressed, (EntryForm, unknown))
    return _once(asked, kind(request.POST), code, do, said=_("Saved."))


@require_POST
def add_photo(request: StaffRequest, code: str) -> HttpResponse:
    """Keep a photo of a step, once."""
    kind = PackPhotoForm if "pack" in request.POST else PhotoForm
    form = kind(request.POST, request.FILES)
    return _once(_page(request, code), form, code, _keep_photo, said=_("Saved."))


@require_POST
def give_up(request: StaffRequest, code: str) -> HttpResponse:
    """End a removal whose battery will not come out, once."""
    said = _("The removal is given up; the owner is told.")
    return _once(_page(request, code), AbandonForm(request.POST), code, _abandon, said=said)


@require_safe
def photo(request: StaffRequest, code: str, photo_id: UUID) -> HttpResponse:
    """Send a photo of the work, after noting who looks at it."""
    found = find_photo(photo_id, find_booking(request.staff, code))
    picture = look_at(found, staff=request.staff, now=clock.now())
    return unkept(HttpResponse(picture, content_type="image/jpeg"))


def _page(request: StaffRequest, code: str) -> FormPage:
    return FormPage(request, "removals/removal.html", partial(shown, code))


def _once(asked: FormPage, form: EntryForm, code: str, do: Do, *, said: str) -> HttpResponse:
    now = clock.now()

    def done(form: EntryForm) -> str:
        booking = find_booking(asked.request.staff, code)
        do(asked.request, booking, form, now)
        return reverse("console:removal", kwargs={"code": booking.code})

    return asked.answer_once(form, done, said=said, now=now)


def _removal(booking: Booking) -> Removal:
    return find_removal(booking.code, [booking.outlet_id])


def _pack(booking: Booking, form: PackForm) -> BatteryPack:
    return find_pack(_removal(booking), form.cleaned_data["pack"])


def _begin(request: StaffRequest, booking: Booking, form: SeenForm, now: datetime) -> None:
    check_unchanged(booking, form.cleaned_data["seen"])
    begin(booking, staff=request.staff, now=now)


def _step(
    step: Step, request: StaffRequest, booking: Booking, form: RemarkForm, now: datetime
) -> None:
    remark = form.cleaned_data["remark"]
    take_step(_removal(booking), step, staff=request.staff, now=now, remark=remark)


def _record(request: StaffRequest, booking: Booking, form: RecordForm, now: datetime) -> None:
    record_pack(_removal(booking), form.entry(), staff=request.staff, now=now)


def _record_uncoded(
    request: StaffRequest, booking: Booking, form: UncodedForm, now: datetime
) -> None:
    record_uncoded(_removal(booking), form.entry(), staff=request.staff, now=now)


def _give_code(request: StaffRequest, booking: Booking, form: GiveCodeForm, now: datetime) -> None:
    code = form.cleaned_data["code"]
    give_code(_pack(booking, form), code, staff=request.staff, now=now)


def _weigh(request: StaffRequest, booking: Booking, form: WeighForm, now: datetime) -> None:
    weigh(_pack(booking, form), form.cleaned_data["mass"], staff=request.staff, now=now)


def _contain(request: StaffRequest, booking: Booking, form: ContainForm, now: datetime) -> None:
    where = form.cleaned_data["where"]
    contain(_pack(booking, form), staff=request.staff, now=now, where=where)


def _hazards(request: StaffRequest, booking: Booking, form: ChangeForm, now: datetime) -> None:
    seen = form.cleaned_data["hazard"]
    see_hazards(_pack(booking, form), seen, staff=request.staff, now=now)


def _strike(request: StaffRequest, booking: Booking, form: ChangeForm, now: datetime) -> None:
    why = form.cleaned_data["why"]
    strike(_pack(booking, form), staff=request.staff, now=now, why=why)


def _finish(request: StaffRequest, booking: Booking, form: FinishForm, now: datetime) -> None:
    finished = finish(_removal(booking), form.ending(), staff=request.staff, now=now)
    for warning in finished.warnings:
        messages.warning(request, for_staff(warning))


def _keep_photo(request: StaffRequest, booking: Booking, form: PhotoForm, now: datetime) -> None:
    step, image = form.cleaned_data["step"], form.cleaned_data["photo"].read()
    current = _removal(booking)
    of = find_pack(current, form.cleaned_data["pack"]) if isinstance(form, PackPhotoForm) else None
    take_photo(current, step, image, staff=request.staff, now=now, of=of)


def _abandon(request: StaffRequest, booking: Booking, form: AbandonForm, now: datetime) -> None:
    reason = form.cleaned_data["reason"]
    abandon(_removal(booking), staff=request.staff, reason=reason, now=now)


ACTIONS: dict[str, tuple[type[EntryForm], Do]] = {
    "begin": (SeenForm, _begin),
    **{f"step:{step}": (RemarkForm, partial(_step, step)) for step in Step},
    "pack": (RecordForm, _record),
    "uncoded": (UncodedForm, _record_uncoded),
    "give_code": (GiveCodeForm, _give_code),
    "weigh": (WeighForm, _weigh),
    "contain": (ContainForm, _contain),
    "hazards": (ChangeForm, _hazards),
    "strike": (ChangeForm, _strike),
    "finish": (FinishForm, _finish),
}
