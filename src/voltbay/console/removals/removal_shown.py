"""What the page of a removal shows."""

from typing import Any

from voltbay.bookings.desk.looks import looks_at
from voltbay.bookings.lifecycle import State
from voltbay.bookings.words import car_of, found_in_words
from voltbay.console.access.permissions import may
from voltbay.console.access.scope import find_booking
from voltbay.console.form_page import FormPage
from voltbay.console.removals.forms import (
    AbandonForm,
    ChangeForm,
    ContainForm,
    FinishForm,
    GiveCodeForm,
    PackPhotoForm,
    PhotoForm,
    RecordForm,
    RemarkForm,
    UncodedForm,
    WeighForm,
)
from voltbay.console.words import CHEMISTRIES, HAZARDS, NO_CODE, PRODUCTS, STEPS
from voltbay.core.local_time import local
from voltbay.removals.models import RemovalPhoto
from voltbay.removals.queries import find_removal
from voltbay.removals.quotes.queries import agreed, standing
from voltbay.removals.receipts.queries import receipts_for
from voltbay.removals.rules import Step, urgent_instructions
from voltbay.removals.work.lacking import lacking
from voltbay.sentences.for_staff import for_staff


def shown(code: str, asked: FormPage) -> dict[str, Any]:
    """Read a removal as it is now, with a form for whatever may be done."""
    booking = find_booking(asked.request.staff, code)
    current = find_removal(booking.code, [booking.outlet_id])
    seen = {photo.pack_id for photo in current.photos.all()}
    quote, offer = agreed(current), standing(current)
    packs = [_pack(pack, asked, is_seen=pack.pk in seen) for pack in current.packs.all()]
    steps = _steps({step.kind: step for step in current.steps.all()})
    record, finish = (
        asked.form(RecordForm),
        asked.form(FinishForm, {"car_after": current.car_after}),
    )
    focus = _focus(steps, packs)
    _give_focus(focus, record, finish, packs)
    is_open = current.finished_at is None
    return {
        "outlet": booking.outlet,
        "booking": booking,
        "car": car_of(booking),
        "looks": found_in_words(booking, looks_at(booking)),
        "steps": steps,
        "lacks": [for_staff(each["code"], each) for each in lacking(current)] if is_open else [],
        "focus": focus,
        "packs": packs,
        "instructions": _instructions(packs),
        "is_open": is_open,
        "is_given_up": booking.state == State.CANCELLED,
        "photos": [_photo(photo) for photo in current.photos.all()],
        "receipts": receipts_for(current.pk),
        "price": quote.total_yuan if quote else None,
        "offer": offer.state if offer else "",
        "may_reissue": may(asked.request.staff.role, "reissue"),
        "remark": asked.form(RemarkForm),
        "record": record,
        "uncoded": asked.form(UncodedForm),
        "picture": asked.form(PhotoForm, {"step": _at_step(steps)}),
        "finish": finish,
        "abandon": asked.form(AbandonForm),
    }


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


def _focus(steps: list[dict[str, Any]], packs: list[dict[str, Any]]) -> str:
    """Return what is done next, and so has the focus: a step, or the code or name of a battery."""
    following = next((step["kind"] for step in steps if step["is_next"]), "finish")
    unsafe = next((each["pack"].code for each in packs if each["must_contain"]), "")
    unweighed = next((each["pack"].code for each in packs if each["pack"].mass_kg is None), "")
    if unsafe:
        return f"contain {unsafe}"
    if following not in (Step.WEIGH, Step.PACK, "finish"):
        return following
    if not packs:
        return "code"
    return f"weigh {unweighed}" if unweighed else following


def _give_focus(
    focus: str, record: RecordForm, finish: FinishForm, packs: list[dict[str, Any]]
) -> None:
    """Let the entry have the focus that comes next; a step's button has it by the template."""
    entries = {"code": record.fields["code"], "finish": finish.fields["car_after"]}
    for each in packs:
        entries[f"contain {each['pack'].code}"] = each["contain"].fields["where"]
        entries[f"weigh {each['pack'].code}"] = each["weigh"].fields["mass"]
    if focus in entries:
        entries[focus].widget.attrs["autofocus"] = True


def _at_step(steps: list[dict[str, Any]]) -> str:
    """Return the step that a photo taken now most likely shows: the last one taken."""
    taken = [step["kind"] for step in steps if step["at"]]
    return taken[-1] if taken else Step.INSPECT.value


def _pack(pack: Any, asked: FormPage, *, is_seen: bool) -> dict[str, Any]:
    says = {"pack": pack.code, "mass": pack.mass_kg, "hazard": pack.hazards}
    picture = {"pack": pack.code, "step": Step.REMOVE}
    return {
        "pack": pack,
        "product": PRODUCTS.get(pack.product, pack.product),
        "chemistry": CHEMISTRIES.get(pack.chemistry, pack.chemistry),
        "hazards": [str(HAZARDS[hazard]) for hazard in pack.hazards],
        "place": pack.place if pack.contained_at else "",
        "must_contain": bool(pack.hazards) and pack.contained_at is None,
        "no_code": NO_CODE.get(pack.no_code_reason, ""),
        "needs_photo": not pack.has_code and not is_seen,
        "picture": asked.form(PackPhotoForm, picture, named="pack"),
        "give_code": asked.form(GiveCodeForm, {"pack": pack.code}, named="pack"),
        "weigh": asked.form(WeighForm, says, named="pack"),
        "contain": asked.form(ContainForm, says, named="pack"),
        "change": asked.form(ChangeForm, says, named="pack"),
    }


def _photo(photo: RemovalPhoto) -> dict[str, Any]:
    """Describe a photo; it is shown only when somebody asks, as each look is written down."""
    return {
        "id": photo.pk,
        "step": STEPS[Step(photo.step)],
        "of": photo.pack.shown_code if photo.pack else "",
        "at": f"{local(photo.taken_at):%Y-%m-%d %H:%M}",
        "by": photo.staff.first_name or photo.staff.username,
    }


def _instructions(packs: list[dict[str, Any]]) -> list[str]:
    """Return what to do at once about unsafe batteries that are not contained yet."""
    seen = {hazard for each in packs if each["must_contain"] for hazard in each["pack"].hazards}
    return [for_staff(code) for code in urgent_instructions(seen)]
