"""The removal of one car: its steps, its batteries, photos, the receipt."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from voltbay.bookings.desk.seen import check_unchanged
from voltbay.bookings.models import Booking
from voltbay.bookings.words import CAR_AFTER
from voltbay.console.access.guard import StaffRequest
from voltbay.console.access.idempotency import answer_once
from voltbay.console.access.permissions import may
from voltbay.console.access.scope import find_booking
from voltbay.console.decimals import number
from voltbay.console.errors import ActionUnknown
from voltbay.console.pages import page
from voltbay.console.sentences import sentence
from voltbay.console.words import CHEMISTRIES, HAZARDS, PRODUCTS, STEPS
from voltbay.core.errors import Refusal
from voltbay.core.local_time import local
from voltbay.recognition.errors import PhotoGone
from voltbay.removals.ending import Ending
from voltbay.removals.models import BatteryPack, Removal, RemovalPhoto
from voltbay.removals.packs.find import find_pack
from voltbay.removals.packs.hazards import contain, see_hazards
from voltbay.removals.packs.record import PackEntry, record_pack
from voltbay.removals.packs.strike import strike
from voltbay.removals.packs.weigh import weigh
from voltbay.removals.queries import find_removal
from voltbay.removals.receipts.queries import receipts_for
from voltbay.removals.rules import Step, urgent_instructions
from voltbay.removals.work.begin import begin
from voltbay.removals.work.finish import finish
from voltbay.removals.work.photos import look_at, take_photo
from voltbay.removals.work.take_step import take_step
from voltbay.sentences.statuses import status_of

Do = Callable[[StaffRequest, Removal, datetime], None]


@require_safe
def removal(request: StaffRequest, code: str) -> HttpResponse:
    """Show the removal's record."""
    return _page(request, find_booking(request.staff, code))


@require_POST
def work(request: StaffRequest, code: str) -> HttpResponse:
    """Take a step, record or change a battery, or finish; once."""
    booking, now = find_booking(request.staff, code), timezone.now()
    here = reverse("console:removal", kwargs={"code": booking.code})
    do = partial(_work, request, booking, here=here, now=now)

    def again(refusal: Refusal) -> HttpResponse:
        return _page(request, find_booking(request.staff, code), refusal=refusal)

    return answer_once(request, do, said=_("Saved."), again=again, now=now)


@require_POST
def add_photo(request: StaffRequest, code: str) -> HttpResponse:
    """Keep a photo of a step, once."""
    booking, now = find_booking(request.staff, code), timezone.now()
    do = partial(_keep_photo, request, booking, now=now)

    def again(refusal: Refusal) -> HttpResponse:
        return _page(request, booking, refusal=refusal)

    return answer_once(request, do, said=_("Saved."), again=again, now=now)


@require_safe
def photo(request: StaffRequest, code: str, photo_id: UUID) -> HttpResponse:
    """Send a photo of the work, after noting who looks at it."""
    found = _find(find_booking(request.staff, code)).photos.filter(pk=photo_id).first()
    if found is None:
        raise PhotoGone
    picture = look_at(found, staff=request.staff, now=timezone.now())
    return HttpResponse(
        picture, content_type="image/jpeg", headers={"Cache-Control": "private, no-store"}
    )


def _find(booking: Booking) -> Removal:
    return find_removal(booking.code, [booking.outlet_id])


def _work(request: StaffRequest, booking: Booking, *, here: str, now: datetime) -> str:
    action = request.POST.get("action", "")
    if action == "begin":
        check_unchanged(booking, request.POST.get("seen", ""))
        begin(booking, staff=request.staff, now=now)
    elif action in ACTIONS:
        ACTIONS[action](request, _find(booking), now)
    elif action.startswith("step:") and action[5:] in set(Step):
        remark = request.POST.get("remark", "")[:200]
        current, step = _find(booking), Step(action[5:])
        take_step(current, step, staff=request.staff, now=now, remark=remark)
    else:
        raise ActionUnknown
    return here


def _keep_photo(request: StaffRequest, booking: Booking, *, now: datetime) -> str:
    image = request.FILES.get("photo")
    if image is None or request.POST.get("step") not in set(Step):
        raise ActionUnknown
    step = Step(request.POST["step"])
    take_photo(_find(booking), step, image.read(), staff=request.staff, now=now)
    return reverse("console:removal", kwargs={"code": booking.code})


