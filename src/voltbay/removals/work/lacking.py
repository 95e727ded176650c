"""What a removal lacks before it can be finished: all of it at once, as codes of sentences."""

from typing import Any

from voltbay.removals.errors import QuoteOutdated, QuoteRefused, QuoteWaiting
from voltbay.removals.models import BatteryPack, Removal
from voltbay.removals.quotes.agreed import check_agreed
from voltbay.removals.rules import Safety, Step

Lack = dict[str, Any]  # `code` of its sentence, and what fills the sentence's gaps


def lacking(removal: Removal) -> list[Lack]:
    """Return what the record lacks: steps, batteries, what each battery needs, and the price.

    Steps, packs and photos are read once, or were fetched with the removal.
    """
    taken = {step.kind for step in removal.steps.all()}
    packs = list(removal.packs.all())
    seen = {photo.pack_id for photo in removal.photos.all()}
    return [
        *({"code": f"step_{step}"} for step in Step if step not in taken),
        *([] if packs else [{"code": "lack_pack"}]),
        *(lack for pack in packs for lack in _of_pack(pack, is_seen=pack.pk in seen)),
        *_of_price(removal),
    ]


def _of_pack(pack: BatteryPack, *, is_seen: bool) -> list[Lack]:
    named = {"pack": pack.shown_code}
    lacks = {
        "lack_mass": pack.mass_kg is None,
        "lack_place": pack.safety == Safety.UNSAFE and pack.contained_at is None,
        "lack_photo": not pack.has_code and not is_seen,
    }
    return [{"code": code, **named} for code, is_so in lacks.items() if is_so]


def _of_price(removal: Removal) -> list[Lack]:
    try:
        check_agreed(removal)
    except QuoteWaiting:
        return [{"code": "lack_answer"}]
    except (QuoteRefused, QuoteOutdated):
        return [{"code": "lack_offer"}]
    return []