def _record(request: StaffRequest, current: Removal, now: datetime) -> None:
    mass = request.POST.get("mass", "").strip()
    entry = PackEntry(
        code=request.POST.get("code", "").strip(),
        mass_kg=number(mass) if mass else None,
        hazards=request.POST.getlist("hazard"),
        condition=request.POST.get("condition", "")[:200],
    )
    record_pack(current, entry, staff=request.staff, now=now)


def _weigh(request: StaffRequest, current: Removal, now: datetime) -> None:
    mass = number(request.POST.get("mass", ""))
    weigh(_pack(request, current), mass, staff=request.staff, now=now)


def _contain(request: StaffRequest, current: Removal, now: datetime) -> None:
    where = request.POST.get("where", "")
    contain(_pack(request, current), staff=request.staff, now=now, where=where)


def _hazards(request: StaffRequest, current: Removal, now: datetime) -> None:
    seen = request.POST.getlist("hazard")
    see_hazards(_pack(request, current), seen, staff=request.staff, now=now)


def _strike(request: StaffRequest, current: Removal, now: datetime) -> None:
    why = request.POST.get("why", "")
    strike(_pack(request, current), staff=request.staff, now=now, why=why)


def _finish(request: StaffRequest, current: Removal, now: datetime) -> None:
    price = request.POST.get("price", "").strip()
    ending = Ending(request.POST.get("car_after", ""), number(price) if price else None)
    finished = finish(current, ending, staff=request.staff, now=now)
    for warning in finished.warnings:
        messages.warning(request, sentence(warning))


ACTIONS: dict[str, Do] = {
    "pack": _record,
    "weigh": _weigh,
    "contain": _contain,
    "hazards": _hazards,
    "strike": _strike,
    "finish": _finish,
}


def _pack(request: StaffRequest, current: Removal) -> BatteryPack:
    return find_pack(current, request.POST.get("pack", ""))


def _page(
    request: StaffRequest, booking: Booking, *, refusal: Refusal | None = None
) -> HttpResponse:
    current = _find(booking)
    done = {step.kind: step for step in current.steps.all()}
    packs = [_shown_pack(pack) for pack in current.packs.all()]
    shown = {
        "booking": booking,
        "removal": current,
        "steps": _steps(done),
        "packs": packs,
        "hazards": HAZARDS.items(),
        "instructions": _instructions(packs),
        "car_after": CAR_AFTER.items(),
        "is_open": current.finished_at is None,
        "photos": [_shown_photo(photo) for photo in current.photos.all()],
        "receipts": receipts_for(current.pk),
        "may_reissue": may(request.staff.role, "reissue"),
        "key": uuid4(),
        "typed": request.POST if refusal else {},
        "refusal": sentence(refusal.code, refusal.data) if refusal else "",
    }
    status = status_of(refusal) if refusal else 200
    return page(request, "removals/removal.html", shown, outlet=booking.outlet, status=status)


def _steps(done: dict[str, Any]) -> list[dict[str, Any]]:
    following = next((step for step in Step if step not in done), None)
    return [
        {
            "kind": step.value,
            "name": STEPS[step],
            "at": f"{local(done[step].done_at):%H:%M}" if step in done else "",
            "by": done[step].staff if step in done else None,
            "remark": done[step].note if step in done else "",
            "is_next": step == following,
        }
        for step in Step
    ]


def _shown_pack(pack: Any) -> dict[str, Any]:
    return {
        "pack": pack,
        "product": PRODUCTS.get(pack.product, pack.product),
        "chemistry": CHEMISTRIES.get(pack.chemistry, pack.chemistry),
        "hazards": [str(HAZARDS[hazard]) for hazard in pack.hazards],
        "place": pack.place if pack.contained_at else "",
        "must_contain": bool(pack.hazards) and pack.contained_at is None,
    }


def _shown_photo(photo: RemovalPhoto) -> dict[str, Any]:
    """Describe a photo; it is shown only when somebody asks, as each look is written down."""
    return {
        "id": photo.pk,
        "step": STEPS[Step(photo.step)],
        "at": f"{local(photo.taken_at):%Y-%m-%d %H:%M}",
        "by": photo.staff.first_name or photo.staff.username,
    }


def _instructions(packs: list[dict[str, Any]]) -> list[str]:
    """Return what to do at once about unsafe batteries that are not contained yet."""
    seen = {hazard for each in packs if each["must_contain"] for hazard in each["pack"].hazards}
    return [sentence(code) for code in urgent_instructions(seen)]
